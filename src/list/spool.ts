import { mkdtemp, open, rm, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reasonOf } from "../files/system-error.js";
import { ListError } from "./list-error.js";

/**
 * Writes a stream to a file, so that it can be read twice: the byte that shows its encoding may be
 * the last one. The file has no name any more when it is first written to: nobody else can open it,
 * and the system takes it back however the process ends.
 *
 * @throws {ListError} if it cannot be read, or there is no room for it
 */
export async function spool(name: string, stream: AsyncIterable<Uint8Array>): Promise<FileHandle> {
  const file = await openUnnamed(name);
  try {
    for await (const chunk of stream) await file.appendFile(chunk);
    return file;
  } catch (error) {
    await file.close();
    const where = `(it is kept in ${tmpdir()} while it is read, or where TMPDIR says)`;
    throw new ListError(name, `it cannot be read: ${reasonOf(error)} ${where}`, { cause: error });
  }
}

async function openUnnamed(name: string): Promise<FileHandle> {
  try {
    const folder = await mkdtemp(join(tmpdir(), "hubspot-batch-unsubscribe-"));
    try {
      return await open(join(folder, "list"), "wx+", 0o600);
    } finally {
      // On Windows the folder stays until the file is closed, then it is empty.
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  } catch (error) {
    throw new ListError(name, `no temporary file can be made in ${tmpdir()}: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}
