import { readFile } from "node:fs/promises";
import packageJson from "../../package.json" with { type: "json" };
import { join } from "node:path";
import { expect, test } from "vitest";
import { readJournal } from "../../src/journal/open-journal.js";
import { all, call, itemsOf, noon, openAt, origin, tempFolder, told, writeList } from "./jobs.js";

const folder = await tempFolder();
const { version } = packageJson;
const addresses = [
  "Ana@Example.com",
  "ben@example.org",
  "no address",
  "ana@example.com",
  "cy@example.net",
];
const sent = [
  { id: 0, row: 2, address: "Ana@Example.com", sent: "ana@example.com" },
  { id: 1, row: 3, address: "ben@example.org", sent: "ben@example.org" },
  { id: 4, row: 6, address: "cy@example.net", sent: "cy@example.net" },
];
const [ana, ben, cy] = sent;
if (ana === undefined || ben === undefined || cy === undefined) throw new Error("Three items");

test("what is written is what is read, with every entry once and in order", async () => {
  const path = join(folder, "round.journal");
  const journal = await openAt(path, 7);
  await writeList(journal, addresses);
  await journal.confirm({ addresses: 3 });
  expect(await all(journal.left())).toEqual(sent);
  await journal.startRun();
  await call(journal, 1, [ana, cy]);
  await call(journal, 2, [ben], {
    outcome: "rejected",
    reason: "VALIDATION_ERROR",
    message: "ben@example.org\nis \u2028 no good",
    time: noon + 1500,
  });
  await journal.recordEnd();
  await journal.close();

  const contents = await readJournal(path);
  expect(contents.head).toEqual({ created: noon, version });
  expect(contents.binding).toEqual({ server: origin, businessUnitId: 7 });
  expect(contents.list).toMatchObject({ name: "list.csv", digest: "d1", entries: 5, addresses: 3 });
  expect(contents.list).toMatchObject({ duplicates: 1, invalid: 1, facts: { format: "csv" } });
  expect(contents.standing).toEqual({ phase: "ended", stop: undefined });
  expect(contents.ended).toBe(noon);
  expect(contents.outcomeTotals()).toEqual(journal.outcomeTotals());
  expect(await all(contents.outcomes())).toEqual(await all(journal.outcomes()));
  expect(await all(contents.outcomes())).toEqual([
    {
      row: 2,
      address: "Ana@Example.com",
      sent: "ana@example.com",
      outcome: "unsubscribed",
      time: noon,
      correlationId: "c-1",
    },
    {
      row: 3,
      address: "ben@example.org",
      sent: "ben@example.org",
      outcome: "rejected",
      reason: "VALIDATION_ERROR",
      message: "ben@example.org\nis \u2028 no good",
      time: noon + 1500,
    },
    { row: 4, address: "no address", outcome: "invalid", reason: "no-at" },
    {
      row: 5,
      address: "ana@example.com",
      sent: "ana@example.com",
      outcome: "duplicate",
      duplicateOf: 2,
    },
    {
      row: 6,
      address: "cy@example.net",
      sent: "cy@example.net",
      outcome: "unsubscribed",
      time: noon,
      correlationId: "c-1",
    },
  ]);
  expect(contents.throughput()).toEqual([
    { time: noon, addresses: 2 },
    { time: noon + 1000, addresses: 1 },
  ]);
});

test("each kind of line can be read by a person", async () => {
  const path = join(folder, "lines.journal");
  const journal = await openAt(path);
  await writeList(journal, addresses);
  await journal.confirm({ addresses: 3, limit: 2 });
  await journal.startRun({ limit: 2 });
  await call(journal, 1, [ana, ben]);
  await journal.recordStop({ reason: "limit", message: "2 of 3 were asked for" }, 2);
  await journal.retry();
  await journal.close();
  const text = await readFile(path, "utf8");
  const by = /\{"by":"([\w-]{6})"\}/.exec(text)?.[1] ?? "";
  const lines = text
    .replaceAll(/"pid":\d+,"host":"[^"]*"/g, '"pid":1,"host":"h"')
    .replaceAll(/"user":"[^"]*"/g, '"user":"me"')
    .replaceAll(`"by":"${by}"`, '"by":"me"')
    .split("\n");
  const at = "2026-11-26T12:00:00.000Z";
  expect(lines).toEqual([
    `{"journal":3,"created":"${at}","version":"${version}"}`,
    `{"by":"me"}`,
    `{"opened":"${at}","pid":1,"host":"h"}`,
    `{"by":"me"}`,
    `{"server":"${origin}"}`,
    `{"by":"me"}`,
    `{"list":"start","name":"list.csv","digest":"d1","at":"${at}"}`,
    `{"by":"me"}`,
    `{"row":2,"address":"Ana@Example.com","sent":"ana@example.com"}`,
    `{"row":3,"address":"ben@example.org"}`,
    `{"row":4,"address":"no address","invalid":"no-at"}`,
    `{"row":5,"address":"ana@example.com","duplicateOf":2}`,
    `{"row":6,"address":"cy@example.net"}`,
    `{"by":"me"}`,
    `{"list":"end","entries":5,"addresses":3,"duplicates":1,"invalid":1,"formers":0,"blankRows":0,"facts":{"format":"csv"}}`,
    `{"by":"me"}`,
    `{"confirmed":"${at}","addresses":3,"limit":2,"user":"me"}`,
    `{"by":"me"}`,
    `{"run":"${at}","pid":1,"host":"h","limit":2,"user":"me"}`,
    `{"by":"me"}`,
    `{"call":1,"purpose":"first","entries":"0-1"}`,
    `{"by":"me"}`,
    `{"outcome":"unsubscribed","entries":"0-1","time":"${at}","correlationId":"c-1"}`,
    `{"by":"me"}`,
    `{"stop":"limit","message":"2 of 3 were asked for","limit":2,"at":"${at}"}`,
    `{"by":"me"}`,
    `{"retry":"${at}"}`,
    "",
  ]);
});

test("outcomes of one call that differ have a line each, also where they are mixed", async () => {
  const path = join(folder, "mixed.journal");
  const journal = await openAt(path);
  const letters = ["a@example.com", "b@example.com", "c@example.com", "d@example.com"];
  await writeList(journal, letters);
  await journal.confirm({ addresses: 4 });
  const items = itemsOf(letters);
  await journal.calling({ call: 1, purpose: "first", entries: items });
  await journal.settle(
    items.map((item) =>
      item.id % 2 === 0
        ? { entry: item, result: { outcome: "unknown", reason: "missing", time: noon } }
        : {
            entry: item,
            result: { outcome: "already-unsubscribed", reason: "read-back", time: noon },
          },
    ),
  );
  await journal.close();
  const lines = (await readFile(path, "utf8"))
    .split("\n")
    .filter((line) => line.includes("outcome"));
  expect(lines).toHaveLength(2);
  expect(await told(await readJournal(path))).toEqual([
    "a@example.com unknown missing",
    "b@example.com already-unsubscribed read-back",
    "c@example.com unknown missing",
    "d@example.com already-unsubscribed read-back",
  ]);
});

test("a text with half a surrogate, or as long as several pieces of the file, comes back", async () => {
  const path = join(folder, "odd.journal");
  const odd = ["\ud800x", `"${"ä".repeat(400_000)}`, "e@example.com"];
  const journal = await openAt(path);
  await writeList(journal, odd);
  await journal.close();
  const contents = await readJournal(path);
  const outcomes = await all(contents.outcomes());
  expect(outcomes.map(({ address }) => address)).toEqual(odd);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(["invalid", "invalid", "not-sent"]);
});
