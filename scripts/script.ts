import { parseArgs } from "node:util";
import { MOST_MS, startThread } from "./bounds/thread.ts";
import { stepLimit } from "./options.ts";
import { Silent } from "./output/progress.ts";
import { describeError } from "./output/report.ts";
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
    process.stderr.write(`${failure}: ${describeError(error) ?? faultOf(error)}\n`);
    process.exitCode = 2;
  }
}

function faultOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The flag of a script that reads descriptions from anybody. */
export const STEP_LIMIT = { "step-limit": { type: "string" } } as const;

/**
 * Has the script's worker answer, within the bounds that each step has.
 *
 * @param file that a step has in hand, where no part of it is known and its name does not say it: `read FILE`
 * @param seconds as the flag says
 * @throws {RefusalProblem} if the descriptions are not taken, with what is wrong and where
 */
export async function runBounded<Request, Result extends object>(
  request: Request,
  file: string,
  seconds: string | undefined,
): Promise<Result> {
  const fileOf = (_: Request, step: string) => /^read (.*)$/s.exec(step)?.[1] ?? file;
  const run = startThread<Request, Result>(fileOf, stepLimit(seconds) ?? MOST_MS, false);
  const made = await run(request, new Silent());
  if ("refused" in made) throw new RefusalProblem(made.refused.trimEnd());
  return made;
}

class RefusalProblem extends Error {
  override readonly name = "RefusalProblem";
}
