import { parseArgs } from "node:util";

import { commands } from "./commands.js";
import { flagsOf, type FlagValues } from "./flag-values.js";
import { commandNames, type CommandName } from "./flags.js";
import { didYouMean } from "./nearest.js";
import { UsageError } from "./usage-error.js";

/** What was typed behind a command. */
export interface CommandLine<C extends CommandName> {
  /** The one argument of the command; empty for a command that takes none. */
  readonly argument: string;
  readonly flags: FlagValues<C>;
}

/**
 * Parses the arguments of a command by the table of flags. Node's own parser is enough for flags with and without a value;
 * what a command line needs beyond that (commands, help) is a few lines in `main`.
 *
 * @throws {UsageError} for a flag the command does not have, one that stands twice, a missing value, a
 * stray or a missing argument; it repeats no more than the flag's name, since anything else may be a token
 * or an address
 */
export function readCommandLine<C extends CommandName>(
  command: C,
  args: readonly string[],
): CommandLine<C> {
  const name = commands[command].argument?.replace("|", " or ");
  const { positionals, values } = parse(command, args, name !== undefined);
  const [argument = "", ...more] = positionals;
  if (name !== undefined && argument === "") throw new UsageError(`${name} is missing`);
  if (more.length > 0) {
    throw new UsageError(`one ${name} at a time (a name with blanks in it goes between quotes)`);
  }
  // The parser has held each value against the entry that its type follows from.
  return { argument, flags: values as FlagValues<C> };
}

function parse(command: CommandName, args: readonly string[], allowPositionals: boolean) {
  const table = flagsOf(command);
  const options = Object.fromEntries(
    table.map(([name, { short, value, repeatable = false }]) => {
      const type = value === undefined ? ("boolean" as const) : ("string" as const);
      return [name, { type, multiple: repeatable, ...(short === undefined ? {} : { short }) }];
    }),
  );
  try {
    const { values, positionals, tokens } = parseArgs({
      args: [...args],
      options,
      strict: true,
      allowPositionals,
      tokens: true,
    });
    const seen = new Set<string>();
    for (const token of tokens) {
      if (token.kind !== "option") continue;
      if (seen.has(token.name) && options[token.name]?.multiple !== true)
        throw new UsageError(`--${token.name} stands twice`);
      seen.add(token.name);
    }
    return { values, positionals };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(wording(error, command), { cause: error });
  }
}

function wording(error: unknown, command: CommandName): string {
  const { code, message } = error as NodeJS.ErrnoException; // parseArgs throws nothing else
  const [flag] = /(?<=')--?[a-z][\w-]*/i.exec(message) ?? ["a flag"];
  switch (code) {
    case "ERR_PARSE_ARGS_UNKNOWN_OPTION":
      return unknownFlag(flag, command);
    case "ERR_PARSE_ARGS_INVALID_OPTION_VALUE":
      return message.includes("does not take an argument")
        ? `${flag} takes no value`
        : `${flag} needs a value (a value that begins with - is written ${flag}=-VALUE)`;
    default:
      return "this command takes flags only";
  }
}

/** The message for a flag that the command, or the program without a command, does not have. */
export function unknownFlag(typed: string, command: CommandName | "program"): string {
  // Arguments are kept in the shell's history, and everybody can see them in the list of processes.
  if (command !== "mock" && /^--?(?:token|access-?token|api-?key)$/i.test(typed)) {
    return `unknown flag ${typed}: the token is never an argument, but in the variable HUBSPOT_ACCESS_TOKEN or in a file (--token-file FILE)`;
  }
  const owners = ownersOf(typed);
  return owners.length > 0
    ? `unknown flag ${typed}; it is one of ${owners.join(", ")}`
    : `unknown flag ${typed}${didYouMean(
        typed,
        flagsOf(command).map(([name]) => `--${name}`),
      )}`;
}

/** The commands that have a flag. */
function ownersOf(typed: string): readonly CommandName[] {
  return commandNames.filter((name) => flagsOf(name).some(([flag]) => typed === `--${flag}`));
}
