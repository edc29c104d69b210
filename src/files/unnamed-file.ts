import { mkdtemp, open, rm, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Opens a new file to write and to read that has no name any more: nobody else can open it, and the system takes it back
 * however the process ends. It is kept in the system's folder for temporary files.
 *
 * @throws the system's error if none can be made there
 */
export async function openUnnamedFile(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), "hubspot-batch-unsubscribe-"));
  try {
    return await open(join(folder, "file"), "wx+", 0o600);
  } finally {
    // On Windows the folder stays until the file is closed, then it is empty.
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
