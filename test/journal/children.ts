import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const script = fileURLToPath(new URL("child-run.ts", import.meta.url));
const running = new Set<ChildProcess>();

afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

/** A process that runs on a journal. */
export interface ChildRun {
  readonly process: ChildProcess;
  /** Its next line; undefined once there are no more. */
  next(): Promise<string | undefined>;
  /** All its lines from here on. */
  rest(): Promise<string[]>;
  readonly exit: Promise<readonly [code: number | null, signal: NodeJS.Signals | null]>;
}

/**
 * Starts `child-run.ts` on a journal.
 *
 * @param shell a command of the shell to begin with, such as a limit
 */
export function startChild(path: string, mode: string, shell = ":"): ChildRun {
  const command = `${shell}; exec "$0" --import tsx "$@"`;
  const child = spawn("/bin/sh", ["-c", command, process.execPath, script, path, mode], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.add(child);
  const exit = once(child, "close").then(([code, signal]) => [code, signal] as const);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string | undefined> => {
    const line = await lines.next();
    return line.done === true ? undefined : line.value;
  };
  const rest = async (): Promise<string[]> => {
    const all: string[] = [];
    for (let line = await next(); line !== undefined; line = await next()) all.push(line);
    return all;
  };
  return { process: child, next, rest, exit };
}
