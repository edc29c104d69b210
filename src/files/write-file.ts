import { randomUUID } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { open, rename, rm, type FileHandle } from "node:fs/promises";
import { basename, join } from "node:path";
import { FileError } from "./file-error.js";
import { lookAt } from "./identity.js";
import { inFolderOf, openFolderOf, type OwnFolder } from "./own-folder.js";
import { isTrustedOwner } from "./owner.js";
import { systemCode } from "./system-error.js";

/*
 * Writes files in a folder whose content may come from somebody else. A link or a file of another user under the name of
 * ours must neither redirect the writing nor reveal what is written.
 */

/** A file to be written. */
export interface OwnPath {
  /** Absolute, with the links of the folders on the way resolved. */
  readonly path: string;
  /** The file that is there already, which is a regular one, of ours or root's. */
  readonly stats: Stats | undefined;
}

/** An open file, and a warning about it. */
export interface OwnFile {
  readonly handle: FileHandle;
  /** A warning for the user, for instance that the file system has no modes. */
  readonly warning: string | undefined;
}

/** The mode that lets only the owner read and write a file. */
interface Modes {
  stat(): Promise<{ readonly mode: number }>;
  chmod(mode: number): Promise<void>;
}

// Windows knows neither of the two; there the look before has to do.
const { O_RDWR, O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/**
 * Where a file is to be written. Folders on the way may be links; the file itself may not.
 *
 * @throws {FileError} if its folder is not there or another user chooses it, or if what lies there is a link, no regular
 * file, or another user's
 * @throws the system's error if it cannot be looked at
 */
export function findOwnPath(name: string): Promise<OwnPath> {
  return inFolderOf(name, async (folder) => {
    const file = fileIn(folder, name);
    return { path: file.path, stats: await lookAtOwn(file) };
  });
}

/** A file of a folder: its path in words, and the one by which it is reached. */
interface FolderFile {
  readonly path: string;
  readonly at: string;
}

function fileIn(folder: OwnFolder, name: string): FolderFile {
  return { path: join(folder.path, basename(name)), at: folder.at(basename(name)) };
}

async function lookAtOwn(file: FolderFile): Promise<Stats | undefined> {
  const stats = await lookAt(file.at);
  if (stats !== undefined) await check(file, stats);
  return stats;
}

/**
 * Opens a file to read it and to append to it; one that is not there is made.
 *
 * @param path as `findOwnPath` gives it
 * @throws as `findOwnPath`, and {FileError} if the file has a second name
 */
export function openOwnFile(path: string): Promise<OwnFile> {
  return inFolderOf(path, async (folder) => {
    const file = fileIn(folder, path);
    const handle = await openOrMake(file);
    try {
      const stats = await handle.stat();
      await check(file, stats);
      // What replaces a file as a whole leaves its other names with the old text; what is written into it does not.
      if (stats.nlink > 1) {
        throw new FileError(
          path,
          "it has another name besides (a hard link), by which others may read or change it; copy it, and put the copy in its place",
        );
      }
      const warning = await keepToOwner(path, handle);
      await sync(folder);
      return { handle, warning };
    } catch (error) {
      await handle.close();
      throw error;
    }
  });
}

async function openOrMake(file: FolderFile): Promise<FileHandle> {
  // Another process may make it or take it away between two steps.
  for (let tries = 1; ; tries += 1) {
    try {
      return (await lookAtOwn(file)) === undefined
        ? await open(file.at, O_RDWR | O_APPEND | O_CREAT | O_EXCL, 0o600)
        : await open(file.at, O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK);
    } catch (error) {
      const code = systemCode(error) ?? "";
      if (tries === 3 || !["EEXIST", "ENOENT", "ELOOP"].includes(code)) throw error;
    }
  }
}

async function check({ path, at }: FolderFile, stats: Stats): Promise<void> {
  if (stats.isSymbolicLink()) {
    throw new FileError(path, "it is a link, which is not written through; name the file itself");
  }
  if (stats.isDirectory()) throw new FileError(path, "it is a folder");
  if (!stats.isFile()) throw new FileError(path, "it is no regular file");
  if (!(await isTrustedOwner(at, stats.uid))) {
    throw new FileError(path, `it belongs to another user (uid ${stats.uid})`);
  }
}

/**
 * Gives a file the mode 0600, whatever it had and whatever the umask took from it.
 *
 * @returns a warning where others can read it all the same
 */
export async function keepToOwner(path: string, handle: Modes): Promise<string | undefined> {
  if (process.platform === "win32" || ((await handle.stat()).mode & 0o777) === 0o600)
    return undefined;
  // Fails for a file of root, and on a file system without modes; the caller checks the mode that resulted.
  await handle.chmod(0o600).catch(() => undefined);
  if (((await handle.stat()).mode & 0o077) === 0) return undefined;
  return (
    `${path} holds addresses and can be read by others on this machine: its mode cannot be set to ` +
    `0600 there`
  );
}

/** A file that is gathered beside the one that it is to replace. */
export interface Draft {
  readonly handle: FileHandle;
  readonly warning: string | undefined;
  /**
   * Puts it in the place of the other, in one step, once it is on disk.
   *
   * @param check called right before that; what it throws leaves the other
   */
  commit(check?: () => Promise<void>): Promise<void>;
  /** Removes it. Never throws, since there is an error already. */
  discard(): Promise<void>;
}

/**
 * Begins a file that takes the place of another, or of none, as a whole.
 *
 * @param path as `findOwnPath` gives it
 * @throws the system's error
 */
export async function openDraft(path: string): Promise<Draft> {
  const folder = await openFolderOf(path);
  const at = folder.at(`.${basename(path)}.${randomUUID().slice(0, 8)}.part`);
  let handle: FileHandle | undefined;
  const discard = async (): Promise<void> => {
    await handle?.close().catch(() => undefined);
    await rm(at, { force: true }).catch(() => undefined);
    await folder.close().catch(() => undefined);
  };
  try {
    const made = (handle = await open(at, "wx+", 0o600));
    return {
      handle: made,
      warning: await keepToOwner(path, made),
      discard,
      commit: async (check) => {
        await made.sync();
        await made.close();
        await check?.();
        // A link that has come there meanwhile is itself replaced.
        await rename(at, folder.at(basename(path)));
        await sync(folder);
        await folder.close();
      },
    };
  } catch (error) {
    await discard();
    throw error;
  }
}

/** Makes sure that a new file still exists after a power cut, if the system supports that. */
async function sync(folder: OwnFolder): Promise<void> {
  const handle = await open(folder.at(""), "r").catch(() => undefined);
  // Windows has no such thing, and some network file systems refuse it.
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
