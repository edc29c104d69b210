import { statusInFileName } from "./consent-names.js";
import { quoteName } from "./header.js";
import { BARE, GivenTwice, MAX_KEYS, TOP, TooMuch, Walker } from "./json-walker.js";
import { ListError } from "./list-error.js";
import type { Row } from "./list-reading.js";

/** The elements of a JSON file, one after the other. */
export interface JsonTable {
  /** Values stand one after the other, as in JSON Lines. */
  readonly isLines: boolean;
  /** The names on the way to the array, where it stands in objects: `data.contacts`. */
  readonly place?: string;
  /** The names of the members of all elements; none where the elements are no objects. */
  readonly keys: readonly string[];
  /** @throws {ListError} if it is no JSON, or an element is too large */
  rows(): AsyncGenerator<readonly Row[]>;
}

/** Elements found in one place: in an array, or side by side at the top. */
interface Place {
  count: number;
  /** Whether any is an object, or a text with an `@`. */
  isList: boolean;
  hasAddress: boolean;
  readonly keys: Map<string, number>;
}

/** Whether a text may be JSON: it begins so, and nothing in its first part is against it. */
export function looksLikeJson(head: Buffer): boolean {
  if (!/^\s*[[{]/.test(head.toString("latin1", 0, 4096))) return false;
  try {
    new Walker(() => undefined).write(head);
    return true;
  } catch (error) {
    return error instanceof GivenTwice;
  }
}

/**
 * Opens a JSON file: an array of texts, of objects or of arrays; an object with one such array in it; or JSON Lines.
 *
 * @throws {ListError} if it is no JSON, there are several such arrays, or it is written by columns
 */
export async function openJson(
  list: string,
  utf8: () => AsyncIterable<Buffer>,
): Promise<JsonTable> {
  const places = new Map<string, Place>();
  const walker = new Walker((name, leaves) => {
    let place = places.get(name);
    if (place === undefined)
      places.set(name, (place = { count: 0, isList: false, hasAddress: false, keys: new Map() }));
    place.count += 1;
    if (leaves === undefined) return;
    const isBare = leaves.has("");
    place.hasAddress ||= [...leaves.values()].some((text) => text.includes("@"));
    place.isList ||= !isBare || place.hasAddress;
    for (const key of leaves.keys()) {
      if (place.keys.has(key)) continue;
      if (place.keys.size === MAX_KEYS)
        throw new ListError(list, "its elements have more than 4,096 different members");
      place.keys.set(key, place.keys.size);
    }
  });
  for await (const chunk of utf8()) feed(list, walker, chunk);
  feed(list, walker, undefined);
  const name = choose(list, places, walker.named);
  const keys = [...(places.get(name)?.keys.keys() ?? [])];
  const isNamed = keys.some((key) => !/^\d*$/.test(key));
  return {
    isLines: name === TOP && (places.get(TOP)?.count ?? 0) > 1,
    ...(name !== TOP && name !== BARE && { place: name }),
    keys: isNamed ? keys : [],
    rows: () => rowsOf(list, utf8, name, isNamed ? keys : undefined),
  };
}

function choose(
  list: string,
  places: ReadonlyMap<string, Place>,
  named: ReadonlySet<string>,
): string {
  const top = places.get(TOP);
  if ((top?.count ?? 0) > 1) return TOP;
  const lists = [...places].filter(([name, { isList }]) => name !== TOP && isList);
  // Ignore what an API returns beside its data, such as links to the next page: it contains no address.
  const withAddress = lists.filter(([, { hasAddress }]) => hasAddress);
  const arrays = withAddress.length > 0 ? withAddress : lists;
  const [first] = arrays;
  if (first === undefined) return TOP;
  const others = new Set(arrays.slice(1).map(([name]) => name));
  // An empty array, or one element without an array, is a list too where its name says who is in it.
  for (const name of named) {
    const holdsFirst = `${first[0]}.`.startsWith(`${name}.`);
    if (!holdsFirst && statusInFileName(name) !== undefined) others.add(name);
  }
  if (others.size === 0) {
    refuseColumns(list, first, places);
    return first[0];
  }
  const names = [first[0], ...others]
    .map((name) => {
      const count = places.get(name)?.count;
      return count === undefined ? quoteName(name) : `${name} (${count})`;
    })
    .join(", ");
  throw new ListError(list, `there are several lists in it: ${names}; keep one of them`);
}

/** In JSON written by columns, or with names apart from the values, the cells beside an address would be lost. */
function refuseColumns(
  list: string,
  [name, { count, keys }]: readonly [string, Place],
  places: ReadonlyMap<string, Place>,
): void {
  const isBare = keys.has("");
  if (!isBare && [...keys.keys()].some((key) => !/^\d+$/.test(key))) return;
  const parent = name.slice(0, name.lastIndexOf(".") + 1);
  const beside = [...places].find(
    ([other, { count: length, keys: own }]) =>
      other !== name &&
      other !== TOP &&
      other.slice(0, other.lastIndexOf(".") + 1) === parent &&
      own.has("") &&
      length === (isBare ? count : keys.size),
  );
  if (beside === undefined) return;
  throw new ListError(
    list,
    `it is written by columns (${quoteName(beside[0])} beside ${quoteName(name)}); write an object for each contact, with its ` +
      'names (pandas: orient="records"), and run again',
  );
}

async function* rowsOf(
  list: string,
  utf8: () => AsyncIterable<Buffer>,
  name: string,
  keys: readonly string[] | undefined,
): AsyncGenerator<readonly Row[]> {
  let rows: Row[] = [];
  const walker = new Walker((where, leaves) => {
    if (where !== name) return;
    if (leaves === undefined) throw new TooMuch("an element of it holds more than 1 MiB");
    if (keys !== undefined) rows.push(keys.map((key) => leaves.get(key) ?? ""));
    else rows.push([...leaves.values()]);
  });
  for await (const chunk of utf8()) {
    feed(list, walker, chunk);
    if (rows.length === 0) continue;
    yield rows;
    rows = [];
  }
  feed(list, walker, undefined);
  if (rows.length > 0) yield rows;
}

function feed(list: string, walker: Walker, chunk: Buffer | undefined): void {
  try {
    if (chunk === undefined) walker.end();
    else walker.write(chunk);
  } catch (cause) {
    if (cause instanceof ListError) throw cause;
    // The message of the parser quotes the text.
    const what =
      cause instanceof TooMuch
        ? `${cause.message}, more than is read`
        : cause instanceof GivenTwice
          ? cause.message
          : "it is not JSON throughout: something is wrong";
    throw new ListError(list, `${what} ${walker.placeOf(cause)}; mend it and run again`, { cause });
  }
}
