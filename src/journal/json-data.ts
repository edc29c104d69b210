/**
 * `Data` as a journal gives it back: texts, finite numbers, booleans, `null`, and arrays and plain objects of these. A date, a
 * map, a bigint or a function becomes the type `"JSON does not keep this"`, so that the compiler refuses it and says why.
 */
export type JsonData<Data> = unknown extends Data
  ? unknown
  : Data extends string | number | boolean | null | undefined
    ? Data
    : Data extends NotJsonType
      ? "JSON does not keep this"
      : { [Name in keyof Data]: JsonData<Data[Name]> };

type NotJsonType =
  | ((...given: never) => unknown)
  | bigint
  | symbol
  // A date, a URL or a buffer; a map or a set.
  | { readonly toJSON: unknown }
  | { readonly size: number; readonly forEach: unknown };

/**
 * Holds the data of an entry to what JSON keeps: else a date would come back as a text, and a map as an empty object, and only
 * in the run that goes on after a crash.
 *
 * @throws {TypeError} that says where the data is none, and quotes nothing of it
 */
export function checkJsonData(data: unknown): void {
  try {
    JSON.stringify(data, function (this: unknown, name: string, value: unknown) {
      // As it was before `toJSON`, which makes a text of a date.
      const given = (this as Readonly<Record<string, unknown>>)[name];
      const kind = notJson(given, Array.isArray(this));
      if (kind !== undefined) throw new NotJson(kind, name);
      return value;
    });
  } catch (cause) {
    throw new TypeError(
      `the data of an entry cannot be kept as JSON${cause instanceof NotJson ? `: ${cause.message}` : ""}; ` +
        'give a text or a plain object in its place, or open the journal with { data: "leave" } to leave data out',
      cause instanceof NotJson ? undefined : { cause },
    );
  }
}

class NotJson extends Error {
  constructor(kind: string, name: string) {
    // A name that looks like one, and not like an address; the data itself has none.
    super(
      name === "" ? `it is ${kind}` : `${/^\w{1,40}$/.test(name) ? name : "a member"} is ${kind}`,
    );
  }
}

/** What a value is, where it would not come back as it is. */
function notJson(value: unknown, inArray: boolean): string | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
      return undefined;
    case "number":
      return Number.isFinite(value) ? undefined : String(value);
    case "undefined":
      return inArray ? "undefined" : undefined;
    case "object":
      return value === null || Array.isArray(value) || isPlain(value) ? undefined : nameOf(value);
    default:
      return `a ${typeof value}`;
  }
}

/** An object of any realm whose members are all that there is to it. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  const isBare = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isBare && typeof (value as { toJSON?: unknown }).toJSON !== "function";
}

function nameOf(value: object): string {
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  return tag === "Object" ? "an object of a class" : `a ${tag}`;
}
