import packageJson from "../../package.json" with { type: "json" };
import { demoCommand } from "./demo-command.js";
import { exitCodes } from "./exit-codes.js";
import { helpTexts } from "./help.js";
import type { Io } from "./io.js";
import { mockCommand } from "./mock-command.js";
import { UsageError } from "./usage-error.js";

interface Command {
  readonly run: (args: readonly string[], io: Io) => Promise<number>;
  readonly help: string;
}

const commands = new Map<string, Command>([
  ["demo", { run: demoCommand, help: helpTexts.demo }],
  ["mock", { run: mockCommand, help: helpTexts.mock }],
]);

const program = "hubspot-batch-unsubscribe";

/**
 * Runs the command line.
 *
 * @param argv what stands behind the program's name
 * @returns the exit code; nothing here ends the process
 * @throws what no command expects, which is a fault of the program
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.stderr.write(`${program}: ${error.message}\n`);
    io.stderr.write(`Try ${program} --help\n`);
    return exitCodes.usage;
  }
}

async function dispatch([name, ...args]: readonly string[], io: Io): Promise<number> {
  if (name === undefined) {
    io.stderr.write(helpTexts.program);
    return exitCodes.usage;
  }
  if (name === "--help" || name === "-h") return show(helpTexts.program, io);
  if (name === "--version") return show(`${packageJson.version}\n`, io);
  const command = commands.get(name);
  if (command === undefined) {
    // What was typed may be an address or a token, so a word that is no plain one is not repeated.
    const shown = /^-{0,2}[a-z]{1,20}$/.test(name) ? ` ${name}` : "";
    throw new UsageError(name.startsWith("-") ? `unknown flag${shown}` : `unknown command${shown}`);
  }
  return asksForHelp(args) ? show(command.help, io) : command.run(args, io);
}

// Behind `--` the same letters are something else.
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  const flags = end === -1 ? args : args.slice(0, end);
  return flags.includes("--help") || flags.includes("-h");
}

function show(text: string, io: Io): number {
  io.stdout.write(text);
  return exitCodes.ok;
}
