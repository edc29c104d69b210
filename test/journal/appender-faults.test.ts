import { appendFileSync, rmSync } from "node:fs";
import { appendFile, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { JournalError } from "../../src/journal/journal-error.js";
import { counted, full, newAppender, stamp } from "./counted-file.js";
import { tempFolder } from "./jobs.js";

const folder = await tempFolder();

test.each(["write", "sync"] as const)(
  "after a %s that failed nothing is written any more, and no half line is left",
  async (what) => {
    const made = await counted(join(folder, `full-${what}`), 4);
    const appender = newAppender(made);
    await appender.append("whole\n");
    let parts = 0;
    made.trouble = (now) => {
      // The second part of the write finds no room.
      if (now === what && (what === "sync" || ++parts > 1)) throw full();
    };
    const failed = [appender.append("half a line\n"), appender.append("another\n")];
    const results = await Promise.allSettled([...failed]);
    made.trouble = () => undefined;
    const late = await Promise.allSettled([appender.append("late\n")]);
    for (const result of [...results, ...late]) {
      expect(result.status === "rejected" && result.reason).toBeInstanceOf(JournalError);
      expect(result).toMatchObject({ reason: { fault: "unwritable", cause: { code: "ENOSPC" } } });
    }
    await appender.close();
    expect(await readFile(made.path, "utf8")).toBe(`${stamp}whole\n`);
  },
);

test("after a lost lock nothing is written, also not what waits", async () => {
  const made = await counted(join(folder, "lost"));
  const appender = newAppender(made);
  const waiting = appender.append("waits\n");
  appender.fail(new JournalError("lock-lost", "lost"));
  await expect(waiting).rejects.toMatchObject({ fault: "lock-lost" });
  await expect(appender.append("late\n")).rejects.toMatchObject({ fault: "lock-lost" });
  await appender.close();
  expect(made.sizes).toEqual([]);
});

test("nothing is written to a file that something else has written to", async () => {
  const made = await counted(join(folder, "foreign"));
  const appender = newAppender(made);
  await appender.append("mine\n");
  await appendFile(made.path, "another's\n");
  await expect(appender.append("late\n")).rejects.toMatchObject({ fault: "lock-lost" });
  await appender.close();
  expect(await readFile(made.path, "utf8")).toBe(`${stamp}mine\nanother's\n`);
});

test("a write that takes nothing has failed", async () => {
  const made = await counted(join(folder, "nothing"), 0);
  const appender = newAppender(made);
  await expect(appender.append("a\n")).rejects.toThrow(
    `${made.path} cannot be written: the disk failed. Sending has stopped, for what cannot be ` +
      "written down is not sent. Mend that, and the same command goes on",
  );
  expect(appender.lost).toBe(false);
  expect(await appender.loss()).toBeUndefined();
  // That the file is still this process's mends nothing.
  await expect(appender.append("b\n")).rejects.toMatchObject({ fault: "unwritable" });
  await appender.close();
});

describe("a file that is not this process's any more", () => {
  const foreign = "Another run has taken over the journal";
  const gone = "was removed or replaced while the job was running";

  test.each<[string, (path: string) => Promise<void>, string]>([
    ["has lines of another", (path) => appendFile(path, "another's\n"), foreign],
    ["is shorter", (path) => truncate(path, 3), foreign],
    ["is removed", (path) => rm(path), gone],
    [
      "is replaced",
      async (path) => {
        await writeFile(`${path}.new`, `${stamp}mine\n`);
        await rename(`${path}.new`, path);
      },
      gone,
    ],
  ])("is seen by whoever looks: it %s", async (what, change, message) => {
    const made = await counted(join(folder, `loss ${what}`));
    const appender = newAppender(made);
    await appender.append("mine\n");
    expect(await appender.loss()).toBeUndefined();
    await change(made.path);
    expect(await appender.loss()).toMatchObject({ fault: "lock-lost" });
    expect((await appender.loss())?.message).toContain(message);
    expect(appender.lost).toBe(true);
    await expect(appender.append("late\n")).rejects.toThrow(message);
    expect(made.sizes).toHaveLength(1);
    await appender.close();
  });

  test("is seen after a write too, before anybody is told that it is written", async () => {
    const made = await counted(join(folder, "after"));
    const appender = newAppender(made);
    await appender.append("mine\n");
    const { size } = await made.file.stat();
    made.trouble = (what) => {
      if (what === "sync") rmSync(made.path);
    };
    await expect(appender.append("late\n")).rejects.toThrow(gone);
    expect(appender.end).toBe(size + stamp.length + 5);
    await appender.close();
  });

  test("stays lost, whatever else fails", async () => {
    const appender = newAppender(await counted(join(folder, "stays")));
    appender.fail(new JournalError("lock-lost", "lost"));
    appender.fail(new JournalError("unwritable", "full"));
    expect((await appender.loss())?.message).toBe("lost");
    await expect(appender.append("late\n")).rejects.toThrow("lost");
    await appender.close();
  });
});

test("lines of one who has lost the file count for nothing, and are written behind", async () => {
  const made = await counted(join(folder, "stale"));
  const appender = newAppender(made);
  await appender.append("mine\n");
  const stale = '{"by":"other"}\n{"call":1,"purpose":"first","entries":"0"}\n';
  await appendFile(made.path, stale);
  const place = await appender.append("next\n");
  const written = await readFile(made.path, "utf8");
  expect(written).toBe(`${stamp}mine\n${stale}${stamp}next\n`);
  expect(written.slice(place.offset, place.next)).toBe("next\n");
  await appender.close();
});

describe("half a line that could not be written to its end", () => {
  /** The second part of its second write fails. */
  async function half(name: string, trouble: (what: string, path: string) => void) {
    const made = await counted(join(folder, name), 4);
    const appender = newAppender(made);
    await appender.append("whole\n");
    let parts = 0;
    made.trouble = (what) => {
      if (what === "write" && ++parts > 1) throw full();
      if (parts > 1) trouble(what, made.path);
    };
    await expect(appender.append("half a line\n")).rejects.toMatchObject({
      cause: { code: "ENOSPC" },
    });
    made.trouble = () => undefined;
    await appender.close();
    return readFile(made.path, "utf8");
  }

  test.each(["stat", "truncate"])("stays where it cannot be taken back: %s fails", async (call) => {
    const left = await half(`back-${call}`, (what) => {
      if (what === call) throw full();
    });
    expect(left).toBe(`${stamp}whole\n${stamp.slice(0, 4)}`);
  });

  test("stays where another has written behind it", async () => {
    const longer = "x".repeat(100);
    const left = await half("back-foreign", (what, path) => {
      if (what === "stat") appendFileSync(path, longer);
    });
    expect(left).toBe(`${stamp}whole\n${stamp.slice(0, 4)}${longer}`);
  });
});
