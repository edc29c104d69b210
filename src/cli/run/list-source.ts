import type { ListSource } from "../../node.js";
import { addAbortSignal } from "node:stream";

import type { Io } from "../io.js";

/** What stands for stdin on the command line. */
export const stdinName = "-";

/** A list by what was said on the command line: a path, or `-` for stdin. */
export function listSource(list: string, io: Io): ListSource {
  if (list !== stdinName) return { path: list, signal: io.signal };
  // It may end before anybody reads; whoever reads then finds out all the same.
  io.stdin.on("error", () => {});
  // Otherwise Ctrl+C would wait for input that may never come.
  const stream = addAbortSignal(io.signal, io.stdin);
  return { name: "stdin", stream, signal: io.signal };
}
