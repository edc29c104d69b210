import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { MARK } from "../emit/banner.ts";
import { InputProblem } from "../problem.ts";

/** The generated files by name, in the order of writing. */
export type Files = ReadonlyMap<string, string>;

export interface Written {
  /** How many files are not what they were. */
  readonly changed: number;
  /** What this command did not write, and left alone. */
  readonly foreign: readonly string[];
}

/** What stands in a folder: each file's text by name, and the names of folders. An absent folder is empty. */
export async function readFolder(
  folder: string,
): Promise<{ files: Map<string, string>; folders: string[] }> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return [];
    throw new InputProblem(`cannot read ${shown(folder)}: ${codeOf(error)}`);
  });
  const names = entries.map((entry) => entry.name).sort();
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const texts = names
    .filter((name) => !folders.includes(name))
    .map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const);
  return { files: new Map(await Promise.all(texts)), folders: folders.sort() };
}

/**
 * Writes all files or none. They are staged beside the folder and moved into it one rename each; if one fails,
 * those before it are put back. A file that an earlier run wrote and this one does not is removed; anything else
 * in the folder is left alone and its name given back.
 */
export async function writeFiles(folder: string, files: Files): Promise<Written> {
  try {
    const parent = dirname(folder);
    await mkdir(parent, { recursive: true });
    const stage = await mkdtemp(join(parent, ".generate-"));
    try {
      for (const [name, text] of files) await writeFile(join(stage, name), text);
      const before = await readFolder(folder);
      refuseStrangers(before.files, files);
      await mkdir(folder, { recursive: true });
      const changed = await moveAll(stage, folder, files, before.files);
      const extra = [...before.files.keys()].filter((name) => !files.has(name));
      const ours = extra.filter((name) => isOurs(before.files.get(name) ?? ""));
      for (const name of ours) await rm(join(folder, name));
      const foreign = [...extra.filter((name) => !ours.includes(name)), ...before.folders];
      return { changed: changed + ours.length, foreign };
    } finally {
      await rm(stage, { recursive: true, force: true });
    }
  } catch (error) {
    if (error instanceof InputProblem) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputProblem(`cannot write to ${shown(folder)}: ${reason}`);
  }
}

/** A folder that this command has written before has its mark in one file at least. */
function refuseStrangers(before: ReadonlyMap<string, string>, files: Files): void {
  const taken = [...files.keys()].filter((name) => before.has(name));
  if (taken.length === 0 || [...before.values()].some(isOurs)) return;
  throw new Error(
    `${taken.join(", ")} would be lost, and this command did not write it; choose another folder`,
  );
}

/** Whether a text is a file of this command's making. */
export function isOurs(text: string): boolean {
  return text.slice(0, 400).includes(MARK);
}

async function moveAll(
  stage: string,
  folder: string,
  files: Files,
  before: ReadonlyMap<string, string>,
): Promise<number> {
  const moved: string[] = [];
  try {
    for (const [name, text] of files) {
      if (before.get(name) === text) continue;
      await rename(join(stage, name), join(folder, name));
      moved.push(name);
    }
    return moved.length;
  } catch (error) {
    for (const name of moved) {
      const old = before.get(name);
      if (old === undefined) await rm(join(folder, name), { force: true });
      else await writeFile(join(folder, name), old);
    }
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

function shown(folder: string): string {
  return relative(process.cwd(), folder) || ".";
}
