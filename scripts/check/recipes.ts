/** Which of the many values of a schema to make. */
export interface Recipe {
  /** Which of `count` alternatives of an `anyOf`, `oneOf`, `enum` or list of types. */
  readonly choose: (count: number) => number;
  /** Whether to fill in one more optional part. */
  readonly afford: (depth: number) => boolean;
  /** Makes the items of a list with `uniqueItems` different. */
  readonly salt: number;
  /** How many parts the value may still get: two references to itself in each part would double it at each level. */
  readonly parts: { left: number };
  /** How many schemas may still be put together for it. */
  readonly steps: { left: number };
}

/** A longer list would prove no more; a schema that requires one gets no value. */
export const MOST_ITEMS = 100_000;
/** So does an object of more members. */
export const MOST_MEMBERS = 10_000;

const DEEPEST_OPTIONAL = 5;
const MOST_OPTIONAL = 200;
const MOST_PARTS = 5000;
const MOST_STEPS = 50_000;
const DRAWN = 400;

/**
 * The recipes worth trying: the first alternative everywhere, then the second, fuller values first; finally random ones,
 * each choice independent. They are the same in each run.
 */
export function* recipes(): Generator<Recipe> {
  for (const alternative of [0, 1, 2, 3, 4, 5]) {
    for (const most of [MOST_OPTIONAL, 0]) {
      let optional = most;
      yield {
        choose: (count) => alternative % count,
        afford: (depth) => depth < DEEPEST_OPTIONAL && optional-- > 0,
        salt: 0,
        parts: { left: MOST_PARTS },
        steps: { left: MOST_STEPS },
      };
    }
  }
  const draw = lots(1);
  for (let number = 0; number < DRAWN; number++) {
    // Some fuller, some leaner.
    const share = (number % 5) / 5;
    yield {
      choose: (count) => Math.floor(draw() * count),
      afford: (depth) => depth < DEEPEST_OPTIONAL && draw() < share,
      salt: 0,
      parts: { left: MOST_PARTS },
      steps: { left: MOST_STEPS },
    };
  }
}

/** Numbers from 0 to 1 that look random, and are the same in each run (mulberry32). */
function lots(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
