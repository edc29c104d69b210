import { constants, type Stats } from "node:fs";
import { lstat, open, readlink, realpath, stat, type FileHandle } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { FileError } from "./file-error.js";
import { isTrustedUser } from "./owner.js";
import { systemCode } from "./system-error.js";

/*
 * The folder that a file is written in. Another user who may rename the folders above it can put a link in the place of
 * one at any moment, and so choose where a path leads. So the path is followed step by step, and a link that another user
 * has made, or can exchange, is followed to their own folders alone. On Linux the folder is then held open, and its files
 * are reached through it, whatever becomes of the path.
 */

/** A folder to write in. */
export interface OwnFolder {
  /** Absolute and without links. */
  readonly path: string;
  /** The path by which a file of the folder is reached. */
  at(name: string): string;
  close(): Promise<void>;
}

const { O_DIRECTORY, O_NOFOLLOW } = constants;
/** Opens a folder on Linux, also one that may be passed through but not listed; Node has no name for it. */
const O_PATH = 0o10000000;
/** How many links are followed, as on Linux; steps that are repeated since something changed count too. */
const mostLinks = 40;

/**
 * Opens the folder of a file.
 *
 * @param name of the file, which need not be there
 * @throws {FileError} if there is no such folder, or a link of another user leads to one that is not theirs
 * @throws the system's error if it cannot be looked at
 */
export async function openFolderOf(name: string): Promise<OwnFolder> {
  const folder = dirname(resolve(name));
  try {
    if (process.platform === "win32") return new Step(await realpath(folder), undefined);
    return await follow(name, folder);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
    const reason = `its folder is not there: there is no folder ${folder}`;
    throw new FileError(name, reason, { cause: error });
  }
}

/** Does something in the folder of a file. */
export async function inFolderOf<T>(
  name: string,
  action: (folder: OwnFolder) => Promise<T>,
): Promise<T> {
  const folder = await openFolderOf(name);
  try {
    return await action(folder);
  } finally {
    await folder.close();
  }
}

class Step implements OwnFolder {
  readonly path: string;
  readonly #handle: FileHandle | undefined;

  constructor(path: string, handle: FileHandle | undefined) {
    this.path = path;
    this.#handle = handle;
  }

  static async top(): Promise<Step> {
    if (process.platform !== "linux") return new Step("/", undefined);
    const handle = await open("/", O_PATH | O_DIRECTORY);
    const top = new Step("/", handle);
    if (await stat(top.at("")).catch(() => undefined)) return top;
    // Without /proc the path has to do.
    await top.close();
    return new Step("/", undefined);
  }

  at(name: string): string {
    return this.#handle === undefined
      ? join(this.path, name)
      : `/proc/self/fd/${this.#handle.fd}/${name}`; // not joined, which would resolve ".." without a look
  }

  stat(): Promise<Stats> {
    return stat(this.at(""));
  }

  /** The folder below, or above; a link that has come there meanwhile is an error. */
  async enter(name: string): Promise<Step> {
    const path = join(this.path, name);
    if (this.#handle === undefined) return new Step(path, undefined);
    return new Step(path, await open(this.at(name), O_PATH | O_DIRECTORY | O_NOFOLLOW));
  }

  async close(): Promise<void> {
    await this.#handle?.close();
  }
}

/** A link that another user has made, or can put another in the place of. */
interface StrangeLink {
  readonly path: string;
  /** The user who owns the link; undefined where anybody may. */
  readonly uid: number | undefined;
}

async function follow(name: string, folder: string): Promise<OwnFolder> {
  const strange: StrangeLink[] = [];
  const parts = partsOf(folder);
  let links = 0;
  let here = await Step.top();
  try {
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      const stats = await lstat(here.at(part));
      const isLink = stats.isSymbolicLink();
      if (isLink) {
        links += 1;
        if (links > mostLinks) throw new FileError(name, "the links to its folder lead on and on");
        const path = join(here.path, part);
        for (const uid of await strangers(here, stats)) strange.push({ path, uid });
        const target = await readlink(here.at(part));
        parts.unshift(...partsOf(target));
        if (!target.startsWith("/")) continue;
      }
      const next = isLink ? await Step.top() : await here.enter(part);
      await here.close();
      here = next;
    }
    const { uid } = await here.stat();
    const led = strange.find((link) => link.uid !== uid);
    if (led !== undefined) throw new FileError(name, describeLed(led, here.path));
    return here;
  } catch (error) {
    await here.close();
    throw error;
  }
}

/** The other users who decide where a link leads. */
async function strangers(folder: Step, link: Stats): Promise<(number | undefined)[]> {
  const { uid, mode } = await folder.stat();
  const isOpenToAll = (mode & 0o1002) === 0o0002; // others write, and the sticky bit is not set
  const uids: (number | undefined)[] = [link.uid, uid].filter((owner) => !isTrustedUser(owner));
  return isOpenToAll ? [...uids, undefined] : uids;
}

function describeLed({ path, uid }: StrangeLink, folder: string): string {
  const whose = uid === undefined ? "that anybody can exchange" : `of another user (uid ${uid})`;
  return `${path} is a link ${whose}, and leads to ${folder}; if that is the folder meant, name it itself`;
}

function partsOf(path: string): string[] {
  return path.split("/").filter((part) => part !== "" && part !== ".");
}
