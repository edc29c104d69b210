import { Tokenizer, TokenParser, TokenType } from "@streamparser/json";
import { quoteName } from "./header.js";

/** What one element may hold, in characters. */
const MAX_RECORD = 1024 * 1024;
/** Names of members, over all elements. */
export const MAX_KEYS = 4096;
const MAX_DEPTH = 100;

/** What an element holds: texts by the path of their names, those in arrays joined. */
type Leaves = Map<string, string>;

/** The place of values that stand side by side at the top. */
export const TOP = "top";
/** What the elements are called where the whole file is one array. */
export const BARE = "the array";

/** It may be JSON, but not of a form that a list has. */
export class TooMuch extends Error {}

/** JSON parsers differ in which of two members with the same name counts. */
export class GivenTwice extends Error {}

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
export class Walker {
  /** The names of arrays, empty or not, and of texts with an `@`, which stand in objects only. */
  readonly named = new Set<string>();
  readonly #tokenizer = new Tokenizer({ separator: "" });
  // Checks the grammar; the values that it builds are not used.
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
