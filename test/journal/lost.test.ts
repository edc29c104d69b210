import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openJournal, readJournal } from "../../src/journal/open-journal.js";
import { writeCsvReport } from "../../src/report/csv-report.js";
import { startChild } from "./children.js";
import {
  call,
  confirmedJournal,
  itemsOf,
  openAt,
  origin,
  people,
  tempFolder,
  told,
} from "./jobs.js";

const folder = await tempFolder();
const binding = { server: origin, businessUnitId: undefined };

/** The rival takes the journal over and finishes the job, while the child stands still. */
async function finishInstead(path: string): Promise<string> {
  const rival = await openJournal(path);
  expect(rival.tookOver).toBe(true);
  await rival.begin(binding);
  const left: number[] = [];
  for await (const entries of rival.pending()) {
    left.push(...entries.map(({ id }) => id));
    await rival.calling({ call: 1, purpose: "first", entries });
    await rival.settle(
      entries.map((entry) => ({ entry, result: { outcome: "unsubscribed", time: 1 } })),
    );
  }
  await rival.end(undefined);
  await rival.close();
  return readFile(path, "utf8");
}

describe.skipIf(process.platform === "win32").concurrent("a run that stood still", () => {
  test.each([
    ["before it writes a call down", "stop-before-append", 3],
    ["between looking and writing", "stop-in-append", 3],
    ["between a call's line and the look", "stop-after-append", 3],
    ["while it waits for an answer", "stop-in-call", 3],
  ])(
    "%s writes nothing that counts and makes no further call",
    async (_, mode, entries) => {
      const path = join(folder, `${mode}.journal`);
      await (await confirmedJournal(path, people(entries))).close();
      const child = startChild(path, mode);
      expect(await child.next()).toBe("open");
      expect(await child.next()).toBe("stops");
      const finished = await finishInstead(path);
      child.process.kill("SIGCONT");
      const lines = await child.rest();
      expect(lines.filter((line) => line === "calls")).toHaveLength(
        mode === "stop-in-call" ? 1 : 0,
      );
      expect(lines.at(-1)).toMatch(/^lock-lost: Another run has taken over/);
      const after = await readFile(path, "utf8");
      // What was between looking and writing stands behind the other's lines, and counts for nothing.
      expect(after.startsWith(finished)).toBe(true);
      if (mode !== "stop-in-append") expect(after).toBe(finished);
      const contents = await readJournal(path);
      expect(contents.standing.phase).toBe("ended");
      expect(await told(contents)).toEqual(
        people(entries).map((address) => `${address} unsubscribed`),
      );
    },
    60_000,
  );

  test("at the question does not remove the other's journal, nor replace its report", async () => {
    for (const mode of ["stop-before-discard", "stop-before-report"]) {
      const path = join(folder, `${mode}.journal`);
      const child = startChild(path, mode);
      expect(await child.next()).toBe("open");
      expect(await child.next()).toBe("stops");
      const rival = await confirmedJournal(path, people(2));
      await call(rival, 1, itemsOf(people(2)));
      await rival.recordEnd();
      await writeFile(`${path}.report.csv`, "the other's");
      child.process.kill("SIGCONT");
      expect((await child.rest()).at(-1)).toMatch(/another run|Another run/);
      // The lock of the other is left too, by the end of the process as well.
      expect((await child.exit)[0]).toBe(0);
      expect((await stat(`${path}.lock`)).isDirectory()).toBe(true);
      expect(await rival.isHeld()).toBe(true);
      await rival.close();
      expect((await readJournal(path)).standing.phase).toBe("ended");
      expect(await readFile(`${path}.report.csv`, "utf8")).toBe("the other's");
    }
  }, 60_000);
});

test("a journal that was removed or replaced during the job is written no more", async () => {
  for (const replaced of [false, true]) {
    const path = join(folder, `removed-${replaced}.journal`);
    const journal = await confirmedJournal(path, people(2));
    await rm(path);
    if (replaced) await writeFile(path, "another file");
    expect(await journal.isHeld()).toBe(false);
    const calling = call(journal, 1, itemsOf(people(2)));
    await expect(calling).rejects.toMatchObject({ fault: "lock-lost" });
    await expect(calling).rejects.toThrow(/was removed or replaced/);
    const report = writeCsvReport(`${path}.report.csv`, journal.outcomes(), {
      holds: () => journal.isHeld(),
    });
    await expect(report).rejects.toThrow(/what lies there is left/);
    await expect(stat(`${path}.report.csv`)).rejects.toMatchObject({ code: "ENOENT" });
    await journal.close();
    if (replaced) expect(await readFile(path, "utf8")).toBe("another file");
  }
});

test("what one from whom the journal was taken appends is skipped, also by the process that has it", async () => {
  const path = join(folder, "skipped.journal");
  const journal = await confirmedJournal(path, people(3));
  const [first, second, third] = itemsOf(people(3));
  if (first === undefined || second === undefined || third === undefined) throw new Error("three");
  await call(journal, 1, [first]);
  const stale = [
    { by: "stale" },
    { call: 2, purpose: "first", entries: "0-2" },
    { outcome: "rejected", reason: "X", entries: "0-2" },
    { row: 9, address: "stale@example.com" },
    { end: "2026-11-28T12:00:00.000Z", totals: {} },
  ];
  const text = stale.map((line) => `${JSON.stringify(line)}\n`).join("");
  await writeFile(path, text, { flag: "a" });
  await call(journal, 2, [second]);
  expect(await journal.isHeld()).toBe(true);
  await journal.close();
  const contents = await readJournal(path);
  expect(contents.standing.phase).toBe("running");
  expect(await told(contents)).toEqual([
    "p0@example.com unsubscribed",
    "p1@example.com unsubscribed",
    "p2@example.com not-sent stopped",
  ]);
  const again = await openAt(path);
  expect(again.remaining).toBe(1);
  await again.close();
});
