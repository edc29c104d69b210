import fs, { type Stats } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { basename } from "node:path";
import lockfile from "proper-lockfile";
import { FileError } from "./file-error.js";
import { openFolderOf } from "./own-folder.js";
import { isTrustedOwner } from "./owner.js";
import { systemCode } from "./system-error.js";

/** A lock that this process holds. */
export interface Lock {
  /** Whether another process had ended without releasing it. */
  readonly tookOver: boolean;
  release(): Promise<void>;
}

/** How long a lock is valid without being refreshed, in milliseconds; its holder refreshes it each second. */
const staleAfter = 5000;
const refreshEvery = 1000;
const lookEvery = 100;

/** The folder that is the lock of a file. */
export function lockPath(path: string): string {
  return `${path}.lock`;
}

/** A lock by its path in words, and by the one that reaches it. */
interface LockFolder {
  readonly path: string;
  readonly at: string;
}

/**
 * Takes the lock of a file. One that is there is watched: if it is being refreshed, another process
 * holds it; if not for five seconds, by the clock and by what was seen, its holder is gone.
 *
 * @param onLost called when another process has taken the lock over, after this one stood still
 * @returns undefined where another process holds it
 * @throws {FileError} if what lies there is no lock, or another user's
 */
export async function takeLock(path: string, onLost: () => void): Promise<Lock | undefined> {
  surviveFileSizeSignal();
  const parent = await openFolderOf(path);
  const folder = { path: lockPath(path), at: parent.at(basename(lockPath(path))) };
  try {
    for (;;) {
      const state = await watchLock(folder);
      if (state === "held") break;
      const tookOver = state === "left-behind";
      if (tookOver) await age(folder.at);
      const unlock = await tryLock(path, folder.at, onLost);
      if (unlock === undefined) continue;
      return { tookOver, release: () => unlock().finally(() => parent.close()) };
    }
  } catch (error) {
    await parent.close();
    throw error;
  }
  await parent.close();
  return undefined;
}

/**
 * Whether a process holds the lock of a file now. One that is there is watched, for up to about five seconds.
 *
 * @throws {FileError} if what lies there is no lock, or another user's
 */
export async function isLocked(path: string): Promise<boolean> {
  return (await watchLock({ path: lockPath(path), at: lockPath(path) })) === "held";
}

/** Watches a lock until it is removed, is refreshed, or has not been refreshed for too long. */
async function watchLock(folder: LockFolder): Promise<"free" | "held" | "left-behind"> {
  const since = performance.now();
  const first = await refreshedAt(folder);
  for (let refreshed = first; ; refreshed = await refreshedAt(folder)) {
    if (refreshed === undefined) return "free";
    if (refreshed !== first) return "held";
    if (isLeftBehind(refreshed, performance.now() - since)) return "left-behind";
    await delay(lookEvery);
  }
}

/** Both clocks must agree, unless it was watched for the whole time: they of two machines may differ. */
function isLeftBehind(refreshed: number, watched: number): boolean {
  if (watched >= staleAfter) return true;
  return watched >= 1.5 * refreshEvery && Date.now() - refreshed >= staleAfter;
}

async function refreshedAt({ path, at }: LockFolder): Promise<number | undefined> {
  let stats: Stats;
  try {
    stats = await fs.promises.lstat(at);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
  // Nothing that this program makes; it would be touched, and taken away as one that was left behind.
  if (!stats.isDirectory()) {
    throw new FileError(path, "something else lies there than a lock; take it away");
  }
  if (!(await isTrustedOwner(at, stats.uid))) {
    throw new FileError(
      path,
      `a lock of another user (uid ${stats.uid}) lies there; unless they run this job just now, have it taken away`,
    );
  }
  return stats.mtimeMs;
}

let hearsFileSize = false;

/**
 * Node leaves a file that has grown to the limit of the shell to the error of the write. What the lock
 * library has to clean up with ends the process at that signal, unless somebody else hears it too.
 */
function surviveFileSizeSignal(): void {
  if (hearsFileSize || process.platform === "win32") return;
  hearsFileSize = true;
  process.on("SIGXFSZ", () => undefined);
}

/** So that the library finds it stale, whatever the clocks say. */
async function age(folder: string): Promise<void> {
  await fs.promises.lutimes(folder, 1, 1).catch(() => undefined);
}

async function tryLock(
  path: string,
  folder: string,
  onLost: () => void,
): Promise<(() => Promise<void>) | undefined> {
  let lost = false;
  try {
    const release = await lockfile.lock(path, {
      lockfilePath: folder,
      // The path is resolved already, and the file need not exist yet.
      realpath: false,
      fs: ownLocksOnly(),
      stale: staleAfter,
      update: refreshEvery,
      onCompromised: () => {
        lost = true;
        onLost();
      },
    });
    return async () => {
      if (!lost) await release();
    };
  } catch (error) {
    if (systemCode(error) === "ELOCKED") return undefined;
    throw error;
  }
}

type Done = (error: NodeJS.ErrnoException | null) => void;

/**
 * What the library does to files, except that it removes no lock that is another process's by now: it would at the end of
 * the process, without a look, though this one may have stood still and its lock been taken over. Whose a lock is shows in
 * its time, which its holder sets: one that was taken over has a later time, by several seconds.
 */
function ownLocksOnly(): object {
  let ours: number | undefined;
  let before = 0;
  const isOthers = ({ mtimeMs }: Stats): boolean =>
    ours !== undefined && Math.min(Math.abs(mtimeMs - ours), Math.abs(mtimeMs - before)) >= 2000;
  return {
    mkdir: fs.mkdir,
    stat: fs.stat,
    utimes: (folder: string, atime: Date, mtime: Date, done: Done): void => {
      before = ours ?? 0;
      ours = mtime.getTime();
      fs.utimes(folder, atime, mtime, done);
    },
    rmdir: (folder: string, done: Done): void => {
      fs.stat(folder, (error, stats) => {
        if (error === null && isOthers(stats)) done(null);
        else fs.rmdir(folder, done);
      });
    },
    rmdirSync: (folder: string): void => {
      if (!isOthers(fs.statSync(folder))) fs.rmdirSync(folder);
    },
  };
}
