import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

import { csvReport, writeCsvReport } from "../../src/report/csv-report.js";
import { unguard } from "../../src/text/formula-guard.js";
import type { EntryOutcome } from "../../src/job/job-outcome.js";
import { everyOutcome, out, scratch, stream } from "./sample-outcomes.js";

const HEADER = "row,address,sent,outcome,reason,time,correlation_id";

async function textOf(outcomes: readonly EntryOutcome[]): Promise<string> {
  let text = "";
  for await (const piece of csvReport(stream(outcomes))) text += piece;
  return text;
}

async function rowsOf(outcomes: readonly EntryOutcome[]): Promise<string[][]> {
  const rows: string[][] = parse(await textOf(outcomes));
  return rows.slice(1);
}

test("each entry is a line under the header, in the order given", async () => {
  expect((await textOf(everyOutcome)).split("\n")).toEqual([
    HEADER,
    "2,Ana@Example.com,ana@example.com,unsubscribed,,2026-11-26T06:14:03.250Z,c-1",
    "3,ben@example.org,ben@example.org,already-unsubscribed,,,",
    "4,cem@example.net,cem@example.net,rejected,VALIDATION_ERROR: cem@example.net is not wanted here,2026-11-26T06:14:03.250Z,c-2",
    '5,dag@example.com,dag@example.com,unknown,"no-answer: HubSpot may have done it, but gave no answer.",,',
    "6,eva@example.com,eva@example.com,not-sent,limit: The limit that was set for the run was reached before this address.,,",
    "7,f\u200Bx@example.com,,invalid,invisible-character: Not an address: it has an invisible character inside (U+200B).,,",
    "8,ANA@example.com,ana@example.com,duplicate,duplicate: The same address stands in row 2.,,",
    "",
  ]);
});

test("a report of nothing is its header", async () => {
  expect(await textOf([])).toBe(`${HEADER}\n`);
});

test("no column begins with what a spreadsheet would run", async () => {
  for (const evil of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=x", "\r=x", "＝1", "＋1", "－1", "＠x"]) {
    const [row] = await rowsOf([
      {
        row: 2,
        address: evil,
        sent: evil,
        outcome: "rejected",
        reason: evil,
        message: evil,
        time: Number.NaN,
        correlationId: evil,
      },
    ]);
    // A line break in a reason becomes a blank, and goes at the start.
    const reason = evil.trim();
    expect(row).toEqual([
      "2",
      expect.stringMatching(/^'/),
      expect.stringMatching(/^'/),
      "rejected",
      `'${reason}: ${reason}`,
      "",
      expect.stringMatching(/^'/),
    ]);
  }
});

test("every text comes back through a CSV parser, however hostile", async () => {
  const text = fc.string({
    unit: fc.constantFrom(
      ...'"',
      ",",
      ";",
      "\n",
      "\r",
      "\t",
      "'",
      "=",
      "@",
      "ü",
      "\u202E",
      "\0",
      "a",
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1 }), async (addresses) => {
      const rows = await rowsOf(addresses.map((address, index) => out(index + 2, address)));
      expect(rows.map((row) => unguard(row[1] ?? ""))).toEqual(addresses);
      expect(rows.map((row) => row[0])).toEqual(addresses.map((_, index) => String(index + 2)));
    }),
  );
});

test("parts larger than what is turned into text at a time lose nothing", async () => {
  const many = Array.from({ length: 4001 }, (_, index) => out(index + 2, `p${index}@example.com`));
  const rows = await rowsOf(many);
  expect(rows.map((row) => row[1])).toEqual(many.map(({ address }) => address));
});

test("a byte order mark stands at the start only if there is more than ASCII", async () => {
  const folder = await scratch();
  const path = join(folder, "report.csv");
  await writeCsvReport(path, stream([out(2, "ana@example.com")]));
  expect((await readFile(path)).subarray(0, 3).toString("latin1")).toBe("row");

  // Larger than what is moved at a time, and the one character at the end.
  const long = "x".repeat(600_000);
  const outcomes = [out(2, long), out(3, long), out(4, long), out(5, "t@bücher.example")];
  await writeCsvReport(path, stream(outcomes));
  const bytes = await readFile(path);
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from("\uFEFF"));
  expect(bytes.subarray(3).toString()).toBe(await textOf(outcomes));
});
