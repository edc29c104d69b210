import packageJson from "../../package.json" with { type: "json" };
import { programName } from "./commands.js";
import { readCommandLine, unknownFlag } from "./command-line.js";
import { completionScript } from "./completion.js";
import { demoCommand } from "./demo-command.js";
import { exitCodes } from "./exit-codes.js";
import { codeOfFailure, describeFailure } from "./failure-code.js";
import { commandNames, type CommandName } from "./flags.js";
import { commandHelp, programHelp } from "./help.js";
import type { Io } from "./io.js";
import { mockCommand } from "./mock-command.js";
import { didYouMean } from "./nearest.js";
import { reportCommand } from "./report-command.js";
import { retryCommand } from "./retry-command.js";
import { runCommand } from "./run-command.js";
import { visible, visibleJson } from "../text/terminal.js";
import { UsageError } from "./usage-error.js";
import { verifyCommand } from "./verify-command.js";

type Command = (args: readonly string[], io: Io) => Promise<number>;

const runs: Readonly<Record<CommandName, Command>> = {
  run: runCommand,
  retry: retryCommand,
  verify: verifyCommand,
  report: reportCommand,
  mock: mockCommand,
  demo: demoCommand,
  completion: async (args, io) =>
    show(completionScript(readCommandLine("completion", args).argument), io),
};

/**
 * Runs the command line.
 *
 * @param argv the arguments after the program's name
 * @returns the exit code; nothing here ends the process
 * @throws what no command expects, which is a fault of the program
 */
export async function main(argv: readonly string[], world: Io): Promise<number> {
  const io = printing(world, asksFor(argv.slice(1), "--quiet", "q"));
  try {
    return await dispatch(argv, io);
  } catch (error) {
    const code = codeOfFailure(error);
    if (code === undefined || !(error instanceof Error)) throw error;
    // Overwrite the ^C that the terminal has written.
    if (io.signal.aborted && io.stderr.isTTY) io.stderr.draw?.("\r\u001b[J");
    const command = isCommand(argv[0]) ? argv[0] : undefined;
    io.stderr.write(`${describeFailure(error, argv, command).join("\n")}\n`);
    return code;
  }
}

/**
 * The one place through which a command prints. The text may contain file names, cells of lists and words of servers, so
 * control characters are made visible here. Text on stdout is JSON, or contains none of these.
 */
function printing(io: Io, quiet: boolean): Io {
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
      write: (text) => stderr.write(visible(withoutToken(text, io.env))),
      draw: (text) => stderr.write(text),
    },
    env: io.env,
    quiet,
    signal: io.signal,
  };
}

/** A token that was typed in place of a file or a column would be repeated in the error message. */
function withoutToken(text: string, env: Io["env"]): string {
  const token = env["HUBSPOT_ACCESS_TOKEN"]?.trim() ?? "";
  // A short one is the mock's, or a word.
  const rest = token.length < 20 ? text : text.replaceAll(token, "[token]");
  return rest.replace(/\bpat-[a-z]{2,4}\d-[\w-]{20,}/gi, "[token]");
}

async function dispatch([name, ...args]: readonly string[], io: Io): Promise<number> {
  if (name === undefined) {
    io.stderr.write(`${programName}: no command was given\n\n${programHelp()}`);
    return exitCodes.usage;
  }
  if (name === "--help" || name === "-h") return show(programHelp(), io);
  if (name === "--version" || name === "-V") return show(`${packageJson.version}\n`, io);
  if (name === "help") return help(args, io);
  if (!isCommand(name)) throw unknownWord(name);
  return asksFor(args, "--help", "h") ? show(commandHelp(name), io) : runs[name](args, io);
}

async function help([name, ...more]: readonly string[], io: Io): Promise<number> {
  if (name === undefined || name === "help" || asksFor([name], "--help", "h"))
    return show(programHelp(), io);
  if (more.length > 0) throw new UsageError("help is for one command at a time");
  if (!isCommand(name)) throw unknownWord(name);
  return show(commandHelp(name), io);
}

function isCommand(word: string | undefined): word is CommandName {
  return word !== undefined && Object.hasOwn(runs, word);
}

function unknownWord(name: string): UsageError {
  // The word may be an address or a token, so only a plain word is repeated.
  if (!/^-{0,2}[a-z]{1,20}$/i.test(name)) {
    return new UsageError(name.startsWith("-") ? "unknown flag" : "unknown command");
  }
  return name.startsWith("-")
    ? new UsageError(unknownFlag(name, "program"))
    : new UsageError(`unknown command ${name}${didYouMean(name, [...commandNames, "help"])}`);
}

/** Whether a flag about printing is given, which must be known before the other flags are read. */
function asksFor(args: readonly string[], name: string, short: string): boolean {
  // After `--` the same letters are not a flag.
  const end = args.indexOf("--");
  const flags = end === -1 ? args : args.slice(0, end);
  return flags.some((word) => word === name || (/^-[a-z]+$/i.test(word) && word.includes(short)));
}

async function show(text: string, io: Io): Promise<number> {
  await io.stdout.write(text);
  return exitCodes.ok;
}
