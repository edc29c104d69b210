import { open } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { JobStop } from "../../src/job/stop.js";
import { JournalContents } from "../../src/journal/contents.js";
import type { Journal } from "../../src/journal/journal.js";
import { loadJournal } from "../../src/journal/load.js";
import { openJournal, readJournal } from "../../src/journal/open-journal.js";
import { all, call, itemsOf, noon, openAt, origin } from "./jobs.js";
import { people, tempFolder, told, writeList } from "./jobs.js";

const folder = await tempFolder();
const four = people(4);
const items = itemsOf(four);
const sentOf = async (parts: AsyncIterable<readonly { readonly sent: string }[]>) =>
  (await all(parts)).map(({ sent }) => sent);

/** A journal with a confirmed list of four, of whom the first is out, and the second in a call that has no answer. */
async function underWay(name: string, limit?: number): Promise<Journal> {
  const journal = await openAt(join(folder, name));
  onTestFinished(() => journal.close());
  await writeList(journal, four);
  await journal.confirm({ addresses: 4, limit });
  await journal.startRun({ limit });
  await call(journal, 1, items.slice(0, 1));
  await journal.calling({ call: 2, purpose: "first", entries: items.slice(1, 2) });
  return journal;
}
const stopOf = (reason: JobStop["reason"]): JobStop => ({ reason, message: "It has stopped." });

test("a run that goes on is told from one that was killed, by who has the journal", async () => {
  const journal = await underWay("phase.journal");
  const contents = await readJournal(journal.path);
  expect([await contents.isHeld(), await contents.phase()]).toEqual([true, "running"]);
  await journal.close();
  expect([await contents.isHeld(), await contents.phase()]).toEqual([false, "killed"]);
  expect(contents.standing.phase).toBe("running");
});

test("a run that has ended was not killed, and goes on for nobody", async () => {
  const journal = await underWay("ended.journal");
  await journal.recordEnd();
  expect(await (await readJournal(journal.path)).phase()).toBe("ended");
  await journal.close();
  expect(await (await readJournal(journal.path)).phase()).toBe("ended");
});

describe("what is left to be sent", () => {
  test("is who has no outcome, among the first so many", async () => {
    const journal = await underWay("left.journal");
    const contents = await readJournal(journal.path);
    expect(await sentOf(contents.left())).toEqual(four.slice(1));
    expect(await sentOf(contents.left({ limit: 3 }))).toEqual(four.slice(1, 3));
    expect(await sentOf(contents.left({ limit: 1 }))).toEqual([]);
  });

  test("is that of the list of the job, unless the one is asked for that nobody has confirmed", async () => {
    const journal = await underWay("candidate.journal");
    await journal.recordEnd();
    await writeList(journal, [...four.slice(2), "new@example.com"], "d2");
    const contents = await readJournal(journal.path);
    expect(await sentOf(contents.left())).toEqual(four.slice(1));
    expect(await sentOf(contents.left({ unconfirmed: false }))).toEqual(four.slice(1));
    const candidate = await sentOf(contents.left({ unconfirmed: true }));
    expect(candidate).toEqual([...four.slice(2), "new@example.com"]);
  });

  test("is that which earlier runs have left, and not what is taken while it is read", async () => {
    const journal = await openJournal(join(folder, "live.journal"), { clock: () => noon });
    onTestFinished(() => journal.close());
    await journal.begin({ server: origin, businessUnitId: undefined });
    await journal.take([{ row: 1, address: "a@example.com" }]);
    const left: string[] = [];
    for await (const entries of journal.left()) {
      left.push(...entries.map(({ sent }) => sent));
      if (left.length < 5) await journal.take([{ row: 2, address: "late@example.com" }]);
    }
    expect(left).toEqual(["a@example.com"]);
  });
});

describe("of those without an answer it is told", () => {
  test.each<[string, JobStop["reason"] | undefined, number | undefined, readonly string[]]>([
    ["that the job was stopped", undefined, undefined, ["stopped", "stopped"]],
    ["that they were beyond the limit", undefined, 3, ["stopped", "limit"]],
    ["why it has stopped", "rate-limit", undefined, ["rate-limit", "rate-limit"]],
    ["why it has stopped, and who was beyond the limit", "rate-limit", 3, ["rate-limit", "limit"]],
    ["that it has stopped before its limit, too", "limit", 3, ["stopped", "limit"]],
    ["that the limit has stopped it", "limit", undefined, ["limit", "limit"]],
  ])("%s", async (name, reason, limit, reasons) => {
    const journal = await underWay(`${name}.journal`, limit);
    if (reason !== undefined) await journal.recordStop(stopOf(reason), limit);
    await journal.close();
    const contents = await readJournal(journal.path);
    const open = reason === undefined ? "unknown interrupted" : "not-sent " + (reasons[0] ?? "");
    const [, ...others] = await told(contents);
    expect(others).toEqual([
      `p1@example.com ${open}`,
      ...reasons.map((each, index) => `p${index + 2}@example.com not-sent ${each}`),
    ]);
  });

  test("that it may still come, where the job goes on", async () => {
    const journal = await underWay("going.journal", 3);
    const contents = await readJournal(journal.path);
    const outcomes = (goesOn?: boolean) =>
      all(goesOn === undefined ? contents.outcomes() : contents.reported({ goesOn }));
    const going = [
      { outcome: "unsubscribed" },
      { outcome: "unknown", reason: "under-way" },
      { outcome: "not-sent", reason: "pending" },
      { outcome: "not-sent", reason: "limit" },
    ];
    expect(await outcomes(true)).toMatchObject(going);
    const not = [{}, { reason: "interrupted" }, { reason: "stopped" }, { reason: "limit" }];
    expect(await outcomes()).toMatchObject(not);
    expect(await outcomes(false)).toMatchObject(not);
  });
});

test("who is on an earlier list only is reported after the list, and is in no count of it", async () => {
  const journal = await underWay("former.journal");
  await call(journal, 3, items.slice(1), { outcome: "rejected", reason: "X", time: noon });
  await journal.recordEnd();
  await writeList(journal, [" P3@Example.com", "new@example.com"], "d2");
  await journal.confirm({ addresses: 2 });
  await journal.close();
  const contents = await readJournal(journal.path);
  const former = await all(contents.formerOutcomes());
  expect(former).toEqual([
    expect.objectContaining({ address: "p0@example.com", sent: "p0@example.com" }),
    expect.objectContaining({ address: "p1@example.com", outcome: "rejected", reason: "X" }),
    expect.objectContaining({ address: "p2@example.com", outcome: "rejected", time: noon }),
  ]);
  expect(former[0]).toMatchObject({ outcome: "unsubscribed", correlationId: "c-1" });
  expect(await all(contents.reported())).toEqual([...(await all(contents.outcomes())), ...former]);
  expect(contents.totals.entries).toBe(2);
});

describe("the file", () => {
  /** Contents whose file is counted, and read by what is given. */
  async function counted(name: string, read?: () => Promise<never>) {
    const journal = await underWay(name);
    await journal.recordEnd();
    await journal.close();
    const handle = await open(journal.path);
    const { state, torn, end } = await loadJournal(journal.path, handle);
    await handle.close();
    const counts = { opened: 0, closed: 0 };
    class Counted extends JournalContents {
      protected override async open() {
        const { file, close } = await super.open();
        counts.opened += 1;
        const closes = async (): Promise<void> => {
          counts.closed += 1;
          await close();
        };
        return { file: read === undefined ? file : { read }, close: closes };
      }
    }
    return { contents: new Counted(journal.path, state, torn, end), counts, end };
  }
  const once = { opened: 1, closed: 1 };

  test("is known by where its contents end", async () => {
    const { contents, end } = await counted("place.journal");
    expect(await contents.place()).toBe(end);
    expect(await (await readJournal(contents.path)).place()).toBe(end);
  });

  test("is closed once all is read, and where somebody reads no further", async () => {
    const { contents, counts } = await counted("read.journal");
    expect(await all(contents.outcomes())).toHaveLength(4);
    expect(counts).toEqual(once);
    for await (const part of contents.left()) if (part.length > 0) break;
    expect(counts).toEqual({ opened: 2, closed: 2 });
  });

  test("is closed where it cannot be read", async () => {
    const fault = new Error("the disk is gone");
    const read = () => Promise.reject(fault);
    const { contents, counts } = await counted("gone.journal", read);
    await expect(all(contents.outcomes())).rejects.toBe(fault);
    expect(counts).toEqual(once);
    await expect(contents.compare()).rejects.toBe(fault);
    expect(counts).toEqual({ opened: 2, closed: 2 });
  });

  test("is held open for a comparison, until that is closed", async () => {
    const { contents, counts } = await counted("compared.journal");
    const comparison = await contents.compare();
    expect(counts).toEqual({ opened: 1, closed: 0 });
    await comparison?.close();
    expect(counts).toEqual(once);
  });

  test("of a job that has no list yet is not opened", async () => {
    const journal = await openAt(join(folder, "new.journal"));
    await journal.close();
    const contents = await readJournal(journal.path);
    expect([await all(contents.outcomes()), await all(contents.left())]).toEqual([[], []]);
    expect(await contents.compare()).toBeUndefined();
  });
});
