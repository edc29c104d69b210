import type { ListQuestion } from "../node.js";
import { printable } from "../text/words.js";

/**
 * The ways to go on with a list, each as a whole command that can be typed.
 *
 * @param argv what stands behind the program's name
 */
export function describeQuestion(
  program: string,
  argv: readonly string[],
  { choices }: ListQuestion,
): readonly string[] {
  return choices.flatMap(({ what, flags }) => [
    `  ${printable(what, 200)}:`,
    `    ${[program, ...argv, ...flags].map(quoted).join(" ")}`,
  ]);
}

/** An argument as a shell takes it. */
function quoted(argument: string): string {
  const shown = printable(argument, 1000);
  if (/^[\p{L}\p{N}_@%+=:,./-]+$/u.test(shown)) return shown;
  // Not in double quotes: there a shell gives a meaning to some characters.
  return /["$`\\!]/.test(shown) ? `'${shown.replaceAll("'", "'\\''")}'` : `"${shown}"`;
}
