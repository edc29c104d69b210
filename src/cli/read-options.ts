import { parseArgs, type ParseArgsConfig } from "node:util";

import { didYouMean } from "./nearest.js";
import { UsageError } from "./usage-error.js";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Values<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; args: string[] }>
>["values"];

/**
 * Reads the flags of a command. Node's own parser is enough for flags with and without a value;
 * what a command line needs beyond that (commands, help) is a few lines in `main`.
 *
 * @throws {UsageError} for a flag the command does not have, one that stands twice, a missing value
 * or a stray argument; it repeats no more than the flag's name, since anything else may be a token or
 * an address
 */
export function readOptions<O extends Options>(args: readonly string[], options: O): Values<O> {
  return parse(args, options, false).values;
}

/**
 * The same for a command that takes one argument.
 *
 * @param name what the argument is called in the help, such as LIST
 */
export function readArguments<O extends Options>(
  args: readonly string[],
  name: string,
  options: O,
): { readonly argument: string; readonly flags: Values<O> } {
  const { positionals, values } = parse(args, options, true);
  const [argument, ...more] = positionals;
  if (argument === undefined || argument === "") throw new UsageError(`${name} is missing`);
  if (more.length > 0) {
    throw new UsageError(`one ${name} at a time (a name with blanks in it goes between quotes)`);
  }
  return { argument, flags: values };
}

function parse<O extends Options>(args: readonly string[], options: O, positional: boolean) {
  try {
    const { values, positionals, tokens } = parseArgs({
      args: [...args],
      options,
      strict: true,
      allowPositionals: positional,
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
    throw new UsageError(wording(error, Object.keys(options)), { cause: error });
  }
}

function wording(error: unknown, known: readonly string[]): string {
  const { code, message } = error as NodeJS.ErrnoException; // parseArgs throws nothing else
  const [flag] = /(?<=')--?[a-z][\w-]*/i.exec(message) ?? ["a flag"];
  switch (code) {
    case "ERR_PARSE_ARGS_UNKNOWN_OPTION":
      return `unknown flag ${flag}${didYouMean(
        flag,
        known.map((name) => `--${name}`),
      )}`;
    case "ERR_PARSE_ARGS_INVALID_OPTION_VALUE":
      return message.includes("does not take an argument")
        ? `${flag} takes no value`
        : `${flag} needs a value (a value that begins with - is written ${flag}=-VALUE)`;
    default:
      return "this command takes flags only";
  }
}
