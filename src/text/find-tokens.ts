import type { Span } from "./find-addresses.js";

/** A part of a token this long, in characters, counts as revealing it. */
const STRETCH = 12;
/** A shorter one would blot out every text. */
const MIN_LENGTH = 3;

/** What knows some tokens. */
export interface TokenFinder {
  /**
   * Finds tokens in a text, in any case: any stretch of twelve characters of them, or of their base64,
   * and the whole of a shorter one.
   */
  readonly find: (text: string) => Span[];
  /** Whether a token may stand in a long text, escaped or not; quick, and seldom wrong where it says so. */
  readonly suspects: (text: string) => boolean;
}

export function tokenFinder(tokens: readonly string[]): TokenFinder {
  const stretches = new Map<string, number>();
  // Every stretch of twelve characters holds at least one whole piece of six.
  const pieces = ["\\", "%", "&"];
  for (const form of tokens.flatMap((token) => [token, ...base64Forms(token)])) {
    const length = Math.min(STRETCH, form.length);
    const piece = length < STRETCH ? length : STRETCH / 2;
    for (let from = 0; length >= MIN_LENGTH && from + piece <= form.length; from += 1) {
      stretches.set(level(form.slice(from, from + length)), length);
      if (from % piece === 0) pieces.push(form.slice(from, from + piece).toLowerCase());
    }
  }
  const lengths = new Set(stretches.values());
  const find = (text: string): Span[] => {
    const levelled = level(text);
    const spans: Span[] = [];
    for (const length of lengths) {
      for (let from = 0; from + length <= text.length; from += 1) {
        if (stretches.has(levelled.slice(from, from + length))) spans.push([from, from + length]);
      }
    }
    return spans;
  };
  const suspects = (text: string): boolean => {
    const lower = text.toLowerCase();
    return pieces.some((piece) => lower.includes(piece));
  };
  return { find, suspects };
}

/**
 * What stands in the base64 of any text that holds the token: three forms, since that goes by groups of
 * three bytes, each without the characters in which what is beside the token has a part. Of a short
 * token too little is left to be told from a word.
 */
function base64Forms(token: string): string[] {
  // A token goes into a header, so it is ASCII; no other is sent.
  if (/[^\x20-\x7e]/.test(token) || token.length < 9) return [];
  return [0, 2, 3].map((cut, shift) =>
    btoa(" ".repeat(shift) + token).slice(cut, Math.floor(((shift + token.length) * 4) / 3)),
  );
}

/** As long as it was, in lower case, and with one of the two alphabets of base64. */
function level(text: string): string {
  return text.replace(/[A-Z+/]/g, (sign) =>
    sign === "+" ? "-" : sign === "/" ? "_" : sign.toLowerCase(),
  );
}
