import { isMailto } from "./mailbox.js";

/** A token of a cell: a word, a quoted text, or a text in brackets. */
export interface Word {
  readonly kind: "word" | "quoted" | "round" | "angle" | "comma" | "separator";
  /** Without the brackets. */
  readonly text: string;
  /** Where it begins and ends in the cell, brackets included. */
  readonly start: number;
  readonly end: number;
}

const CLOSING: Readonly<Record<string, string>> = { '"': '"', "(": ")", "<": ">" };
const KINDS: Readonly<Record<string, "quoted" | "round" | "angle">> = {
  '"': "quoted",
  "(": "round",
  "<": "angle",
};
const BLANK = /\p{White_Space}/u;

/**
 * Splits a cell into tokens. Commas, semicolons and line ends separate them, except within quotation marks and brackets; a
 * mark that is never closed is an ordinary character.
 */
export function wordsOf(cell: string): Word[] {
  const words: Word[] = [];
  const closing = closer(cell);
  let begun: number | undefined;
  // After the `?` of a mailto link come a subject and recipients of copies, who are not the person meant.
  let inQuery = false;
  const finish = (end: number) => {
    if (begun !== undefined) words.push(wordOf(cell, begun, end));
    begun = undefined;
    inQuery = false;
  };
  for (let at = 0; at < cell.length; at++) {
    const character = cell.charAt(at);
    const close = character in CLOSING ? closing(character, at) : -1;
    const separator = kindOfSeparator(character, inQuery);
    if (close !== -1 && character === '"') {
      begun ??= at; // the local part of "Nina Roe"@example.com goes on behind it
      at = close;
    } else if (close !== -1) {
      finish(at);
      const kind = KINDS[character] ?? "round";
      words.push({ kind, text: cell.slice(at + 1, close), start: at, end: close + 1 });
      at = close;
    } else if (separator !== undefined) {
      finish(at);
      words.push({ kind: separator, text: character, start: at, end: at + 1 });
    } else if (BLANK.test(character)) {
      finish(at);
    } else {
      begun ??= at;
      inQuery ||= character === "?" && isMailto(cell.slice(begun, begun + 8));
    }
  }
  finish(cell.length);
  return words;
}

function wordOf(cell: string, start: number, end: number): Word {
  const text = cell.slice(start, end);
  const quoted = /^"(?:[^"\\]|\\.)*"$/s.test(text);
  return { kind: quoted ? "quoted" : "word", text: quoted ? text.slice(1, -1) : text, start, end };
}

function kindOfSeparator(character: string, inQuery: boolean): "comma" | "separator" | undefined {
  if (character === "\n" || character === "\r") return "separator";
  if (inQuery) return undefined;
  if (character === ",") return "comma";
  return character === ";" ? "separator" : undefined;
}

/** Finds the closing mark. A mark that was not found once is not searched for again. */
function closer(cell: string): (opening: string, at: number) => number {
  const missing = new Set<string>();
  return (opening, at) => {
    if (missing.has(opening)) return -1;
    const mark = CLOSING[opening] ?? opening;
    let close = cell.indexOf(mark, at + 1);
    while (mark === '"' && close !== -1 && cell.charAt(close - 1) === "\\") {
      close = cell.indexOf(mark, close + 1);
    }
    if (close === -1) missing.add(opening);
    return close;
  };
}
