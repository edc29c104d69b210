import type { FileHandle } from "node:fs/promises";

const MARK = Buffer.from("\uFEFF");
/** Bytes moved at a time. */
const STEP = 1024 * 1024;

/** Puts a byte order mark before what a file holds, by moving all of it, from its end on. */
export async function prependMark(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  const bytes = Buffer.alloc(Math.min(STEP, size));
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - bytes.length);
    await readExactly(file, bytes.subarray(0, end - start), start);
    await writeExactly(file, bytes.subarray(0, end - start), start + MARK.length);
    end = start;
  }
  await writeExactly(file, MARK, 0);
}

async function readExactly(file: FileHandle, into: Buffer, position: number): Promise<void> {
  for (let done = 0; done < into.length;) {
    const { bytesRead } = await file.read(into, done, into.length - done, position + done);
    if (bytesRead === 0) throw new Error("the file is shorter than it was");
    done += bytesRead;
  }
}

async function writeExactly(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
