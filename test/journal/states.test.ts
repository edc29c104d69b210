import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readJournal } from "../../src/journal/open-journal.js";
import { all, call, confirmedJournal, itemsOf, noon, openAt } from "./jobs.js";
import { people, tempFolder, told, writeList } from "./jobs.js";

const folder = await tempFolder();
const four = people(4);
const items = itemsOf(four);
const ids = async (parts: AsyncIterable<readonly { id: number }[]>): Promise<number[]> =>
  (await all(parts)).map(({ id }) => id);

test("a job goes through its phases", async () => {
  const path = join(folder, "phases.journal");
  const journal = await openAt(path);
  expect(journal.standing.phase).toBe("new");
  await journal.startList({ name: "list.csv", digest: "d1" });
  expect(journal.standing.phase).toBe("reading");
  expect(journal.list).toBeUndefined();
  await journal.endList({ blankRows: 0, facts: {} });
  expect(journal.standing.phase).toBe("reading");
  expect(journal.list).toBeDefined();
  await journal.confirm({ addresses: 0 });
  expect(journal.standing.phase).toBe("agreed");
  await journal.startRun();
  expect(journal.standing.phase).toBe("running");
  await journal.recordEnd();
  expect(journal.standing.phase).toBe("ended");
  await journal.retry();
  expect(journal.standing.phase).toBe("agreed");
  await journal.close();
  expect((await readJournal(path)).standing.phase).toBe("agreed");
});

test("a reading back is on record until what is settled is to be sent once more", async () => {
  const path = join(folder, "read-back.journal");
  const journal = await confirmedJournal(path, four);
  await journal.startRun();
  await call(journal, 1, items);
  await journal.recordEnd();
  expect(journal.readBack).toBeUndefined();
  const counts = { confirmed: 3, notConfirmed: 1, unconfirmable: 0 };
  const unknown = { confirmed: 1, notConfirmed: 0 };
  await journal.recordReadBack({ ...counts, unknown });
  expect(journal.standing.phase).toBe("ended");
  await journal.close();
  expect((await readJournal(path)).readBack).toEqual({ ...counts, unknown, at: noon });
  // A reader of this format that knows of no reading back takes the line for another opening.
  const last: unknown = JSON.parse(
    (await readFile(path, "utf8")).trimEnd().split("\n").at(-1) ?? "",
  );
  expect(Object.keys(last ?? {})).toEqual(["opened", "pid", "host", "readBack"]);
  const again = await openAt(path);
  await again.retry();
  await again.startRun();
  // Others may be unknown now: what was found out of those that were is no proof of these.
  expect(again.readBack).toEqual({ ...counts, at: noon });
  await again.retry({ settled: true });
  expect(again.readBack).toBeUndefined();
  await again.close();
});

test("what nothing has come of is unknown, what was not sent is not sent, and all adds up", async () => {
  const path = join(folder, "open.journal");
  const journal = await confirmedJournal(path, [...four, "no address", "P0@example.com"]);
  await call(journal, 1, items.slice(0, 1));
  await journal.calling({ call: 2, purpose: "first", entries: items.slice(1, 3) });
  expect(journal.totals).toMatchObject({ entries: 6, pending: 3 });
  await journal.close();
  const contents = await readJournal(path);
  expect(await told(contents)).toEqual([
    "p0@example.com unsubscribed",
    "p1@example.com unknown interrupted",
    "p2@example.com unknown interrupted",
    "p3@example.com not-sent stopped",
    "no address invalid no-at",
    "P0@example.com duplicate",
  ]);
  expect(contents.outcomeTotals()).toEqual({
    entries: 6,
    pending: 0,
    outcomes: {
      unsubscribed: 1,
      "already-unsubscribed": 0,
      rejected: 0,
      unknown: 2,
      "not-sent": 1,
      invalid: 1,
      duplicate: 1,
    },
  });
  expect(contents.remaining).toBe(3);
  expect(await ids(contents.left())).toEqual([1, 2, 3]);
});

test("what was not sent has the reason of the last stop, beyond the limit the limit", async () => {
  const path = join(folder, "stop.journal");
  const journal = await openAt(path);
  await writeList(journal, four);
  await journal.confirm({ addresses: 4, limit: 3 });
  await journal.startRun({ limit: 3 });
  await call(journal, 1, items.slice(0, 1));
  await journal.recordStop({ reason: "credentials", message: "no", resumeAt: noon + 5 });
  const stop = { reason: "credentials", message: "no", resumeAt: noon + 5 };
  expect(journal.standing).toEqual({ phase: "stopped", stop });
  expect(journal.ended).toBe(noon);
  const stopped = [
    "p0@example.com unsubscribed",
    "p1@example.com not-sent credentials",
    "p2@example.com not-sent credentials",
    "p3@example.com not-sent limit",
  ];
  expect(await told(journal)).toEqual(stopped);
  await journal.close();
  expect(await told(await readJournal(path))).toEqual(stopped);
  // A killed run writes no stop, and the stop of an earlier run must not be shown for it.
  const again = await openAt(path);
  await again.startRun();
  expect(await told(again)).toContain("p3@example.com not-sent stopped");
  await again.close();
});

test("only what is not settled is sent again, within the limit of the list", async () => {
  const path = join(folder, "resume.journal");
  const journal = await confirmedJournal(path, four);
  await call(journal, 1, [...items.slice(0, 1)]);
  await call(journal, 2, items.slice(1, 2), { outcome: "unknown", reason: "no-answer" });
  await call(journal, 3, items.slice(2, 3), { outcome: "rejected", reason: "VALIDATION_ERROR" });
  expect(await ids(journal.left())).toEqual([1, 3]);
  expect(await ids(journal.left({ limit: 3 }))).toEqual([1]);
  expect(await ids(journal.left({ limit: 1 }))).toEqual([]);
  expect(journal.remaining).toBe(2);
  await journal.close();
});

test("a retry sends what was rejected once more, and its outcome stands until then", async () => {
  const path = join(folder, "retry.journal");
  const journal = await confirmedJournal(path, four);
  await call(journal, 1, items.slice(0, 2), { outcome: "rejected", reason: "VALIDATION_ERROR" });
  await call(journal, 2, items.slice(2));
  await journal.recordEnd();
  await journal.retry();
  await journal.retry();
  await journal.close();
  const again = await openAt(path);
  expect(again.ended).toBeUndefined();
  expect(await ids(again.left())).toEqual([0, 1]);
  expect(again.remaining).toBe(2);
  expect(again.outcomeTotals().outcomes.rejected).toBe(2);
  await call(again, 1, items.slice(0, 1));
  expect(again.remaining).toBe(1);
  expect(again.outcomeTotals().outcomes).toMatchObject({ rejected: 1, unsubscribed: 3 });
  await again.calling({ call: 2, purpose: "first", entries: items.slice(1, 2) });
  expect(await told(again)).toContain("p1@example.com unknown interrupted");
  await again.settle(
    items
      .slice(1, 2)
      .map((item) => ({ entry: item, result: { outcome: "rejected", reason: "X" } })),
  );
  expect(again.remaining).toBe(0);
  await again.close();
});

test("a stop or an end closes the calls of its run: what they left open was not carried out", async () => {
  const path = join(folder, "refused.journal");
  const journal = await confirmedJournal(path, four);
  await journal.calling({ call: 1, purpose: "first", entries: items.slice(0, 2) });
  await journal.close();
  // The first two may be out. They are sent again, with a third, and all are refused.
  const again = await openAt(path);
  await again.startRun();
  expect(again.totals).toMatchObject({ pending: 2, outcomes: { unknown: 2 } });
  await again.calling({ call: 1, purpose: "first", entries: items.slice(1, 3) });
  expect(again.totals).toMatchObject({ pending: 3, outcomes: { unknown: 1 } });
  await again.recordStop({ reason: "credentials", message: "the token has expired" });
  const expected = [
    "p0@example.com unknown interrupted",
    "p1@example.com unknown interrupted",
    "p2@example.com not-sent credentials",
    "p3@example.com not-sent credentials",
  ];
  expect(await told(again)).toEqual(expected);
  expect(again.outcomeTotals().outcomes).toMatchObject({ unknown: 2, "not-sent": 2 });
  await again.close();
  expect(await told(await readJournal(path))).toEqual(expected);
});

test("a stop that comes without a run closes no call of another process", async () => {
  const path = join(folder, "no-run.journal");
  const journal = await confirmedJournal(path, four);
  await journal.calling({ call: 1, purpose: "first", entries: items });
  await journal.close();
  const again = await openAt(path);
  await again.recordStop({ reason: "stopped", message: "the job was stopped" });
  expect(again.outcomeTotals().outcomes).toMatchObject({ unknown: 4, "not-sent": 0 });
  await again.close();
});

test("a call that was refused leaves an earlier outcome as it was", async () => {
  const path = join(folder, "stands.journal");
  const journal = await confirmedJournal(path, four);
  await call(journal, 1, items.slice(0, 1), { outcome: "unknown", reason: "no-answer" });
  await call(journal, 2, items.slice(1), { outcome: "rejected", reason: "X" });
  await journal.retry();
  await journal.startRun();
  await journal.calling({ call: 1, purpose: "first", entries: items });
  expect(journal.remaining).toBe(4);
  await journal.recordStop({ reason: "unavailable", message: "no" });
  expect(await told(journal)).toEqual([
    "p0@example.com unknown no-answer",
    "p1@example.com rejected X",
    "p2@example.com rejected X",
    "p3@example.com rejected X",
  ]);
  expect(journal.remaining).toBe(4);
  await journal.close();
});

test("a call that reads back takes nothing from an outcome", async () => {
  const path = join(folder, "read-back.journal");
  const journal = await confirmedJournal(path, four);
  await call(journal, 1, items);
  await journal.calling({ call: 2, purpose: "read-back", entries: items });
  expect(journal.outcomeTotals().outcomes.unsubscribed).toBe(4);
  await journal.close();
});

test("a list whose reading broke off counts for nothing", async () => {
  const path = join(folder, "unread.journal");
  const journal = await openAt(path);
  await journal.startList({ name: "list.csv", digest: "d1" });
  await journal.close();
  const again = await openAt(path);
  expect(again.standing.phase).toBe("reading");
  expect(await all(again.outcomes())).toEqual([]);
  await writeList(again, ["a@example.com"]);
  expect(again.list).toMatchObject({ entries: 1, addresses: 1 });
  expect(await ids(again.left())).toEqual([0]);
  await again.close();
});
