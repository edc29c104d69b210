/** What a member of an object from outside must be. */
export interface Field {
  readonly fits: (value: unknown) => boolean;
  readonly expected: string;
  readonly optional?: true;
}

/** A field for each member of T, so that the compiler finds one that is missing. */
export type FieldsOf<T> = { readonly [K in keyof T]-?: Field };

export const isText = (value: unknown): value is string =>
  typeof value === "string" && value !== "";
export const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
const isList = (value: unknown, fits: (entry: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every((entry) => fits(entry));

export const optional = (field: Field): Field => ({ ...field, optional: true });
export const oneOf = (...words: string[]): Field => ({
  fits: (value) => isText(value) && words.includes(value),
  expected: `must be ${words.map((word) => `"${word}"`).join(" or ")}`,
});
export const count = (least: number, most = Number.MAX_SAFE_INTEGER): Field => ({
  fits: (value) => isCount(value) && value >= least && value <= most,
  expected:
    most === Number.MAX_SAFE_INTEGER
      ? `must be a whole number, ${least} or more`
      : `must be a whole number from ${least} to ${most}`,
});
export const texts = (what: string): Field => ({
  fits: (value) => isList(value, (entry) => typeof entry === "string"),
  expected: `must be a list of ${what}`,
});
export const counts = (what: string): Field => ({
  fits: (value) => isList(value, isCount),
  expected: `must be a list of ${what}`,
});
export const text: Field = { fits: isText, expected: "must be a text" };
export const boolean: Field = {
  fits: (value) => typeof value === "boolean",
  expected: "must be a boolean",
};
export const milliseconds: Field = {
  fits: (value) => isCount(value) && value < 2 ** 31, // beyond it a timer of Node fires at once
  expected: "must be whole milliseconds, 0 or more, less than 2147483648",
};

export const list: Field = { fits: Array.isArray, expected: "must be a list" };
export const callback: Field = {
  fits: (value) => typeof value === "function",
  expected: "must be a function",
};
export const timeZone: Field = {
  fits: isTimeZone,
  expected: "must be the IANA name of a time zone",
};
export const rate: Field = {
  fits: isRate,
  expected: "must have calls, a whole number of 1 or more, and seconds, above 0 and at most 86400",
};

function isTimeZone(value: unknown): boolean {
  try {
    return typeof value === "string" && Boolean(new Intl.DateTimeFormat("en", { timeZone: value }));
  } catch {
    return false;
  }
}

function isRate(value: unknown): boolean {
  if (!isObject(value) || !("calls" in value) || !("seconds" in value)) return false;
  const { calls, seconds } = value;
  const fits = typeof seconds === "number" && seconds > 0 && seconds <= 86_400;
  return isCount(calls) && calls > 0 && fits;
}

/**
 * Holds an object against a table of its fields.
 *
 * @param prefix what stands before a field's name in an error, such as `faults[0].`
 * @param unknown says what is wrong with a member that the table lacks
 * @throws {TypeError} naming the first field that is not right; it never repeats a value, since one
 * may be somebody's address or a token
 */
export function checkFields(
  given: object,
  fields: Readonly<Record<string, Field>>,
  prefix: string,
  unknown: (name: string) => string,
): void {
  const values = new Map<string, unknown>(Object.entries(given));
  for (const name of values.keys()) {
    if (!Object.hasOwn(fields, name)) throw new TypeError(unknown(name));
  }
  for (const [name, field] of Object.entries(fields)) {
    const value = values.get(name);
    if (value === undefined ? !field.optional : !field.fits(value)) {
      throw new TypeError(`${prefix}${name} ${field.expected}`);
    }
  }
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
