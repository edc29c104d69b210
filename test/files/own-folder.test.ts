import {
  chmod,
  lchown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { removeFile } from "../../src/files/identity.js";
import { takeLock } from "../../src/files/lock.js";
import { inFolderOf } from "../../src/files/own-folder.js";
import { findOwnPath, openDraft, openOwnFile } from "../../src/files/write-file.js";
import { openDevice, openTarget } from "../../src/files/write-target.js";

const other = 12_345;
const isPosix = process.platform !== "win32";
// Only root can make what is another user's.
const isRoot = process.getuid?.() === 0;

/** A folder with `ours`, which holds a file, and `theirs`, another user's, that has nothing in it but a folder `way`. */
async function scratch(): Promise<{ ours: string; theirs: string; way: string }> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "own-folder-")));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [ours, theirs] = [join(folder, "ours"), join(folder, "theirs")];
  await mkdir(ours);
  await writeFile(join(ours, "file"), "old");
  await mkdir(join(theirs, "way"), { recursive: true });
  return { ours, theirs, way: join(theirs, "way") };
}

async function swap(way: string, target: string): Promise<void> {
  await rename(way, `${way}.real`);
  await symlink(target, way);
}

const pathOf = (name: string): Promise<string> =>
  inFolderOf(name, (folder) => Promise.resolve(folder.path));

describe.runIf(isPosix)("the folder of a file", () => {
  test("is found behind links, up and down, and named without them", async () => {
    const { ours, theirs } = await scratch();
    await symlink("../../ours/./", join(theirs, "way", "up"));
    await symlink(join(theirs, "way"), join(ours, "down"));
    expect(await pathOf(join(ours, "down", "up", "file"))).toBe(ours);
    expect(await pathOf("/file")).toBe("/");
    expect(await pathOf("file")).toBe(process.cwd());
  });

  test("is no file, and no link that leads round or nowhere", async () => {
    const { ours } = await scratch();
    await symlink("round", join(ours, "round"));
    await symlink("nowhere", join(ours, "lost"));
    await expect(findOwnPath(join(ours, "file", "x"))).rejects.toThrow(/ENOTDIR/);
    await expect(findOwnPath(join(ours, "round", "x"))).rejects.toThrow("lead on and on");
    await expect(findOwnPath(join(ours, "lost", "x"))).rejects.toThrow(
      /there is no folder .*lost$/,
    );
  });

  test("may be one that can be passed through and not be listed", async () => {
    const { ours } = await scratch();
    await chmod(ours, 0o311);
    expect(await pathOf(join(ours, "file"))).toBe(ours);
    await chmod(ours, 0o700);
  });
});

describe.runIf(isRoot)("a link to a folder", () => {
  test.each([
    ["of another user", 0o755, other, 0, `a link of another user (uid ${other})`],
    ["in a folder of another user", 0o755, 0, other, `a link of another user (uid ${other})`],
    ["in a folder where anybody may exchange it", 0o777, 0, 0, "a link that anybody can exchange"],
  ])("%s is not followed to a folder that is not theirs", async (_, mode, link, owner, words) => {
    const { ours, theirs, way } = await scratch();
    await swap(way, ours);
    await lchown(way, link, link);
    await lchown(theirs, owner, owner);
    await chmod(theirs, mode);
    const path = join(way, "file");
    const steps: readonly (() => Promise<unknown>)[] = [
      () => findOwnPath(path),
      () => openOwnFile(path),
      () => openDraft(path),
      () => removeFile(path),
      () => openDevice(path),
      () => openTarget({ kind: "pipe", path }, undefined),
      () => takeLock(path, () => undefined),
    ];
    for (const step of steps) {
      await expect(step()).rejects.toThrow(`${way} is ${words}, and leads to ${ours}; if that is`);
    }
    expect(await readdir(ours)).toEqual(["file"]);
    expect(await readFile(join(ours, "file"), "utf8")).toBe("old");
  });

  test.each([
    ["of root where all may write and remove only what is theirs", 0o1777, 0, 0, 0],
    ["of another user to a folder of theirs", 0o755, other, other, other],
  ])("%s is followed", async (_, mode, link, owner, target) => {
    const { ours, theirs, way } = await scratch();
    await swap(way, ours);
    await lchown(way, link, link);
    await lchown(theirs, owner, owner);
    await lchown(ours, target, target);
    await chmod(theirs, mode);
    expect(await findOwnPath(join(way, "file"))).toMatchObject({ path: join(ours, "file") });
  });
});

describe.runIf(process.platform === "linux")("a folder that is swapped for a link", () => {
  test("after a draft was begun in it gets the file, and what the link leads to stays", async () => {
    const { ours, way } = await scratch();
    for (const end of ["commit", "discard"] as const) {
      const draft = await openDraft(join(way, "file"));
      await draft.handle.write("new");
      await swap(way, ours);
      await draft[end]();
      expect(await readdir(ours)).toEqual(["file"]);
      expect(await readFile(join(ours, "file"), "utf8")).toBe("old");
      expect(await readFile(join(`${way}.real`, "file"), "utf8")).toBe("new");
      expect(await readdir(`${way}.real`)).toEqual(["file"]);
      await rm(way);
      await rename(`${way}.real`, way);
    }
  });

  test("after a lock was taken in it loses the lock in the end, and no other goes", async () => {
    const { ours, way } = await scratch();
    const lock = await takeLock(join(way, "file"), () => undefined);
    await mkdir(join(ours, "file.lock"));
    await swap(way, ours);
    await lock?.release();
    expect(await readdir(ours)).toEqual(["file", "file.lock"]);
    expect(await readdir(`${way}.real`)).toEqual([]);
  });
});
