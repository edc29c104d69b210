import type { Taken } from "../../index.js";
import type { FileEntry } from "../../node.js";
import { StoppedError } from "../stopped-error.js";

/** An entry of a list, as it was read and as it was taken. */
export interface TakenEntry {
  readonly entry: FileEntry;
  readonly taken: Extract<Taken, { kind: "new" | "set-apart" }>;
}

/** What makes of entries what they are: a journal, or a `ListTaker` where nothing is kept. */
export type Take = (entries: readonly FileEntry[]) => readonly Taken[] | Promise<readonly Taken[]>;

/**
 * Reads a list through and takes each entry: an address to send, a duplicate, or invalid.
 *
 * @throws {ListError} if the list cannot be read to its end; what came before does not count then
 * @throws {StoppedError} at a signal
 */
export async function* takeList(
  reading: AsyncIterable<readonly FileEntry[]>,
  take: Take,
  signal: AbortSignal,
): AsyncGenerator<readonly TakenEntry[], void> {
  try {
    for await (const entries of reading) {
      StoppedError.check(signal);
      const taken = await take(entries);
      yield entries.flatMap((entry, index) => {
        const each = taken[index];
        return each?.kind === "new" || each?.kind === "set-apart" ? [{ entry, taken: each }] : [];
      });
    }
  } catch (error) {
    // A stream that the signal has cut off gives an error of its own.
    StoppedError.check(signal);
    throw error;
  }
  StoppedError.check(signal);
}
