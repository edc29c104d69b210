import { parseArgs, type ParseArgsConfig } from "node:util";
import { describeProblem } from "./output/report.ts";
import { InputProblem } from "./problem.ts";
import { ROOT } from "./root.ts";

/** Flags of a script, as `parseArgs` of Node takes them. */
export type Flags = NonNullable<ParseArgsConfig["options"]>;

/** A command line that cannot be read; the tool itself is in order. */
export class UsageProblem extends Error {
  override readonly name = "UsageProblem";
}

/** npm's own settings, which are not taken for flags that were meant for a script. */
const NPM_OWN = ["help", "yes"];

/**
 * The flags that `npm run NAME --flag` has kept to itself: without a `--` before them, npm takes flags for settings of its
 * own and hands nothing on but a variable.
 */
export function swallowed(
  script: string,
  flags: Flags,
  env: NodeJS.ProcessEnv = process.env,
): Map<string, string> {
  const found = new Map<string, string>();
  if (env["npm_lifecycle_event"] !== script) return found;
  for (const name of Object.keys(flags).filter((each) => !NPM_OWN.includes(each))) {
    const value = env[`npm_config_${name.replaceAll("-", "_")}`];
    if (value !== undefined && value !== "") found.set(name, value);
  }
  return found;
}

/**
 * Refuses a command whose flags npm has kept, with the one that hands them on.
 *
 * @throws {UsageProblem} if there are any
 */
export function refuseSwallowed(
  script: string,
  flags: Flags,
  kept: ReadonlyMap<string, string>,
  args: readonly string[],
): void {
  if (kept.size === 0) return;
  // Of `--spec FILE` npm keeps the flag alone, and hands FILE on.
  const valueless = [...kept].filter(
    ([name, value]) => value === "true" && takesValue(flags, name),
  );
  const given = args.filter((word) => !word.startsWith("-"));
  const own = valueless.length === 1 && given.length === 1 ? given[0] : undefined;
  const rest = valueless.length > 0 ? args.filter((word) => word.startsWith("-")) : args;
  const words = [...kept].flatMap(([name, value]) => {
    if (!takesValue(flags, name)) return [`--${name}`];
    return [`--${name}`, value !== "true" ? quote(value) : own === undefined ? "…" : quote(own)];
  });
  const names = [...kept.keys()].map((name) => `--${name}`).join(", ");
  const command = ["npm run", script, "--", ...words, ...rest.map(quote)].join(" ");
  throw new UsageProblem(
    `npm has kept ${names} to itself, since flags for a script stand behind \`--\`. Type: ${command}`,
  );
}

function takesValue(flags: Flags, name: string): boolean {
  return flags[name]?.type === "string";
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * Reads the command line of a script that takes positionals.
 *
 * @throws {UsageProblem} if it cannot be read
 */
export function readArguments<T extends Flags>(script: string, options: T) {
  const args = process.argv.slice(2);
  refuseSwallowed(script, options, swallowed(script, options), args);
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    return { values, positionals, cwd: typedIn(script) };
  } catch (error) {
    throw new UsageProblem(error instanceof Error ? error.message : String(error));
  }
}

/** `npm run` starts a script in the package's folder, wherever the command was typed. */
export function typedIn(script: string): string {
  const underNpm = process.env["npm_lifecycle_event"] === script && process.cwd() === ROOT;
  return (underNpm ? process.env["INIT_CWD"] : undefined) ?? process.cwd();
}

/** Whether somebody asks how a script is called, who is then told. */
export function isAskedForHelp(usage: string): boolean {
  const isAsked = process.argv.slice(2).some((word) => word === "--help" || word === "-h");
  if (isAsked) process.stdout.write(`${usage}\n`);
  return isAsked;
}

/** Runs a script to its exit code: 2 where it could not do its work, with a sentence where the cause is known. */
export async function runScript(
  { usage, failure }: { readonly usage: string; readonly failure: string },
  main: () => Promise<number>,
): Promise<void> {
  try {
    process.exitCode = isAskedForHelp(usage) ? 0 : await main();
  } catch (error) {
    process.stderr.write(`${failure}: ${wordsFor(error)}\n`);
    process.exitCode = 2;
  }
}

function wordsFor(error: unknown): string {
  if (error instanceof InputProblem) return describeProblem(error.details);
  if (!(error instanceof Error)) return String(error);
  return error.name.endsWith("Problem") ? error.message : (error.stack ?? error.message);
}
