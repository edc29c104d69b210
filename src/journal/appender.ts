import { JournalError } from "./journal-error.js";
import { reasonOf } from "../files/system-error.js";

/**
 * How much one write holds at most, in bytes, unless a single text is longer. Each is synced before the
 * next begins, so that a power cut can leave a hole (of zero bytes) in the last one only.
 */
export const maxWriteBytes = 1 << 20;

/** What the appender needs of a file opened for appending; a `FileHandle` has it. */
export interface AppendFile {
  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
  ): Promise<{ readonly bytesWritten: number }>;
  datasync(): Promise<void>;
  stat(): Promise<{ readonly size: number }>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  readonly bytes: Buffer;
  readonly resolve: (offset: number) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Appends texts to a file, each on disk before its promise resolves. What comes while a write is under
 * way is written and synced together by the next one (group commit). After a failure nothing is
 * written any more, and the file ends where it ended before it.
 */
export class Appender {
  readonly #path: string;
  readonly #file: AppendFile;
  #end: number;
  #waiting: Waiting[] = [];
  #work: Promise<void> | undefined;
  #failure: JournalError | undefined;

  /** @param end where the file ends */
  constructor(path: string, file: AppendFile, end: number) {
    this.#path = path;
    this.#file = file;
    this.#end = end;
  }

  /**
   * @returns where the text begins in the file, once it is on disk
   * @throws JournalError "unwritable", or what `fail` was called with; so do all that follow
   */
  append(text: string): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      this.#waiting.push({ bytes: Buffer.from(text), resolve, reject });
      this.#work ??= this.#drain();
    });
  }

  /** Lets nothing be written any more. */
  fail(error: JournalError): void {
    this.#failure ??= error;
  }

  /** Waits for what is under way, and closes the file. */
  async close(): Promise<void> {
    await this.#work;
    this.fail(new JournalError("unwritable", `${this.#path} has been closed`));
    await this.#file.close();
  }

  async #drain(): Promise<void> {
    // Those who append in the same breath share the first write.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup();
      try {
        if (this.#failure !== undefined) throw this.#failure;
        let offset = this.#end;
        this.#end = await this.#commit(group.map(({ bytes }) => bytes));
        for (const { bytes, resolve } of group) {
          resolve(offset);
          offset += bytes.length;
        }
      } catch (error) {
        const failure = error instanceof JournalError ? error : this.#unwritable(error);
        this.fail(failure);
        for (const { reject } of [...group, ...this.#waiting]) reject(failure);
        this.#waiting = [];
      }
    }
    this.#work = undefined;
  }

  /** As many as one write may hold, at least one. */
  #takeGroup(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const waiting of this.#waiting) {
      bytes += waiting.bytes.length;
      if (count > 0 && bytes > maxWriteBytes) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #commit(parts: readonly Buffer[]): Promise<number> {
    const bytes = Buffer.concat(parts);
    // A run that stood still may not have heard yet that another has taken over: it must see it here.
    if ((await this.#file.stat()).size !== this.#end) throw takenOver(this.#path);
    try {
      for (let done = 0; done < bytes.length;) {
        const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done);
        if (bytesWritten === 0) throw new Error("Nothing was written");
        done += bytesWritten;
      }
      await this.#file.datasync();
    } catch (error) {
      // No half line may stay for another to follow; where this fails too, loading drops it.
      await this.#file.truncate(this.#end).catch(() => undefined);
      throw error;
    }
    return this.#end + bytes.length;
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

/** Another run writes to the journal now. */
export function takenOver(path: string): JournalError {
  return new JournalError(
    "lock-lost",
    `Another run has taken over the journal ${path}, since this one stood still for some seconds, or ` +
      `something else has written to it. Sending has stopped`,
  );
}
