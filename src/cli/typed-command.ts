import { visible } from "../text/terminal.js";
import { programName } from "./commands.js";

/**
 * A command as it can be typed, with each word as a shell reads it.
 *
 * @param words what stands behind the program's name
 */
export function typedCommand(words: readonly string[]): string {
  return [programName, ...words.map(quoted)].join(" ");
}

/** What can be done, and the command for it on a line of its own; nothing where there is no command. */
export function suggest(what: string, command: string | undefined, indent = ""): readonly string[] {
  return command === undefined ? [] : [`${indent}${what}:`, `${indent}  ${command}`];
}

/** Words without these flags and their values. */
export function withoutFlags(
  words: readonly string[],
  ...names: readonly string[]
): readonly string[] {
  const isOne = (word = ""): boolean => names.includes(word);
  return words.filter(
    (word, index) =>
      !isOne(word) &&
      !isOne(words[index - 1]) &&
      !names.some((name) => word.startsWith(`${name}=`)),
  );
}

function quoted(word: string): string {
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
