import { parseArgs } from "node:util";
import { describeProblem } from "./output/report.ts";
import { InputProblem } from "./problem.ts";
import { ROOT } from "./root.ts";
import { refuseSwallowed, swallowed, UsageProblem, type Flags } from "./swallowed.ts";

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
