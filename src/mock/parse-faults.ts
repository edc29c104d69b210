import { operationIds } from "./description.js";
import type { ErrorWords, Fault, FaultTiming } from "./faults.js";

interface Field {
  readonly fits: (value: unknown) => boolean;
  readonly expected: string;
  readonly optional?: true;
}

type FieldsOf<F extends Fault> = {
  readonly [K in Exclude<keyof F, "kind" | Exclude<keyof FaultTiming, RequiredKeys<F>>>]-?: Field;
};
type RequiredKeys<F> = { [K in keyof F]-?: object extends Pick<F, K> ? never : K }[keyof F];

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

const oneOf = (...words: string[]): Field => ({
  fits: (value) => isText(value) && words.includes(value),
  expected: `must be ${words.map((word) => `"${word}"`).join(" or ")}`,
});
const optional = (field: Field): Field => ({ ...field, optional: true });

const address: Field = { fits: isText, expected: "must be an address" };
const retryAfter: Field = {
  // A text goes into the header as it stands, so that dates and junk can be tried too.
  fits: (value) => isCount(value) || (isText(value) && /^[\x20-\x7e]+$/.test(value)),
  expected: "must be whole seconds, 0 or more, or a text of printable ASCII",
};
const moment = optional(oneOf("before", "after"));

const timing: { readonly [K in keyof FaultTiming]-?: Field } = {
  skip: optional({ fits: isCount, expected: "must be a whole number, 0 or more" }),
  times: optional({
    fits: (value) => value === "always" || (isCount(value) && value > 0),
    expected: 'must be a whole number, 1 or more, or "always"',
  }),
  address: optional(address),
  operation: optional(oneOf(...operationIds)),
};

const text: Field = { fits: isText, expected: "must be a text" };
const words: { readonly [K in keyof ErrorWords]-?: Field } = {
  message: optional(text),
  category: optional(text),
};

const kinds: { readonly [K in Fault["kind"]]: FieldsOf<Extract<Fault, { kind: K }>> } = {
  "rate-limit": {
    policy: oneOf("TEN_SECONDLY_ROLLING", "SECONDLY", "DAILY"),
    retryAfter: optional(retryAfter),
  },
  migration: { retryAfter },
  status: {
    status: {
      fits: (value) => isCount(value) && value >= 200 && value <= 599,
      expected: "must be a status from 200 to 599",
    },
    body: oneOf("json", "html", "empty"),
    when: moment,
    retryAfter: optional(retryAfter),
    ...words,
  },
  reset: { when: oneOf("before", "after", "body") },
  stall: { when: oneOf("before", "before-headers", "body") },
  truncate: {},
  "bad-address": {
    address,
    answer: oneOf("207", "200", "400"),
    named: optional({ fits: (value) => typeof value === "boolean", expected: "must be a boolean" }),
    ...words,
  },
  latency: {
    ms: {
      // Beyond this a timer of Node fires at once.
      fits: (value) => isCount(value) && value < 2 ** 31,
      expected: "must be whole milliseconds, 0 or more, less than 2147483648",
    },
  },
  envelope: { status: text },
  "html-200": { when: moment },
  "empty-200": { when: moment },
};

/**
 * Reads faults as they stand in a `--faults` file or as a caller hands them over.
 *
 * @param value a list of faults
 * @param name what the list is called in an error
 * @throws {TypeError} naming the index and the field of the first fault that is not right; it never
 * repeats a value, since one may be somebody's address
 */
export function parseFaults(value: unknown, name = "faults"): readonly Fault[] {
  if (!Array.isArray(value)) throw new TypeError(`${name} must be a list of faults`);
  return value.map((entry: unknown, index) => parseFault(entry, `${name}[${index}]`));
}

function parseFault(entry: unknown, place: string): Fault {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
    throw new TypeError(`${place} must be an object with a kind`);
  }
  const given = new Map<string, unknown>(Object.entries(entry));
  const kind = given.get("kind");
  if (!isText(kind) || !Object.hasOwn(kinds, kind)) {
    throw new TypeError(`${place}.kind must be one of ${Object.keys(kinds).join(", ")}`);
  }
  // The line above has shown that it is one of the kinds.
  const own: Readonly<Record<string, Field>> = kinds[kind as Fault["kind"]];
  const fields = new Map(Object.entries<Field>({ ...timing, ...own }));
  for (const key of given.keys()) {
    if (key !== "kind" && !fields.has(key)) {
      const known = [...fields.keys()].join(", ");
      throw new TypeError(`${place}.${key} is no field of the kind ${kind} (it has ${known})`);
    }
  }
  for (const [key, field] of fields) {
    const held = given.get(key);
    if (held === undefined ? !field.optional : !field.fits(held)) {
      throw new TypeError(`${place}.${key} ${field.expected}`);
    }
  }
  // Every field of the kind has been checked above against the table that the union's type shapes.
  return Object.freeze(Object.fromEntries(given)) as unknown as Fault;
}
