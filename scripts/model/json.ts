/** A JSON value, as a description or a payload holds it. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** `typeof null` is "object", so a walker without this check crashes on `example: null`. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isString(value: unknown): value is string {
  return typeof value === "string";
}

/** A value as text; `String` fails at an object from outside that has a `toString` of its own. */
export function textOf(value: Json | undefined): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** An own member of an object; of anything else, none. */
export function own(value: unknown, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The strings of a list; of anything else, none. */
export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(isString) : [];
}

/** The members of an object; of anything else, none. */
export function members(value: unknown): [string, Json][] {
  return isObject(value) ? Object.entries(value) : [];
}

/** A copy of a tree: `structuredClone`, which would also know what stands in two places, takes several times as long. */
export function clone<T extends Json>(value: T): T;
export function clone(value: Json): Json {
  if (Array.isArray(value)) return value.map((item) => clone(item));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clone(inner)]));
}

/** One step of a JSON Pointer (RFC 6901, section 3). */
export function escapeStep(step: string): string {
  return /[~/]/.test(step) ? step.replaceAll("~", "~0").replaceAll("/", "~1") : step;
}

/** The steps of a local reference such as `#/components/schemas/A~1B`; undefined for any other. */
export function stepsOf(ref: string): string[] | undefined {
  if (ref === "#") return [];
  if (!ref.startsWith("#/")) return undefined;
  return ref
    .slice(2)
    .split("/")
    .map((step) => (/[%~]/.test(step) ? unescapeStep(step) : step));
}

function unescapeStep(step: string): string {
  return decodeStep(step).replaceAll("~1", "/").replaceAll("~0", "~");
}

/** A fragment is percent-encoded (RFC 6901, section 6), but a stray `%` in a name is not an escape. */
function decodeStep(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

/** What a local reference points at, or undefined. Only own members count: `__proto__` is a name like others. */
export function lookUp(root: Json, ref: string): Json | undefined {
  let node: Json | undefined = root;
  for (const step of stepsOf(ref) ?? [""]) {
    if (Array.isArray(node)) node = node[Number(step)];
    else if (isObject(node) && Object.hasOwn(node, step)) node = node[step];
    else return undefined;
  }
  return node;
}
