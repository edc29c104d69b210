import { readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Journal } from "../../src/journal/journal.js";
import { openJournal, readJournal } from "../../src/journal/open-journal.js";
import { all, call, confirmedJournal, itemsOf, openAt, origin } from "./jobs.js";
import { people, tempFolder, told, writeList } from "./jobs.js";

const folder = await tempFolder();
const posix = process.platform !== "win32";
const four = people(4);
const items = itemsOf(four);
const binding = { server: origin, businessUnitId: undefined };

describe("entries are taken", () => {
  test("once a run has begun, and not before", async () => {
    const journal = await openAt(join(folder, "early.journal"));
    await expect(journal.take([{ address: "p0@example.com" }])).rejects.toThrow(
      /^entries are taken once the run has begun, or into a list that was started$/,
    );
    await journal.begin(binding);
    expect(await journal.take([{ address: "p0@example.com" }])).toMatchObject([{ kind: "new" }]);
    await journal.close();
  });

  test("into no job that has a list, once that was read to its end", async () => {
    const path = join(folder, "listed.journal");
    const journal = await confirmedJournal(path, four);
    await expect(journal.take([{ address: "more@example.com" }])).rejects.toThrow(
      `${path} is the journal of a list, and takes no further entries; use another journal`,
    );
    await expect(journal.endList({ blankRows: 0, facts: {} })).rejects.toThrow(
      "No list has been begun",
    );
    expect(journal.totals.entries).toBe(4);
    await journal.close();
  });
});

describe("a run", () => {
  test("sends within the limit that was agreed to, unless it is told another", async () => {
    const journal = await openAt(join(folder, "limit.journal"));
    await writeList(journal, four);
    await journal.confirm({ addresses: 4, limit: 3 });
    const sends = async () => (await all(journal.pending())).map(({ id }) => id);
    await journal.begin(binding);
    expect(await sends()).toEqual([0, 1, 2]);
    await journal.begin(binding, { limit: 1 });
    expect(await sends()).toEqual([0]);
    await journal.close();
  });

  test("has its route and the version of the API on record", async () => {
    const journal = await openAt(join(folder, "route.journal"));
    await journal.begin({ ...binding, route: "single", apiVersion: "v4" });
    expect(journal.runs).toMatchObject([{ route: "single", pid: process.pid }]);
    expect(journal.apiVersion).toBe("v4");
    await journal.close();
  });

  test("is told whether its own route has opted somebody out; before it begins, whether any has", async () => {
    const path = join(folder, "before.journal");
    const journal = await openAt(path);
    expect(journal.succeededBefore).toBe(false);
    await journal.begin({ ...binding, route: "single" });
    await journal.take([{ address: "p0@example.com", row: 2 }]);
    await call(journal, 1, items.slice(0, 1));
    expect(journal.succeededBefore).toBe(false);
    await journal.close();
    const again = await openAt(path);
    expect(again.succeededBefore).toBe(true);
    await again.begin(binding);
    expect(again.succeededBefore).toBe(false);
    await again.begin({ ...binding, route: "single" });
    expect(again.succeededBefore).toBe(true);
    await again.close();
  });

  test("of a list that nobody has agreed to is refused with the name of the journal", async () => {
    const path = join(folder, "refused.journal");
    const journal = await openAt(path);
    await writeList(journal, four);
    await expect(journal.begin(binding)).rejects.toThrow(
      `Nobody has confirmed the list of ${path}. Nothing was sent`,
    );
    await journal.close();
  });

  test("learns from a journal whose account the token has", async () => {
    const journal = await openAt(join(folder, "account.journal"));
    expect(journal.bindsAccount).toBe(true);
    await journal.close();
  });
});

describe.runIf(posix)("a journal whose file is removed or moved away", () => {
  test("is lost, and whoever asks hears of it", async () => {
    const path = join(folder, "removed.journal");
    const journal = await confirmedJournal(path, four);
    expect([journal.lost, await journal.isHeld()]).toEqual([false, true]);
    await expect(journal.checkHeld()).resolves.toBeUndefined();
    await rm(path);
    expect([await journal.isHeld(), journal.lost]).toEqual([false, true]);
    await expect(journal.checkHeld()).rejects.toMatchObject({ fault: "lock-lost" });
    await journal.close();
  });

  test("is read all the same by the process that has it open, and by its name after that", async () => {
    const path = join(folder, "moved.journal");
    const journal = await confirmedJournal(path, four);
    const outcomes = four.map((address) => `${address} not-sent stopped`);
    await rename(path, `${path}.old`);
    expect(await told(journal)).toEqual(outcomes);
    await journal.close();
    await expect(told(journal)).rejects.toThrow();
    await rename(`${path}.old`, path);
    expect(await told(journal)).toEqual(outcomes);
  });
});

describe("what a program asks for at the wrong time is not written, and the journal goes on", () => {
  test.each<[string, (journal: Journal) => Promise<unknown>]>([
    ["to confirm no list", (journal) => journal.confirm({ addresses: 1 })],
    ["to end a job that has not begun", (journal) => journal.end(undefined)],
    ["to stop it", (journal) => journal.recordStop({ reason: "stopped", message: "Stopped." })],
    ["to begin it again", (journal) => journal.retry()],
    [
      "to call an entry that it never took",
      (journal) => journal.calling({ call: 1, purpose: "first", entries: items }),
    ],
    ["to settle one", (journal) => call(journal, 1, items)],
    [
      "to begin a list in a job without one",
      async (journal) => {
        await journal.begin(binding);
        await journal.startList({ name: "list.csv", digest: "d1" });
      },
    ],
  ])("%s", async (what, ask) => {
    const path = join(folder, `${what}.journal`);
    const journal = await openAt(path);
    await expect(ask(journal)).rejects.toThrow(/^.*\.journal cannot have this on record: it /);
    await journal.begin(binding);
    await journal.take([{ address: "p0@example.com" }]);
    await journal.close();
    expect((await readJournal(path)).totals.entries).toBe(1);
  });
});

test("where the contents end is told once all that is being written is on disk", async () => {
  const path = join(folder, "place.journal");
  const journal = await confirmedJournal(path, four);
  const written = journal.startRun();
  expect(await journal.place()).toBe((await stat(path)).size);
  await written;
  await journal.close();
});

test("a closed journal is written to no more, and another process may open it", async () => {
  const path = join(folder, "closed.journal");
  const journal = await confirmedJournal(path, four);
  await journal.close();
  await expect(journal.startRun()).rejects.toMatchObject({ fault: "unwritable" });
  const next = await openJournal(path);
  expect(next.tookOver).toBe(false);
  await next.close();
});

test("a job that was agreed to is not thrown away", async () => {
  const path = join(folder, "kept.journal");
  const journal = await confirmedJournal(path, four);
  await expect(journal.discard()).rejects.toThrow("A confirmed job is not thrown away");
  await journal.close();
  expect((await readJournal(path)).confirmed).toMatchObject({ addresses: 4 });
  expect(await readFile(path, "utf8")).toContain("p0@example.com");
});
