import { Stopped, whereabouts } from "./bounds/whereabouts.ts";
import { build } from "./build.ts";
import type { EmitTypes } from "./emit/types-thread.ts";
import { without } from "./model/select.ts";
import type { Moves } from "./normalise/hoist.ts";
import { beforeMoves } from "./normalise/normalise.ts";
import type { Files } from "./output/files.ts";
import { DescriptionProblem, InputProblem, reasonOf, type Detail, type Note } from "./problem.ts";
import type { Bundled } from "./read/read.ts";
import type { Steps } from "./read/steps.ts";

export interface Fault extends Detail {
  /** The operations that need the faulty part. */
  readonly lost: readonly string[];
}

export interface Built {
  readonly files: Files;
  /**
   * The parts that were left out because no correct code can be generated for them, in the order in which they were found.
   */
  readonly faults: readonly Fault[];
  /** Parts that are interpreted differently from what their author may have meant. */
  readonly notes: readonly Detail[];
}

/** How many errors one run reports; with more, the description as a whole is wrong. */
const MOST_FAULTS = 100;

/** In milliseconds. After that no further fault is looked for, since each takes the steps anew. */
const LONGEST_SEARCH = 120_000;

/**
 * Builds what can be built: what is faulty is left out with all that needs it, until the rest is in order.
 *
 * @param beside for `build`
 */
export async function buildRest(
  bundled: Bundled,
  progress: Steps,
  types: EmitTypes,
  beside: () => Promise<unknown>,
): Promise<Built> {
  const faults: Fault[] = [];
  const start = performance.now();
  let { bundle } = bundled;
  for (;;) {
    const moves: Moves = new Map();
    const notes: Detail[] = [];
    const place = (pointer: string) => bundled.origins.find(beforeMoves(pointer, moves));
    const note: Note = (message, pointer) => {
      const before = beforeMoves(pointer, moves);
      notes.push({
        message,
        // Computed only when shown, since finding the lines of a large description takes much memory.
        get place() {
          return bundled.origins.find(before);
        },
      });
    };
    try {
      const files = await build(bundle, moves, note, progress, types, beside);
      const others = [...bundled.renamed, ...untold(bundled.dangling, faults)];
      return { files, faults, notes: [...notes, ...others] };
    } catch (error) {
      if (error instanceof Stopped) throw new InputProblem(error.message, place(error.pointer));
      if (error instanceof RangeError)
        throw new InputProblem(reasonOf(error), place(whereabouts()));
      if (!(error instanceof DescriptionProblem)) throw error;
      const pointer = beforeMoves(error.pointer, moves);
      const goesOn = faults.length < MOST_FAULTS && performance.now() - start < LONGEST_SEARCH;
      const cut = goesOn ? without(bundle, pointer) : undefined;
      const reason = [...bundled.dangling.values()].find(({ message }) =>
        message.startsWith(`${error.message}: `),
      );
      const detail = reason ?? { message: error.message, place: place(error.pointer) };
      if (cut === undefined) throw new InputProblem([...faults, detail]);
      faults.push({ ...detail, lost: cut.lost });
      bundle = cut.document;
    }
  }
}

/** References that lead nowhere, and that nothing needed. */
function untold(dangling: ReadonlyMap<string, Detail>, faults: readonly Fault[]): Detail[] {
  const told = (ref: string) => faults.some(({ message }) => message.includes(JSON.stringify(ref)));
  return [...dangling].filter(([ref]) => !told(ref)).map(([, detail]) => detail);
}
