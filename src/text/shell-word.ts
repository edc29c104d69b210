import { visible } from "./terminal.js";

/** A word of a command as a shell reads it. */
export function shellWord(word: string): string {
  const onWindows = process.platform === "win32";
  if (/^[\p{L}\p{N}_@%+:,./-][\p{L}\p{N}_@%+:,./=-]*$/u.test(word)) return word;
  // What cannot be seen is written out, in a form that bash, zsh and ksh read.
  if (visible(word) !== word || word.includes("\n")) {
    return `$'${[...word].map(escaped).join("")}'`;
  }
  // Not in double quotes: there a shell gives a meaning to some characters.
  return /["$`\\!]/.test(word) && !onWindows
    ? `'${word.replaceAll("'", String.raw`'\''`)}'`
    : `"${word}"`;
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (/['\\]/.test(character)) return `\\${character}`;
  if (visible(character) === character && character !== "\n") return character;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}
