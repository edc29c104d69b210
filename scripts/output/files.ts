import { constants } from "node:buffer";
import { lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { MARK } from "../emit/banner.ts";
import { InputProblem } from "../problem.ts";

/** The generated files by name, in the order of writing. */
export type Files = ReadonlyMap<string, string>;

export interface Written {
  /** How many files are not what they were. */
  readonly changed: number;
  /** Files that this command did not write, and left unchanged. */
  readonly foreign: readonly string[];
}

/** What stands in a folder. */
interface Contents {
  /** Each file's text by name. */
  readonly files: ReadonlyMap<string, string>;
  /** What this command cannot have written: folders, links, pipes, devices, and what is longer than a text can be. */
  readonly others: readonly string[];
}

/**
 * An absent folder is empty. Nothing but files is opened: a pipe would be waited for without end, a device has none, and a
 * link leads elsewhere.
 *
 * @throws {InputProblem} if one cannot be read
 */
export async function readFolder(folder: string): Promise<Contents> {
  const files = new Map<string, string>();
  const others: string[] = [];
  try {
    for (const name of (await readdir(folder)).sort()) {
      const path = join(folder, name);
      const stats = await lstat(path);
      if (stats.isFile() && stats.size <= constants.MAX_STRING_LENGTH)
        files.set(name, await readFile(path, "utf8"));
      else others.push(name);
    }
  } catch (error) {
    if (codeOf(error) !== "ENOENT")
      throw new InputProblem(`cannot read ${shown(folder)}: ${codeOf(error)}`);
  }
  return { files, others };
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
      refuseStrangers(before, files);
      await mkdir(folder, { recursive: true });
      const changed = await moveAll(stage, folder, files, before.files);
      const extra = [...before.files.keys()].filter((name) => !files.has(name));
      const ours = extra.filter((name) => isOurs(before.files.get(name) ?? ""));
      for (const name of ours) await rm(join(folder, name));
      const foreign = [...extra.filter((name) => !ours.includes(name)), ...before.others];
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
function refuseStrangers({ files: before, others }: Contents, files: Files): void {
  const isKnown = [...before.values()].some(isOurs);
  const foreign = isKnown ? others : [...before.keys(), ...others];
  const taken = [...files.keys()].filter((name) => foreign.includes(name));
  if (taken.length === 0) return;
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
