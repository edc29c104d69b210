import { Readable } from "node:stream";

import type { Io } from "../../src/cli/io.js";
import { main } from "../../src/cli/main.js";

/** What a test may say of the world around the command line. */
export interface World {
  /** What stands on stdin. */
  readonly input?: string;
  /** There is a terminal, where this is typed, a line for each question; then nothing. */
  readonly typed?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Takes what is written to stdout in place of `out`. */
  readonly write?: (text: string) => Promise<void>;
}

export interface Run {
  readonly out: string[];
  readonly err: string[];
  readonly stop: (reason?: string) => void;
  readonly code: Promise<number>;
}

/** Runs the command line in this process, with its texts kept. */
export function run(...argv: string[]): Run {
  return runIn({}, ...argv);
}

/** The same in a world of the test's own. */
export function runIn(world: World, ...argv: string[]): Run {
  const out: string[] = [];
  const err: string[] = [];
  const controller = new AbortController();
  const isTTY = world.typed !== undefined;
  const typed = [...(world.typed ?? [])];
  const stdin = isTTY ? new Readable({ read() {} }) : Readable.from([world.input ?? ""]);
  const io: Io = {
    stdin: Object.assign(stdin, { isTTY }),
    stdout: {
      isTTY: false,
      columns: undefined,
      write: world.write ?? (async (text) => void out.push(text)),
    },
    stderr: {
      isTTY,
      columns: isTTY ? 200 : undefined,
      write: (text) => {
        err.push(text);
        // A person answers what is asked.
        const answer = isTTY && text.endsWith(": ") ? typed.shift() : undefined;
        if (answer !== undefined) stdin.push(`${answer}\n`);
      },
    },
    env: world.env ?? {},
    signal: controller.signal,
  };
  return { out, err, code: main(argv, io), stop: (reason = "SIGINT") => controller.abort(reason) };
}
