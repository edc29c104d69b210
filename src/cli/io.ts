import type { Readable } from "node:stream";

/** A place for text, with what is known of the terminal behind it. */
interface Terminal {
  readonly isTTY: boolean;
  /** The width in characters, where it is a terminal. */
  readonly columns: number | undefined;
}

/** Where data goes. */
export interface DataOutput extends Terminal {
  /**
   * Waits until the text has been taken, so that a slow reader slows the writer down. A reader that
   * has left is no error: the text is dropped.
   *
   * @throws {OutputError} if it cannot be written, on a full disk for instance
   */
  write(text: string): Promise<void>;
}

/** Where notes go; one that cannot be written is dropped, since there is nowhere to say so. */
export interface NoteOutput extends Terminal {
  write(text: string): void;
  /** The same for what draws on a terminal and holds nothing foreign; `write` where there is none. */
  readonly draw?: (text: string) => void;
}

/** What a command has of the world; a test hands in its own. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** Data only. */
  readonly stdout: DataOutput;
  /** All else: notes, progress, questions, errors. */
  readonly stderr: NoteOutput;
  /** `--quiet`: says only what is amiss, and what there is to decide. */
  readonly quiet?: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP, whose name is the reason; a second SIGINT or SIGTERM ends the process. */
  readonly signal: AbortSignal;
}

/** Writes lines that matter. */
export function say({ stderr }: Pick<Io, "stderr">, lines: readonly string[]): void {
  if (lines.length > 0) stderr.write(`${lines.join("\n")}\n`);
}

/** Writes lines that are good to know and nothing more. */
export function tell(io: Pick<Io, "stderr" | "quiet">, lines: readonly string[]): void {
  if (io.quiet !== true) say(io, lines);
}
