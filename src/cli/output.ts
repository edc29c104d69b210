import type { DataOutput, NoteOutput } from "./io.js";
import { reasonOf, systemCode } from "../files/system-error.js";

/** stdout cannot be written, for another reason than that its reader is gone. */
export class OutputError extends Error {
  override readonly name = "OutputError";
}

type Stream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

// What a system calls it when the other end of a pipe is closed; Windows says EOF.
const leaving = new Set(["EPIPE", "EOF", "ECONNRESET"]);

/** The standard output as a place for data. */
export function dataOutput(stream: Stream): DataOutput {
  let readerLeft = false;
  let failure: OutputError | undefined;
  const judge = (error: unknown): void => {
    if (leaving.has(systemCode(error) ?? "")) readerLeft = true;
    else if (!readerLeft) {
      const message = `stdout cannot be written: ${reasonOf(error)}`;
      failure ??= new OutputError(message, { cause: error });
    }
  };
  stream.on("error", judge);
  return {
    isTTY: stream.isTTY === true,
    // Looked up each time: a window may be resized.
    get columns() {
      return stream.columns;
    },
    write: (text) =>
      new Promise((resolve, reject) => {
        const settle = (): void => (failure === undefined ? resolve() : reject(failure));
        if (failure !== undefined || readerLeft) settle();
        else {
          stream.write(text, (error) => {
            if (error) judge(error); // null or undefined where all is well
            settle();
          });
        }
      }),
  };
}

/** The standard error as a place for notes. */
export function noteOutput(stream: Stream): NoteOutput {
  let lost = false;
  stream.on("error", () => (lost = true));
  return {
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.columns;
    },
    write: (text) => {
      if (!lost) stream.write(text);
    },
  };
}
