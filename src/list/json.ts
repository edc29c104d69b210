import { Tokenizer, TokenParser, TokenType } from "@streamparser/json";
import { statusInFileName } from "./consent-names.js";
import { quoteName } from "./header.js";
import { ListError } from "./list-error.js";
import type { Row } from "./list-reading.js";

/** What one element may hold, in characters. */
const MAX_RECORD = 1024 * 1024;
/** Names of members, over all elements. */
const MAX_KEYS = 4096;
const MAX_DEPTH = 100;

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

/** What an element holds: texts by the path of their names, those in arrays joined. */
type Leaves = Map<string, string>;

const TOP = "top";
const BARE = "the array";

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
  // What an interface gives beside its answer, such as links to the next page, holds no address.
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

/** Values that stand by columns, or apart from the names of their columns, would lose what is said beside an address. */
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

/** It may be JSON, but none that a list is written in. */
class TooMuch extends Error {}

/** Readers of JSON differ in which of two members of one name counts. */
class GivenTwice extends Error {}

/** A container that is open. */
interface Frame {
  readonly isArray: boolean;
  /** The names on the way here. */
  readonly path: string;
  /** Of an object: the member whose value comes next. Of an array within an element: the place of the next one. */
  key: string | number | undefined;
}

/** An element that is being read: its texts, or nothing once they are too many. */
interface Open {
  readonly name: string;
  readonly depth: number;
  leaves: Leaves | undefined;
  length: number;
}

/** Follows the tokens of a JSON text, and tells each element with the place it stands in. */
class Walker {
  /** The names of arrays, empty or not, and of texts with an `@`, which stand in objects only. */
  readonly named = new Set<string>();
  readonly #tokenizer = new Tokenizer({ separator: "" });
  // Sees to the grammar; its own values are never asked for.
  readonly #grammar = new TokenParser({ paths: ["$.\0"], keepStack: false, separator: "" });
  readonly #tell: (name: string, leaves: Leaves | undefined) => void;
  readonly #frames: Frame[] = [];
  readonly #open: Open[] = [];
  #isKey = false;
  #quiet = 0;
  /** What was written last, the byte that it begins with, and the lines before it. */
  #chunk: Buffer = Buffer.alloc(0);
  #start = 0;
  #lines = 0;
  /** The byte that the last token begins with. */
  #at = 0;

  constructor(tell: (name: string, leaves: Leaves | undefined) => void) {
    this.#tell = tell;
    this.#grammar.onValue = () => undefined;
    this.#tokenizer.onToken = (info) => {
      this.#quiet = 0;
      this.#at = info.offset;
      this.#grammar.write(info);
      this.#take(info.token, info.value);
    };
  }

  write(chunk: Buffer): void {
    this.#lines += linesIn(this.#chunk, this.#chunk.length);
    this.#start += this.#chunk.length;
    this.#chunk = chunk;
    this.#quiet += chunk.length;
    this.#tokenizer.write(chunk);
    if (this.#quiet > MAX_RECORD) throw new TooMuch("a text in it holds more than 1 MiB");
  }

  /** Where an error was thrown: by its line, or its byte where there is no other line before. */
  placeOf(error: unknown): string {
    const told = /absolute position "(\d+)/.exec(String(error))?.[1];
    const byte = told === undefined ? this.#at : Number(told);
    // A token that began in an earlier piece has no line end in it.
    const line = this.#lines + linesIn(this.#chunk, byte - this.#start) + 1;
    return line > 1 ? `in line ${line}` : `at byte ${byte + 1}`;
  }

  end(): void {
    this.#tokenizer.end();
    if (this.#frames.length > 0) throw new Error("It ends too early");
  }

  #take(token: TokenType, value: unknown): void {
    const frame = this.#frames.at(-1);
    switch (token) {
      case TokenType.COLON:
      case TokenType.SEPARATOR:
        return;
      case TokenType.COMMA:
        this.#isKey = frame?.isArray === false;
        return;
      case TokenType.LEFT_BRACE:
      case TokenType.LEFT_BRACKET:
        this.#begin();
        this.#enter(token === TokenType.LEFT_BRACKET);
        return;
      case TokenType.RIGHT_BRACE:
      case TokenType.RIGHT_BRACKET:
        this.#frames.pop();
        this.#isKey = false;
        this.#finish();
        return;
      default:
        if (this.#isKey && frame !== undefined) {
          frame.key = String(value);
          this.#isKey = false;
          return;
        }
        this.#begin();
        if (typeof value === "string" && value.includes("@")) this.#name();
        this.#add(value === null ? "" : String(value));
        this.#finish();
    }
  }

  #enter(isArray: boolean): void {
    if (this.#frames.length === MAX_DEPTH)
      throw new TooMuch("it is nested in more than 100 levels");
    if (isArray) this.#name();
    this.#frames.push({ isArray, path: this.#path(), key: undefined });
    this.#isKey = !isArray;
  }

  /** The value that comes next has a name of its own, if it is within no array. */
  #name(): void {
    if (this.named.size === MAX_KEYS || this.#frames.some(({ isArray }) => isArray)) return;
    this.named.add(this.#path());
  }

  /** A value begins: an element, where it stands at the top, or in an array that stands in objects only. */
  #begin(): void {
    const frame = this.#frames.at(-1);
    const depth = this.#frames.length;
    if (frame === undefined) this.#open.push({ name: TOP, depth, leaves: new Map(), length: 0 });
    else if (frame.isArray && !this.#frames.slice(0, -1).some(({ isArray }) => isArray)) {
      const name = frame.path === "" ? BARE : frame.path;
      this.#open.push({ name, depth, leaves: new Map(), length: 0 });
    }
  }

  #finish(): void {
    const open = this.#open.at(-1);
    if (open?.depth !== this.#frames.length) return;
    this.#open.pop();
    this.#tell(open.name, open.leaves);
  }

  #add(text: string): void {
    for (const open of this.#open) {
      if (open.leaves === undefined) continue;
      open.length += text.length;
      if (open.length > MAX_RECORD) {
        open.leaves = undefined;
        continue;
      }
      const key = this.#keyIn(open);
      const before = open.leaves.get(key);
      if (before !== undefined && !this.#isInArray(open)) {
        if (before === text) continue;
        throw new GivenTwice(`a member, ${quoteName(key)}, is given twice with different values`);
      }
      open.leaves.set(
        key,
        before === undefined || before === "" ? text : text === "" ? before : `${before}; ${text}`,
      );
    }
  }

  #isInArray({ depth }: Open): boolean {
    return this.#frames.slice(depth).some(({ isArray }) => isArray);
  }

  /** The names from an element to the value that comes next. Of an element that is an array, its place. */
  #keyIn({ depth }: Open): string {
    const inner = this.#frames.slice(depth);
    const [first] = inner;
    if (first?.isArray === true) {
      if (inner.length === 1) {
        first.key = typeof first.key === "number" ? first.key + 1 : 0;
      }
      return String(first.key ?? 0);
    }
    return inner.flatMap(({ isArray, key }) => (isArray ? [] : [String(key)])).join(".");
  }

  #path(): string {
    return this.#frames.flatMap(({ isArray, key }) => (isArray ? [] : [String(key)])).join(".");
  }
}

function linesIn(bytes: Buffer, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at !== -1 && at < end; at = bytes.indexOf(10, at + 1))
    count += 1;
  return count;
}
