import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

import { openJournal, readJournal } from "../../src/journal/open-journal.js";
import {
  call,
  confirmedJournal,
  entriesOf,
  itemsOf,
  noon,
  people,
  tempFolder,
  writeList,
} from "./jobs.js";

const folder = await tempFolder();
const day = Math.floor(noon / 86_400_000) * 86_400_000;
const [out = "", refused = "", cut = "", unknown = "", waiting = ""] = people(5);

/** Out, rejected, in a call without an answer, unknown, and not sent yet; the run was killed. */
async function killed(name: string): Promise<string> {
  const path = join(folder, name);
  const journal = await confirmedJournal(path, people(5));
  const [first, second, third, fourth] = itemsOf(people(5));
  if (!first || !second || !third || !fourth) throw new Error("four");
  await call(journal, 1, [first]);
  await call(journal, 2, [second], { outcome: "rejected", reason: "X" });
  await call(journal, 3, [fourth], { outcome: "unknown", reason: "no-answer" });
  await journal.calling({ call: 4, purpose: "first", entries: [third] });
  await journal.close();
  return path;
}

async function compared(path: string) {
  const comparison = await (await readJournal(path)).compare();
  if (comparison === undefined) throw new Error("the job has a list");
  return comparison;
}

test("a list held against that of a job keeps what is on record, and says what a run would send all the same", async () => {
  const path = await killed("kinds.journal");
  const before = await readFile(path);
  const comparison = await compared(path);
  const sent = ["new@example.com", out, refused, cut, unknown, waiting];
  const kept = sent.map((address, id) => comparison.match(address, id));
  expect(kept.map((each) => each?.isToSend)).toEqual([
    undefined, // nobody knows them
    false,
    false,
    true,
    true,
    undefined, // no call was made with them
  ]);
  const outcomes = await Promise.all(
    kept.flatMap((each) => (each === undefined ? [] : [comparison.outcomeOf(each)])),
  );
  expect(outcomes).toMatchObject([
    { outcome: "unsubscribed", correlationId: "c-1" },
    { outcome: "rejected", reason: "X" },
    { outcome: "unknown", reason: "interrupted" },
    { outcome: "unknown", reason: "no-answer" },
  ]);
  expect([...comparison.settledByDay]).toEqual([
    [day, 1],
    [Number.NaN, 1],
  ]);
  await comparison.close();
  expect((await readFile(path)).equals(before)).toBe(true);
});

test("what it says of the change is what a run finds that takes the list", async () => {
  const path = await killed("change.journal");
  const next = ["one@example.com", out, cut, "two@example.com"];
  const comparison = await compared(path);
  for (const [id, address] of next.entries()) comparison.match(address, id);
  const foreseen = await comparison.change();
  await comparison.close();
  const journal = await openJournal(path);
  const change = await writeList(journal, next, "d2");
  await journal.close();
  expect(foreseen).toEqual(change);
  expect(foreseen).toEqual({
    added: { count: 2, first: ["one@example.com", "two@example.com"] },
    gone: { count: 3, first: [refused, unknown, waiting] },
    carried: 2,
    settled: 2,
    settledKept: 1,
  });
});

test("whoever a list in between no longer had counts as new", async () => {
  const path = await killed("former.journal");
  const journal = await openJournal(path);
  await writeList(journal, [cut], "d2");
  await journal.confirm({ addresses: 1 });
  await journal.close();
  const comparison = await compared(path);
  expect([comparison.match(out, 0), comparison.match(cut, 1)?.isToSend]).toEqual([undefined, true]);
  expect((await comparison.change()).added).toEqual({ count: 1, first: [out] });
  await comparison.close();
});

test("a job without a list has nothing to hold one against", async () => {
  const path = join(folder, "none.journal");
  const journal = await openJournal(path);
  await journal.startRun();
  await journal.take(entriesOf([out]));
  await journal.close();
  const empty = await readJournal(join(folder, "none.journal"));
  expect(empty.list).toBeUndefined();
  const fresh = join(folder, "fresh.journal");
  await (await openJournal(fresh)).close();
  expect(await (await readJournal(fresh)).compare()).toBeUndefined();
});
