import { sizeAt } from "../files/identity.js";
import { reasonOf } from "../files/system-error.js";
import { JournalError } from "./journal-error.js";
import type { Place } from "./journal-state.js";
import { isStale, removed, takenOver } from "./loss.js";
import type { ReadFile } from "./read-blocks.js";

/**
 * How much one write holds at most, in bytes, unless a single text is longer. Each is synced before the
 * next begins, so that a power cut can leave a hole (of zero bytes) in the last one only.
 */
export const maxWriteBytes = 1 << 20;

/** What the appender needs of a file opened for reading and appending; a `FileHandle` has it. */
export interface AppendFile extends ReadFile {
  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
  ): Promise<{ readonly bytesWritten: number }>;
  datasync(): Promise<void>;
  stat(): Promise<{ readonly size: number; readonly dev: number; readonly ino: number }>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

export interface AppenderParts {
  /** Of the file itself. */
  readonly path: string;
  readonly file: AppendFile;
  /** Where the file ends. */
  readonly end: number;
  /** The name of this process in the file, which it was the last to open. */
  readonly by: string;
}

interface Waiting {
  readonly bytes: Buffer;
  readonly resolve: (place: Place) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Appends texts to a file, each on disk before its promise resolves. What comes while a write is under
 * way is written and synced together by the next one (group commit), and begins with a line that says
 * who wrote it. After a failure nothing is written any more, and the file ends where it ended before it.
 *
 * Before and after each write it looks whether another process has opened the file since, or whether it
 * is gone: then the write counts for nothing, and the promise rejects.
 */
export class Appender {
  readonly #path: string;
  readonly #file: AppendFile;
  readonly #by: string;
  readonly #stamp: Buffer;
  /** What tells the file from another one at its path. */
  #identity: { readonly dev: number; readonly ino: number } | undefined;
  #end: number;
  #waiting: Waiting[] = [];
  #work: Promise<void> | undefined;
  #failure: JournalError | undefined;

  constructor({ path, file, end, by }: AppenderParts) {
    this.#path = path;
    this.#file = file;
    this.#end = end;
    this.#by = by;
    this.#stamp = Buffer.from(`${JSON.stringify({ by })}\n`);
  }

  /** The end of the file, as far as it is on disk. */
  get end(): number {
    return this.#end;
  }

  /**
   * @returns where the text stands in the file, once it is on disk and the file was still ours then
   * @throws JournalError "unwritable", or "lock-lost", or what `fail` was called with; so do all that follow
   */
  append(text: string): Promise<Place> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ bytes: Buffer.from(text), resolve, reject });
      this.#work ??= this.#drain();
    });
  }

  /** Resolves once nothing waits to be written any more. */
  async idle(): Promise<void> {
    while (this.#work !== undefined) await this.#work;
  }

  /**
   * Waits for what is being written, and looks. Also after a write that failed: the file may be ours all the same.
   *
   * @returns why the file is not ours any more; undefined where it is
   */
  async loss(): Promise<JournalError | undefined> {
    await this.idle();
    if (this.lost) return this.#failure;
    const loss = await this.#look();
    if (loss !== undefined) this.fail(loss);
    return loss;
  }

  /** Whether another process was seen to have the file. */
  get lost(): boolean {
    return this.#failure?.fault === "lock-lost";
  }

  /** Lets nothing be written any more. */
  fail(error: JournalError): void {
    if (!this.lost) this.#failure = error;
  }

  /** Waits for what is under way, and closes the file. */
  async close(): Promise<void> {
    await this.idle();
    this.#failure ??= new JournalError("unwritable", `${this.#path} has been closed`);
    await this.#file.close();
  }

  async #drain(): Promise<void> {
    // Lines that are appended in the same turn of the event loop share one write.
    await Promise.resolve();
    // The look after one write is the look before the next that follows at once.
    let looked = false;
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup();
      try {
        if (this.#failure !== undefined) throw this.#failure;
        const parts = group.map(({ bytes }) => bytes);
        if (!looked) await this.#lookOrThrow();
        let offset = await this.#commit(parts);
        looked = true;
        for (const { bytes, resolve } of group) {
          const next = offset + bytes.length;
          resolve({ offset, next });
          offset = next;
        }
      } catch (error) {
        this.fail(error instanceof JournalError ? error : this.#unwritable(error));
        for (const { reject } of [...group, ...this.#waiting])
          reject(this.#failure as JournalError);
        this.#waiting = [];
      }
    }
    this.#work = undefined;
  }

  /** As many texts as fit into one write, at least one. */
  #takeGroup(): Waiting[] {
    let bytes = this.#stamp.length;
    let count = 0;
    for (const waiting of this.#waiting) {
      bytes += waiting.bytes.length;
      if (count > 0 && bytes > maxWriteBytes) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  /** @returns where the first of the parts stands */
  async #commit(parts: readonly Buffer[]): Promise<number> {
    const bytes = Buffer.concat([this.#stamp, ...parts]);
    const start = this.#end;
    try {
      await writeWhole(this.#file, bytes);
    } catch (error) {
      await this.#takeBack(start, bytes);
      throw error;
    }
    this.#end = start + bytes.length;
    // Once more, since a call may follow at once.
    await this.#lookOrThrow();
    return start + this.#stamp.length;
  }

  /** No half line of ours may stay for another to follow; where this fails too, loading drops it. */
  async #takeBack(start: number, bytes: Buffer): Promise<void> {
    const size = await this.#file.stat().then(
      (stats) => stats.size,
      () => 0,
    );
    // What is longer than our write holds lines of another process.
    if (size < start || size > start + bytes.length) return;
    await this.#file.truncate(start).catch(() => undefined);
  }

  async #lookOrThrow(): Promise<void> {
    const loss = await this.#look();
    if (loss !== undefined) throw loss;
  }

  async #look(): Promise<JournalError | undefined> {
    this.#identity ??= await this.#file.stat();
    const size = await sizeAt(this.#path, this.#identity);
    if (size === undefined) return removed(this.#path);
    if (size === this.#end) return undefined;
    if (size < this.#end) return takenOver(this.#path);
    const foreign = Buffer.alloc(size - this.#end);
    await this.#file.read(foreign, 0, foreign.length, this.#end);
    if (!isStale(foreign, this.#by)) return takenOver(this.#path);
    // One from whom this process took the file over has stood still, and not seen it yet.
    this.#end = size;
    return undefined;
  }

  #unwritable(cause: unknown): JournalError {
    return new JournalError(
      "unwritable",
      `${this.#path} cannot be written: ${reasonOf(cause)}. Sending has stopped, for what cannot be ` +
        `written down is not sent. Mend that, and the same command goes on`,
      cause,
    );
  }
}

/** Writes all of it, and syncs it. */
export async function writeWhole(
  file: Pick<AppendFile, "write" | "datasync">,
  bytes: Buffer,
): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done);
    // What a reader is told of this code fits: a disk that takes nothing, and does not say why, has failed.
    if (bytesWritten === 0) throw Object.assign(new Error("nothing was written"), { code: "EIO" });
    done += bytesWritten;
  }
  await file.datasync();
}
