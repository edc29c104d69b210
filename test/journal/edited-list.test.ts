import { join } from "node:path";
import { expect, test } from "vitest";
import { readJournal } from "../../src/journal/open-journal.js";
import {
  all,
  call,
  confirmedJournal,
  itemsOf,
  openAt,
  people,
  tempFolder,
  told,
  writeList,
} from "./jobs.js";

const folder = await tempFolder();

test("an edited list is compared by address, and what both have keeps its outcome", async () => {
  const path = join(folder, "edited.journal");
  const old = people(8);
  const items = itemsOf(old);
  const journal = await confirmedJournal(path, old);
  await call(journal, 1, items.slice(0, 2));
  await call(journal, 2, items.slice(2, 3), { outcome: "rejected", reason: "X", message: "no" });
  await call(journal, 3, items.slice(3, 4), { outcome: "unknown", reason: "missing" });
  await call(journal, 4, items.slice(4, 5), { outcome: "not-sent", reason: "rate-limit" });
  await journal.calling({ call: 5, purpose: "first", entries: items.slice(5, 6) });

  // p0 is gone, the order is another, one is new.
  const edited = ["new@example.com", ...old.slice(1).reverse(), "P1@example.com"];
  const change = await writeList(journal, edited, "d2");
  expect(change).toEqual({
    added: { count: 1, first: ["new@example.com"] },
    gone: { count: 1, first: ["p0@example.com"] },
    carried: 4,
    settled: 3,
    settledKept: 2,
  });
  expect(journal.list?.digest).toBe("d1");
  await journal.confirm({ addresses: 8 });
  const expected = [
    "new@example.com not-sent stopped",
    "p7@example.com not-sent stopped",
    "p6@example.com not-sent stopped",
    "p5@example.com unknown interrupted",
    "p4@example.com not-sent stopped",
    "p3@example.com unknown missing",
    "p2@example.com rejected X",
    "p1@example.com unsubscribed",
    "P1@example.com duplicate",
  ];
  expect(journal.list?.digest).toBe("d2");
  expect(await told(journal)).toEqual(expected);
  await journal.close();
  const contents = await readJournal(path);
  expect(await told(contents)).toEqual(expected);
  expect(contents.outcomeTotals()).toEqual(journal.outcomeTotals());
  expect((await all(contents.left())).map(({ sent }) => sent)).toEqual([
    "new@example.com",
    "p7@example.com",
    "p6@example.com",
    "p5@example.com",
    "p4@example.com",
    "p3@example.com",
  ]);
  // What has been carried over was no work of a second time.
  expect(contents.throughput()).toEqual([{ time: expect.any(Number), addresses: 2 }]);
});

test("an edited list that nobody confirms changes nothing", async () => {
  const path = join(folder, "declined.journal");
  const journal = await confirmedJournal(path, ["a@example.com", "b@example.com"]);
  await call(journal, 1, itemsOf(["a@example.com"]));
  await writeList(journal, ["c@example.com"], "d2");
  await journal.close();
  const contents = await readJournal(path);
  expect(contents.list?.digest).toBe("d1");
  expect(contents.standing.phase).toBe("running");
  expect(await told(contents)).toEqual([
    "a@example.com unsubscribed",
    "b@example.com not-sent stopped",
  ]);
});

test("a later process that confirms does not confirm what was declined before", async () => {
  const path = join(folder, "declined-then-confirmed.journal");
  const journal = await confirmedJournal(path, ["a@example.com", "b@example.com"]);
  await writeList(journal, ["c@example.com"], "d2");
  await journal.close();
  const again = await openAt(path);
  await again.confirm({ addresses: 2 });
  expect(again.list?.digest).toBe("d1");
  await again.close();
  expect((await readJournal(path)).list?.digest).toBe("d1");
});

test("a first list that nobody confirmed gives way to the next", async () => {
  const path = join(folder, "replaced.journal");
  const journal = await confirmedJournal(join(folder, "other.journal"), ["a@example.com"]);
  await journal.close();
  const fresh = await confirmedJournal(path, ["a@example.com"]);
  expect(await writeList(fresh, ["a@example.com", "z@example.com"], "d3")).toMatchObject({
    added: { count: 1 },
    gone: { count: 0 },
  });
  await fresh.confirm({ addresses: 2 });
  expect(fresh.list?.digest).toBe("d3");
  await fresh.close();
});
