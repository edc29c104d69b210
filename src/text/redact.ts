import { cutAtWord } from "./cut.js";
import { joinWords } from "./plain-text.js";
import { unescapeText } from "./unescape.js";

/**
 * Makes a text fit to be shown: without addresses and tokens, its escapes resolved, on one line, at
 * most `max` characters (300 unless told).
 */
export type Redact = (text: string, max?: number) => string;

/** More of a text than this is not looked at, so that a hostile body costs little. */
const MAX_INPUT = 4_096;
/** An entry of one or two letters would blot out every text. */
const MIN_SECRET = 3;

// Control characters could forge lines of a log or drive a terminal.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
// What is not seen keeps apart what reads as one word. NUL among it: UTF-16 that is read as UTF-8.
const INVISIBLE = /[\0\p{Default_Ignorable_Code_Point}]+/gu;
const QUOTED_LOCAL_PART = /"[^"]*"(?=@)/g;
/** What no delimiter parts; an address is such a word, or part of it. */
const WORD = /[^\s"<>()[\]{},:`]+/g;

/**
 * Makes the function through which every text of the server passes before it is shown.
 *
 * @param addresses The addresses of the call.
 * @param tokens The tokens of the call; may grow while the call runs.
 */
export function createRedact(addresses: readonly string[], tokens: ReadonlySet<string>): Redact {
  // Each is made when it is first needed: most texts are identifiers, where only an entry of the
  // list that does not look like an address can hide.
  let all: RegExp | undefined;
  let odd: RegExp | undefined;
  return (text, max = 300) => {
    let shown = plain(cutAtWord(text, MAX_INPUT))
      .replace(CONTROLS, " ")
      .replace(anyOf(tokens), "[token]");
    if (shown.includes("@")) {
      shown = shown
        .replace((all ??= anyOf(addresses)), "[address]")
        .replace(QUOTED_LOCAL_PART, "")
        .replace(WORD, (word) => (word.length > 1 && word.includes("@") ? "[address]" : word));
    } else {
      odd ??= anyOf(addresses.filter((address) => !plain(address).includes("@")));
      shown = shown.replace(odd, "[address]");
    }
    return clip(shown, max);
  };
}

function clip(text: string, max: number): string {
  // A pair of surrogates is not parted.
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** A text as it is read: without escapes, markup and what is not seen, in one spelling of "@". */
function plain(text: string): string {
  return joinWords(unescapeText(text).replace(INVISIBLE, "")).replace(/[\uff20\ufe6b]/g, "@");
}

/** Finds any of some texts in any case, the longest where several begin in one place. */
function anyOf(texts: Iterable<string>): RegExp {
  // In the form of the text in which they are looked for; a longer one is not in it, and could be
  // more than a pattern may hold.
  const secrets = [...texts]
    .map((text) => plain(text.trim()))
    .filter((text) => text.length >= MIN_SECRET && text.length <= MAX_INPUT);
  const sources = secrets
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"))
    // Blanks, brackets or markup may part an address there.
    .map((source) => source.replaceAll("@", "\\W*@\\W*"));
  // Without a source, a pattern that fits nothing.
  return new RegExp(sources.join("|") || "(?!)", "giu");
}
