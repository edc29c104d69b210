import { shellWord } from "../text/shell-word.js";
import { programName } from "./commands.js";

/**
 * A command as it can be typed, with each word as a shell reads it.
 *
 * @param words what stands behind the program's name
 */
export function typedCommand(words: readonly string[]): string {
  return [programName, ...words.map(shellWord)].join(" ");
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
