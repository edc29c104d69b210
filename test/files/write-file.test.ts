import { execFile } from "node:child_process";
import {
  chmod,
  chown,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { isTrustedOwner } from "../../src/files/owner.js";
import { findOwnPath, keepToOwner, openDraft, openOwnFile } from "../../src/files/write-file.js";

const posix = process.platform !== "win32";
const root = process.getuid?.() === 0;
const other = 12_345;

async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "write-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Appends to a file, and gives what it holds then. */
async function append(path: string): Promise<string> {
  const { handle } = await openOwnFile((await findOwnPath(path)).path);
  await handle.write("new");
  await handle.close();
  return readFile(path, "utf8");
}

describe.runIf(posix)("a file that is written", () => {
  test("is made where there is none, and appended to where there is one", async () => {
    const path = join(await scratch(), "file");
    expect([await append(path), await append(path)]).toEqual(["new", "newnew"]);
  });

  test("is no link, whatever it leads to, and what it leads to stays", async () => {
    const folder = await scratch();
    const precious = join(folder, "precious");
    await writeFile(precious, "old");
    for (const target of [precious, join(folder, "none"), folder, "/dev/null", "link"]) {
      const path = join(folder, "link");
      await symlink(target, path);
      await expect(append(path), target).rejects.toThrow("it is a link");
      await rm(path);
    }
    expect(await readFile(precious, "utf8")).toBe("old");
    expect(await readdir(folder)).toEqual(["precious"]);
  });

  test("is no folder, pipe or device; a pipe that nobody reads hangs nothing", async () => {
    const folder = await scratch();
    const pipe = join(folder, "pipe");
    await promisify(execFile)("mkfifo", [pipe]);
    await expect(append(pipe)).rejects.toThrow("it is no regular file");
    await expect(append("/dev/null")).rejects.toThrow("it is no regular file");
    await expect(append(folder)).rejects.toThrow("it is a folder");
  });

  test("may lie in a folder behind links", async () => {
    const folder = await scratch();
    await mkdir(join(folder, "real"));
    await symlink("real", join(folder, "way"));
    expect(await append(join(folder, "way", "file"))).toBe("new");
    expect(await findOwnPath(join(folder, "way", "file"))).toMatchObject({
      path: join(await realpath(folder), "real", "file"),
    });
  });

  test("needs a folder that is there", async () => {
    await expect(append(join(await scratch(), "no", "file"))).rejects.toThrow(
      /its folder is not there: there is no folder .*no$/,
    );
  });

  test.each([0o666, 0o644, 0o777, 0o400])(
    "is for its owner alone, though it had the mode %o",
    async (mode) => {
      const path = join(await scratch(), "file");
      await writeFile(path, "old");
      await chmod(path, mode | 0o200);
      await append(path);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    },
  );

  test("on a file system without modes, a warning names it", async () => {
    const stats = await stat("/dev/null");
    const handle = { chmod: () => Promise.reject(new Error("EPERM")), stat: async () => stats };
    expect(await keepToOwner("/mnt/list.journal", handle)).toMatch(
      /^\/mnt\/list\.journal holds addresses and can be read by others/,
    );
  });
});

describe.runIf(posix)("whose file is written to:", () => {
  test.each([
    ["one's own", { uid: 7, sudoUid: undefined }, 7, true],
    ["root's", { uid: 7, sudoUid: undefined }, 0, true],
    ["another user's", { uid: 7, sudoUid: undefined }, 8, false],
    [
      "another user's, whatever SUDO_UID says to one who is not root",
      { uid: 7, sudoUid: 8 },
      8,
      false,
    ],
    ["another user's, by root", { uid: 0, sudoUid: undefined }, 8, false],
    ["that of who called sudo", { uid: 0, sudoUid: 8 }, 8, true],
    ["another's than of who called sudo", { uid: 0, sudoUid: 9 }, 8, false],
    ["anybody's on Windows, which tells no owner", { uid: undefined, sudoUid: undefined }, 8, true],
  ])("%s", async (_, user, owner, trusted) => {
    // Its folder is root's.
    expect(await isTrustedOwner("/file", owner, user)).toBe(trusted);
  });

  test.runIf(root)("that of the folder's owner, by root", async () => {
    const folder = await scratch();
    const path = join(folder, "file");
    await writeFile(path, "old");
    await chown(path, other, other);
    await expect(append(path)).rejects.toThrow(`it belongs to another user (uid ${other})`);
    expect(await readFile(path, "utf8")).toBe("old");
    await chown(folder, other, other);
    expect(await append(path)).toBe("oldnew");
  });
});

describe("a file that replaces another", () => {
  test("is there as a whole, or not at all", async () => {
    const folder = await scratch();
    const path = join(folder, "file");
    await writeFile(path, "old");
    const draft = await openDraft(path);
    await draft.handle.write("new");
    expect(await readFile(path, "utf8")).toBe("old");
    await draft.commit();
    expect(await readFile(path, "utf8")).toBe("new");
    await (await openDraft(path)).discard();
    expect(await readdir(folder)).toEqual(["file"]);
  });

  test.runIf(posix)("replaces a link that has come meanwhile, not what it leads to", async () => {
    const folder = await scratch();
    const [path, precious] = [join(folder, "file"), join(folder, "precious")];
    await writeFile(precious, "old");
    const draft = await openDraft(path);
    await draft.handle.write("new");
    await symlink(precious, path);
    await draft.commit();
    expect([await readFile(path, "utf8"), await readFile(precious, "utf8")]).toEqual([
      "new",
      "old",
    ]);
    expect((await lstat(path)).isFile()).toBe(true);
  });

  test.runIf(posix)("leaves a second name of the old file with the old text", async () => {
    const folder = await scratch();
    const [path, second] = [join(folder, "file"), join(folder, "second")];
    await writeFile(second, "old");
    await link(second, path);
    const draft = await openDraft(path);
    await draft.handle.write("new");
    await draft.commit();
    expect([await readFile(path, "utf8"), await readFile(second, "utf8")]).toEqual(["new", "old"]);
  });
});
