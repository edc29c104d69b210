import { foldHeader } from "./header.js";

/** Words that stand between commas or on lines of their own. */
export function listed(words: string): readonly string[] {
  return words
    .split(/[,\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

/** The text without case, accents and separators. */
export function folded(words: string): readonly string[] {
  return listed(words).map(foldHeader);
}

/** `HasOptedOutOfEmail` and `HAS_OPTED_OUT` as words, without case and accents. */
export function spacedWords(text: string): string {
  return text
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, " ")
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}+/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
