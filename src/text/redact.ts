import { cutAtWord } from "./cut.js";
import { addressFinder, type Span } from "./find-addresses.js";
import { tokenFinder, type TokenFinder } from "./find-tokens.js";
import { joinWords } from "./plain-text.js";
import { unescapeText } from "./unescape.js";

declare const SHOWN: unique symbol;
declare const FOREIGN: unique symbol;

/** A text that is safe to show. Only this folder makes one from text that came from outside. */
export type Shown = string & { readonly [SHOWN]: true };

/**
 * The unredacted text of a server. For the compiler it is not a string, so that it cannot be shown, thrown or stored by
 * mistake; decisions read it with `rawText`.
 */
export type Foreign = { readonly [FOREIGN]: true };

/** Removes what must not be shown from texts that come from outside. */
export interface Redact {
  /**
   * Makes a text fit to be shown: without addresses and tokens, its escapes resolved, on one line, at
   * most `max` characters (300 unless told).
   */
  (text: Foreign | string, max?: number): Shown;
  /** Takes the tokens out of the caller's own data, all else left as it came; `text` is what it was read from. */
  readonly data: <Data>(value: Data, text: string) => Data;
}

/** Only this much of a text is examined, so that a hostile body costs little. */
const MAX_INPUT = 4_096;
/** Names and identifiers are short; cut anything longer. */
const MAX_NAME = 100;
/** HubSpot's data is never nested deeper. */
const MAX_DEPTH = 50;

// Control characters could forge lines of a log or drive a terminal.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
// What is not seen keeps apart what reads as one word. NUL among it: UTF-16 that is read as UTF-8. And
// quoted-printable goes on in the next line behind an equals sign.
const INVISIBLE = /[\0\p{Default_Ignorable_Code_Point}]+|=\r?\n/gu;
/** Letters and signs in the forms that are made for other widths. */
const OTHER_WIDTHS = /[\ufe50-\ufe6f\uff00-\uffef]+/g;
const QUOTED_LOCAL_PART = /"[^"]*"(?=@)/g;
/** What looks like an address, however it is spelled in `plain`. */
const ORDINARY = /^[\w.+-]+@[\w.-]+$/;
/** What no delimiter parts; an address is such a word, or part of it. */
const WORD = /[^\s"<>()[\]{},:`]+/g;

/** Kept for the next call, which most often has the same token: to make it takes longer than to look through an answer. */
let latest: { readonly of: string; readonly finder: TokenFinder } | undefined;

/**
 * Makes the function through which every text of the server passes before it is shown.
 *
 * @param addresses The addresses of the call.
 * @param tokens The tokens of the call; may grow while the call runs.
 */
export function createRedact(addresses: readonly string[], tokens: ReadonlySet<string>): Redact {
  // Each is made when it is first needed: most texts are identifiers, where only an entry of the
  // list that does not look like an address can hide.
  let findAll: ((text: string) => Span[]) | undefined;
  let findOdd: ((text: string) => Span[]) | undefined;
  const ofTokens = (): TokenFinder => {
    const of = [...tokens].join(" ");
    if (latest?.of !== of) latest = { of, finder: tokenFinder([...tokens].map(plain)) };
    return latest.finder;
  };
  const withoutTokens = (text: string): string => blot(text, ofTokens().find(text), "[token]");
  const redact = (text: Foreign | string, max = 300): Shown => {
    // Most often there is no such header.
    if (String(text) === "") return clip("", max);
    let shown = withoutTokens(plain(cutAtWord(String(text), MAX_INPUT)).replace(CONTROLS, " "));
    const find = /[.@]/.test(shown)
      ? (findAll ??= addressFinder(addresses.map(plain)))
      : (findOdd ??= addressFinder(addresses.filter((entry) => !ORDINARY.test(entry)).map(plain)));
    shown = blot(shown, find(shown), "[address]");
    if (shown.includes("@")) {
      shown = shown
        .replace(QUOTED_LOCAL_PART, "")
        .replace(WORD, (word) => (word.length > 1 && word.includes("@") ? "[address]" : word));
    }
    return clip(shown, max);
  };
  const walk = (value: unknown, depth = 0): unknown => {
    if (typeof value === "string") {
      const text = plain(value);
      const without = withoutTokens(text);
      return without === text ? value : without;
    }
    if (typeof value !== "object" || value === null) return value;
    if (depth === MAX_DEPTH) return "…";
    if (Array.isArray(value)) return value.map((each) => walk(each, depth + 1));
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [walk(name), walk(each, depth + 1)]),
    );
  };
  // The result has the same shape as the input.
  const data = <Data>(value: Data, text: string): Data =>
    ofTokens().suspects(text) ? (walk(value) as Data) : value;
  return Object.assign(redact, { data });
}

/** A name that HubSpot gives a thing, such as a class of error; nothing for a text that is none. */
export function showName(text: Foreign | undefined, redact: Redact): Shown | undefined {
  const shown = text === undefined ? undefined : redact(text, MAX_NAME);
  return shown !== undefined && /^[A-Z][A-Z0-9_]*$/.test(shown) ? shown : undefined;
}

/** An identifier; nothing for a text that is none, unless it shows what was taken out of it. */
export function showId(
  text: Foreign | string | null | undefined,
  redact: Redact,
): Shown | undefined {
  const shown = redact(text ?? "", MAX_NAME);
  return /^[\w.:-]+$/.test(shown) || /\[(?:token|address)\]/.test(shown) ? shown : undefined;
}

/** A text with something else in the place of some stretches; those that touch become one. */
function blot(text: string, spans: readonly Span[], word: string): string {
  let out = "";
  let done = 0;
  let last = -1;
  for (const [from, to] of [...spans].sort(([a], [b]) => a - b)) {
    if (from > last) out += text.slice(done, from) + word;
    last = Math.max(last, to);
    done = last;
  }
  return out + text.slice(done);
}

function clip(text: string, max: number): Shown {
  // A pair of surrogates is not parted. The cast: this is the one place where the type is given.
  return (
    text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "")}…`
  ) as Shown;
}

/** A text as it is read: without escapes, markup and what is not seen, each sign in one spelling. */
function plain(text: string): string {
  const unescaped = unescapeText(text.trim()).replace(INVISIBLE, "");
  return joinWords(unescaped).replace(OTHER_WIDTHS, (signs) => signs.normalize("NFKC"));
}
