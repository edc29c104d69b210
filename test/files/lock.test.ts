import { chown, mkdir, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { JournalLockedError } from "../../src/journal/journal-error.js";
import { readJournal } from "../../src/journal/open-journal.js";
import { startChild } from "../journal/children.js";
import { openAt, tempFolder, writeList } from "../journal/jobs.js";

const folder = await tempFolder();
const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

describe.skipIf(process.platform === "win32").concurrent("a journal that another run has", () => {
  test("is refused, and names that run; it can be read all the same", async () => {
    const path = join(folder, "held.journal");
    await (await openAt(path)).close();
    const child = startChild(path, "hold");
    expect(await child.next()).toBe("open");
    const error: unknown = await openAt(path).then(
      () => undefined,
      (failure: unknown) => failure,
    );
    expect(error).toBeInstanceOf(JournalLockedError);
    expect(error).toMatchObject({ fault: "locked", holder: { pid: child.process.pid } });
    expect(String(error)).toContain(`process ${child.process.pid} on `);
    expect((await readJournal(path)).standing.phase).toBe("new");
    // The lock library hears signals too, and must not end a run that hears them itself.
    child.process.kill("SIGINT");
    expect(await child.next()).toBe("heard SIGINT");
    await delay(50);
    expect(child.process.exitCode).toBeNull();
    expect(await isThere(`${path}.lock`)).toBe(true);
    child.process.kill("SIGTERM");
    expect(await child.exit).toEqual([null, "SIGTERM"]);
    expect(await isThere(`${path}.lock`)).toBe(false);
  });

  test("is taken over after a kill, and that is told", async () => {
    const path = join(folder, "left.journal");
    const child = startChild(path, "hold");
    expect(await child.next()).toBe("open");
    child.process.kill("SIGKILL");
    await child.exit;
    expect(await isThere(`${path}.lock`)).toBe(true);
    const journal = await openAt(path);
    expect(journal.tookOver).toBe(true);
    await journal.close();
    expect(await isThere(`${path}.lock`)).toBe(false);
  });

  test("is lost by a run that stood still: it writes nothing more", async () => {
    const path = join(folder, "stopped.journal");
    const child = startChild(path, "send");
    expect(await child.rest()).toEqual(["open", "closed"]);
    const still = startChild(path, "hold-and-write");
    expect(await still.next()).toBe("open");
    still.process.kill("SIGSTOP");
    const journal = await openAt(path);
    expect(journal.tookOver).toBe(true);
    still.process.kill("SIGCONT");
    expect(await still.next()).toMatch(/^lock-lost: Another run has taken over/);
    await writeList(journal, ["a@example.com"]);
    await journal.close();
    expect((await readJournal(path)).list?.entries).toBe(1);
    const since = (await readFile(path, "utf8")).split('{"opened"').at(-1) ?? "";
    expect(since.split('{"list":"start"')).toHaveLength(2);
  });
});

test.concurrent.each([
  ["behind", -3600],
  ["ahead", 3600],
])("a lock left by a machine whose clock is %s is taken over too", async (name, seconds) => {
  const path = join(folder, `${name}.journal`);
  await mkdir(`${path}.lock`);
  const time = Date.now() / 1000 + seconds;
  await utimes(`${path}.lock`, time, time);
  const journal = await openAt(path);
  expect(journal.tookOver).toBe(true);
  await journal.close();
});

test("a lock that was let go is no lock that was left behind", async () => {
  const path = join(folder, "free.journal");
  await (await openAt(path)).close();
  const journal = await openAt(path);
  expect(journal.tookOver).toBe(false);
  await journal.close();
});

describe.runIf(process.platform !== "win32")("what lies there and is no lock of this user", () => {
  test("is refused at once, and neither touched nor taken away", async () => {
    const path = join(folder, "strange.journal");
    const elsewhere = join(folder, "elsewhere");
    await mkdir(elsewhere);
    await utimes(elsewhere, 1000, 1000);
    for (const make of [
      () => symlink(elsewhere, `${path}.lock`),
      () => symlink(join(folder, "none"), `${path}.lock`),
      () => writeFile(`${path}.lock`, ""),
    ]) {
      await make();
      const error: unknown = await openAt(path).catch((failure: unknown) => failure);
      expect(error).toMatchObject({ fault: "unwritable" });
      expect(String(error)).toContain("something else lies there than a lock");
      await rm(`${path}.lock`);
    }
    expect((await stat(elsewhere)).mtimeMs).toBe(1_000_000);
    expect(await isThere(path)).toBe(false);
  });

  test.runIf(process.getuid?.() === 0)("is refused where it is another user's", async () => {
    const path = join(folder, "others.journal");
    await mkdir(`${path}.lock`);
    await chown(`${path}.lock`, 12_345, 12_345);
    await expect(openAt(path)).rejects.toThrow("a lock of another user (uid 12345) lies there");
    expect(await isThere(`${path}.lock`)).toBe(true);
  });
});
