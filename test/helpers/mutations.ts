type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Mutation {
  readonly what: string;
  readonly value: Json;
}

/** One value of each JSON type; the object and the array are empty, so that only their type can be wrong. */
const OF_EACH_TYPE: readonly Json[] = [true, 1, "text", [], {}];

/**
 * A value with one thing changed, in every place: a member left out, a value of another JSON type, null. Blind to
 * any schema: whether the change is allowed is for the judges to say.
 */
export function mutationsOf(value: Json): Mutation[] {
  return placesOf(value, []).flatMap((path) => {
    const at = `/${path.join("/")}`;
    const old = get(value, path);
    const others = OF_EACH_TYPE.filter((other) => typeName(other) !== typeName(old));
    const replaced = [...others, null]
      .filter((other) => typeName(other) !== typeName(old))
      .map((other) => ({
        what: `${at} becomes ${JSON.stringify(other)}`,
        value: put(value, path, other),
      }));
    const inObject = path.length > 0 && typeof path.at(-1) === "string";
    return inObject
      ? [...replaced, { what: `${at} is left out`, value: put(value, path) }]
      : replaced;
  });
}

type Path = readonly (string | number)[];

function placesOf(value: Json, path: Path): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Array.isArray(value)
    ? value.flatMap((item, index) => placesOf(item, [...path, index]))
    : Object.entries(value).flatMap(([key, item]) => placesOf(item, [...path, key]));
  return [path, ...inner];
}

function get(value: Json, path: Path): Json | undefined {
  return path.reduce<Json | undefined>(
    (at, step) => (at as Record<string | number, Json> | undefined)?.[step],
    value,
  );
}

/** A copy with another value in one place, or without that place. */
function put(value: Json, path: Path, replacement?: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return replacement ?? null;
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === step ? put(item, rest, replacement) : item));
  }
  const entries = Object.entries(value as Record<string, Json>);
  return Object.fromEntries(
    entries.flatMap(([key, item]) => {
      if (key !== step) return [[key, item]];
      if (rest.length === 0 && replacement === undefined) return [];
      return [[key, put(item, rest, replacement)]];
    }),
  );
}

function typeName(value: Json | undefined): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
