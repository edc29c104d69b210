import type { Readable } from "node:stream";

/** An output, with what is known about the terminal behind it. */
interface Terminal {
  readonly isTTY: boolean;
  /** The width in characters, where it is a terminal. */
  readonly columns: number | undefined;
}

/** Where data goes. */
export interface DataOutput extends Terminal {
  /**
   * Waits until the text has been accepted, so that a slow reader slows the writer down. If the reader is gone, the text is
   * dropped without an error.
   *
   * @throws {OutputError} if it cannot be written, on a full disk for instance
   */
  write(text: string): Promise<void>;
}

/** The output for notes. A note that cannot be written is dropped, since there is nowhere to report that. */
export interface NoteOutput extends Terminal {
  write(text: string): void;
  /** The same for what draws on a terminal and holds nothing foreign; `write` where there is none. */
  readonly draw?: (text: string) => void;
}

/** A command's access to the process; tests pass their own. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** Data only. */
  readonly stdout: DataOutput;
  /** All else: notes, progress, questions, errors. */
  readonly stderr: NoteOutput;
  /** `--quiet`: print only problems and questions. */
  readonly quiet?: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP, whose name is the reason; a second SIGINT or SIGTERM ends the process. */
  readonly signal: AbortSignal;
}

/** Writes lines that matter. */
export function say({ stderr }: Pick<Io, "stderr">, lines: readonly string[]): void {
  if (lines.length > 0) stderr.write(`${lines.join("\n")}\n`);
}

/** Writes lines that `--quiet` leaves out. */
export function tell(io: Pick<Io, "stderr" | "quiet">, lines: readonly string[]): void {
  if (io.quiet !== true) say(io, lines);
}
