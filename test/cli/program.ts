import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { Job } from "./job.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Program {
  readonly child: ChildProcess;
  /** What it has written so far. */
  readonly out: () => string;
  readonly err: () => string;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What stdout is: a pipe that is read (the default), one that is left alone, or an open file. */
  readonly stdout?: "read" | "left" | number;
  /** stdin is a pipe that gives what the test writes, behind a terminal or not; by default it is empty. */
  readonly stdin?: "open" | "terminal";
  /** No file may grow beyond this many kibibytes, as if the disk were full. */
  readonly fileLimit?: number;
}

/** Lets a program take its pipes for a terminal. */
const asTerminal = `data:text/javascript,${encodeURIComponent(
  'for (const name of ["stdin", "stderr"]) Object.defineProperty(process[name], "isTTY", { value: true });',
)}`;

/** Starts the program itself, as a process of its own, and ends it with the test. */
export function startProgram(argv: readonly string[], options: ProgramOptions = {}): Program {
  const { env = {}, stdout = "read", fileLimit } = options;
  const command = [
    process.execPath,
    "--import",
    "tsx",
    ...(options.stdin === "terminal" ? ["--import", asTerminal] : []),
    "src/cli/bin.ts",
    ...argv,
  ];
  const [program = "", ...args] =
    fileLimit === undefined
      ? command
      : ["bash", "-c", `ulimit -f ${fileLimit}; exec "$@"`, "bash", ...command];
  const child = spawn(program, args, {
    cwd: root,
    env: { PATH: process.env["PATH"], ...env },
    stdio: [
      options.stdin === undefined ? "ignore" : "pipe",
      typeof stdout === "number" ? stdout : "pipe",
      "pipe",
    ],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let out = "";
  let err = "";
  if (stdout === "read") child.stdout?.setEncoding("utf8").on("data", (text) => (out += text));
  child.stderr?.setEncoding("utf8").on("data", (text) => (err += text));
  const ended = once(child, stdout === "left" ? "exit" : "close").then(
    ([code, signal]) => (code ?? signal) as number | NodeJS.Signals, // as Node gives them
  );
  return { child, out: () => out, err: () => err, ended };
}

/** Starts a run of a job's list, with the token and the server in place. */
export function startRun(
  job: Job,
  flags: readonly string[],
  options: ProgramOptions = {},
): Program {
  return startProgram(["run", job.list, "--base-url", job.mock.url, "--yes", ...flags], {
    env: { HUBSPOT_ACCESS_TOKEN: job.mock.token },
    ...options,
  });
}
