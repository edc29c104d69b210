import { execFile } from "node:child_process";
import {
  chmod,
  chown,
  lchown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startMock, type Mock } from "../../src/mock/index.js";
import { bundleCommand } from "../helpers/bundled-command.js";

/** Two users without names; nothing on the machine is theirs. */
const OPERATOR = 61_234;
const STRANGER = 61_235;

interface Ended {
  readonly code: number;
  readonly stderr: string;
}

// Files of another user can be made by root alone.
describe.skipIf(process.getuid?.() !== 0)("an operator beside another user", () => {
  let command: Awaited<ReturnType<typeof bundleCommand>>;
  let mock: Mock;
  let folder: string;

  beforeAll(async () => {
    command = await bundleCommand();
  });
  afterAll(() => command.remove());

  beforeEach(async () => {
    mock = await startMock();
    folder = await mkdtemp(join(tmpdir(), "shared-"));
    await chmod(folder, 0o1777); // as /tmp is: everybody writes, and removes only what is theirs
    await foreign("list.csv", "email\nana@example.com\nben@example.org\n", 0o644);
    return async () => {
      await mock.close();
      await rm(folder, { recursive: true, force: true });
    };
  });

  async function foreign(name: string, text: string, mode: number): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, text);
    await chown(path, STRANGER, STRANGER);
    await chmod(path, mode);
    return path;
  }

  function run(user: number, env: Record<string, string>, ...args: string[]): Promise<Ended> {
    const options = {
      cwd: folder,
      uid: user,
      gid: user,
      env: { PATH: process.env["PATH"], HUBSPOT_ACCESS_TOKEN: mock.token, ...env },
    };
    const words = [command.path, "run", "list.csv", "--yes", "--base-url", mock.url, ...args];
    return new Promise((resolve) => {
      execFile(process.execPath, words, options, (error, _, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, stderr });
      });
    });
  }

  const out = (): readonly string[] => mock.state().out["portal"] ?? [];

  test("reads a list of theirs, and keeps what it writes to itself", async () => {
    const { code, stderr } = await run(OPERATOR, {});
    expect(code, stderr).toBe(0);
    expect(out()).toHaveLength(2);
    for (const name of ["list.csv.practice.journal", "list.csv.practice.report.csv"]) {
      const { uid, mode } = await stat(join(folder, name));
      expect([uid, mode & 0o777], name).toEqual([OPERATOR, 0o600]);
    }
  });

  test.each([
    ["journal", "list.csv.practice.journal", 0o666],
    ["report", "list.csv.practice.report.csv", 0o666],
  ])("writes into no %s that is theirs, however open it is", async (_, name, mode) => {
    const path = await foreign(name, "theirs\n", mode);
    const { code, stderr } = await run(OPERATOR, {});
    expect(code, stderr).not.toBe(0);
    expect(stderr).toContain(name);
    expect(await readFile(path, "utf8")).toBe("theirs\n");
    expect((await stat(path)).uid).toBe(STRANGER);
    if (name.endsWith("journal")) expect(out()).toEqual([]);
  });

  test("goes on with no journal whose lock is theirs", async () => {
    const lock = join(folder, "list.csv.practice.journal.lock");
    await mkdir(lock);
    await chown(lock, STRANGER, STRANGER);
    await chmod(lock, 0o777);
    const { code, stderr } = await run(OPERATOR, {});
    expect(code, stderr).toBe(6); // the journal cannot be written
    expect(out()).toEqual([]);
  });

  test("as root, follows no link of theirs to a folder that is not theirs", async () => {
    const [real, way] = [join(folder, "real"), join(folder, "way")];
    await mkdir(real);
    await writeFile(join(real, "list.csv"), "email\nana@example.com\n");
    await symlink(real, way);
    await lchown(way, STRANGER, STRANGER);
    const { code, stderr } = await run(0, {}, "--journal", "way/journal", "--report", "r.csv");
    expect(code, stderr).toBe(6); // the journal cannot be written
    expect(stderr).toContain(`${way} is a link of another user (uid ${STRANGER})`);
    expect(stderr).toContain("Nothing has been sent");
    expect(out()).toEqual([]);
    expect(await readdir(real)).toEqual(["list.csv"]);
  });

  test("as root, writes what belongs to whoever called sudo, and nobody else's", async () => {
    const private_ = join(folder, "sub");
    await mkdir(private_); // root's own, so that the owner of the folder decides nothing
    const list = join(private_, "list.csv");
    await writeFile(list, "email\nana@example.com\n");
    const report = join(private_, "out.csv");
    await writeFile(report, "");
    await chown(report, STRANGER, STRANGER);
    const refused = await run(0, {}, "--report", "sub/out.csv");
    expect(refused.code, refused.stderr).not.toBe(0);
    expect(await readFile(report, "utf8")).toBe("");
    const allowed = await run(0, { SUDO_UID: String(STRANGER) }, "--report", "sub/out.csv");
    expect(await readFile(report, "utf8"), allowed.stderr).toContain("unsubscribed");
  });
});
