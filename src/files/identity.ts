import type { Stats } from "node:fs";
import { access, lstat, mkdir, realpath, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { inFolderOf } from "./own-folder.js";
import { systemCode } from "./system-error.js";

/**
 * What is at a path, without following a link; undefined where nothing is.
 *
 * @throws the system's error if it cannot be looked at
 */
export function lookAt(path: string): Promise<Stats | undefined> {
  return lstat(path).catch((error: unknown) => {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  });
}

export function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The size of a file that was opened by a path; undefined where the path leads to it no more. */
export async function sizeAt(
  path: string,
  file: Pick<Stats, "dev" | "ino">,
): Promise<number | undefined> {
  const there = await stat(path).catch(() => undefined);
  return there?.ino === file.ino && there.dev === file.dev ? there.size : undefined;
}

/** Whether two paths lead to one file; two that are both still to be made are compared by name. */
export async function isSameFile(path: string, other: string): Promise<boolean> {
  const [mine, theirs] = await Promise.all([path, other].map(identify));
  return mine !== undefined && mine === theirs;
}

async function identify(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined) return `${found.dev}:${found.ino}`;
  const folder = await realpath(dirname(resolve(path))).catch(() => undefined);
  return folder && join(folder, basename(resolve(path)));
}

/** Removes a file that was written here; one that is not there is no error. @throws as `openFolderOf` */
export function removeFile(path: string): Promise<void> {
  return inFolderOf(path, (folder) => rm(folder.at(basename(path)), { force: true }));
}

/** Makes a folder with those above it; one that is there is no error. @throws the system's error */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
}
