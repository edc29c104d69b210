import { join } from "node:path";
import { expect, test } from "vitest";

import { writeCsvReport } from "../../src/report/csv-report.js";
import { readList } from "../../src/list/read-list.js";
import { createMemoryStore } from "../../src/index.js";
import type { EntryOutcome } from "../../src/job/job-outcome.js";
import { everyOutcome, scratch, stream } from "./sample-outcomes.js";

/** What would be sent if the report of these outcomes were a list. */
async function sentAgain(outcomes: readonly EntryOutcome[]): Promise<string[]> {
  const path = join(await scratch(), "report.csv");
  await writeCsvReport(path, stream(outcomes));
  const store = createMemoryStore();
  const sent: string[] = [];
  for await (const entries of readList({ path })) {
    for (const taken of await store.take(entries)) {
      if (taken.kind === "new") sent.push(taken.entry.sent);
    }
  }
  return sent;
}

test("a report fed back in asks for what is rejected, unknown or not sent, and nothing else", async () => {
  expect(await sentAgain(everyOutcome)).toEqual([
    "cem@example.net",
    "dag@example.com",
    "eva@example.com",
  ]);
});

test("an address that was guarded from a spreadsheet comes back as itself, never as a stranger", async () => {
  const addresses = [
    "=a@example.com",
    "+a@example.com",
    "-a@example.com",
    "'+a@example.com",
    "''=a@example.com",
    "'a@example.com",
    "müller@example.com",
    "a=b+c@example.com",
    '"a;=b"@example.com',
  ];
  const outcomes = addresses.map((sent, index): EntryOutcome => {
    return { row: index + 2, address: `${sent} `, sent, outcome: "unknown", reason: "missing" };
  });
  expect(await sentAgain(outcomes)).toEqual(addresses);
});
