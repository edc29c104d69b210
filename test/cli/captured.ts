import { main } from "../../src/cli/main.js";

export interface Run {
  readonly out: string[];
  readonly err: string[];
  readonly stop: (reason?: string) => void;
  readonly code: Promise<number>;
}

/** Runs the command line in this process, with its texts kept. */
export function run(...argv: string[]): Run {
  const out: string[] = [];
  const err: string[] = [];
  const controller = new AbortController();
  const code = main(argv, {
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    env: {},
    signal: controller.signal,
  });
  return { out, err, code, stop: (reason = "SIGINT") => controller.abort(reason) };
}
