import { ListQuestion } from "../node.js";
import packageJson from "../../package.json" with { type: "json" };
import { demoCommand } from "./demo-command.js";
import { describeQuestion } from "./describe-question.js";
import { exitCodes } from "./exit-codes.js";
import { codeOfFailure } from "./failure-code.js";
import { demoHelp } from "./help/demo.js";
import { mockHelp } from "./help/mock.js";
import { programHelp } from "./help/program.js";
import { reportHelp } from "./help/report.js";
import { retryHelp } from "./help/retry.js";
import { runHelp } from "./help/run.js";
import { verifyHelp } from "./help/verify.js";
import type { Io } from "./io.js";
import { mockCommand } from "./mock-command.js";
import { didYouMean } from "./nearest.js";
import { reportCommand } from "./report-command.js";
import { retryCommand } from "./retry-command.js";
import { runCommand } from "./run-command.js";
import { visible, visibleJson } from "../text/terminal.js";
import { UsageError } from "./usage-error.js";
import { verifyCommand } from "./verify-command.js";

interface Command {
  readonly run: (args: readonly string[], io: Io) => Promise<number>;
  readonly help: string;
}

const commands = new Map<string, Command>([
  ["run", { run: runCommand, help: runHelp }],
  ["retry", { run: retryCommand, help: retryHelp }],
  ["verify", { run: verifyCommand, help: verifyHelp }],
  ["report", { run: reportCommand, help: reportHelp }],
  ["mock", { run: mockCommand, help: mockHelp }],
  ["demo", { run: demoCommand, help: demoHelp }],
]);

const program = "hubspot-batch-unsubscribe";

/**
 * Runs the command line.
 *
 * @param argv what stands behind the program's name
 * @returns the exit code; nothing here ends the process
 * @throws what no command expects, which is a fault of the program
 */
export async function main(argv: readonly string[], world: Io): Promise<number> {
  const io = printing(world);
  try {
    return await dispatch(argv, io);
  } catch (error) {
    const code = codeOfFailure(error);
    if (code === undefined || !(error instanceof Error)) throw error;
    io.stderr.write(`${program}: ${error.message}\n`);
    // What is wrong with a list or a lock is not in the help.
    const command = commands.has(argv[0] ?? "") ? ` ${argv[0]}` : "";
    if (error instanceof ListQuestion) {
      io.stderr.write(`${describeQuestion(program, argv, error).join("\n")}\n`);
    }
    if (error.name === "UsageError") io.stderr.write(`Try ${program}${command} --help\n`);
    return code;
  }
}

/**
 * The one place through which a command prints. Names of files, cells of lists and words of servers are
 * among it, so whatever a terminal would obey is made visible here. What stands on stdout is JSON, or
 * holds nothing of the kind.
 */
function printing(io: Io): Io {
  const { stdout, stderr } = io;
  return {
    get stdin() {
      return io.stdin;
    },
    stdout: {
      isTTY: stdout.isTTY,
      get columns() {
        return stdout.columns;
      },
      write: (text) => stdout.write(visibleJson(text)),
    },
    stderr: {
      isTTY: stderr.isTTY,
      get columns() {
        return stderr.columns;
      },
      write: (text) => stderr.write(visible(text)),
      draw: (text) => stderr.write(text),
    },
    env: io.env,
    signal: io.signal,
  };
}

async function dispatch([name, ...args]: readonly string[], io: Io): Promise<number> {
  if (name === undefined) {
    io.stderr.write(`${program}: no command was given\n\n${programHelp}`);
    return exitCodes.usage;
  }
  if (name === "--help" || name === "-h") return show(programHelp, io);
  if (name === "--version" || name === "-V") return show(`${packageJson.version}\n`, io);
  if (name === "help") return help(args, io);
  const command = commands.get(name);
  if (command === undefined) throw unknownWord(name);
  return asksForHelp(args) ? show(command.help, io) : command.run(args, io);
}

async function help([name, ...more]: readonly string[], io: Io): Promise<number> {
  if (name === undefined || name === "help" || asksForHelp([name])) return show(programHelp, io);
  if (more.length > 0) throw new UsageError("help is for one command at a time");
  const command = commands.get(name);
  if (command === undefined) throw unknownWord(name);
  return show(command.help, io);
}

function unknownWord(name: string): UsageError {
  // What was typed may be an address or a token, so a word that is no plain one is not repeated.
  if (!/^-{0,2}[a-z]{1,20}$/i.test(name)) {
    return new UsageError(name.startsWith("-") ? "unknown flag" : "unknown command");
  }
  return name.startsWith("-")
    ? new UsageError(`unknown flag ${name}${didYouMean(name, ["--help", "--version"])}`)
    : new UsageError(`unknown command ${name}${didYouMean(name, [...commands.keys(), "help"])}`);
}

// Behind `--` the same letters are something else.
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  const flags = end === -1 ? args : args.slice(0, end);
  return flags.includes("--help") || flags.includes("-h");
}

async function show(text: string, io: Io): Promise<number> {
  await io.stdout.write(text);
  return exitCodes.ok;
}
