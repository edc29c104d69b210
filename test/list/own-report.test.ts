import { expect, test } from "vitest";
import { csvColumns } from "../../src/list/own-report.js";
import { read } from "./lists.js";

const header = csvColumns.join(",");
const report = [
  header,
  "2,Ana <Ana@Example.com>,ana@example.com,rejected,,2026-01-01T00:00:00Z,c1",
  "3,ben@example.com,ben@example.com,unsubscribed,,2026-01-01T00:00:00Z,c1",
  "4,cy@example.com,cy@example.com,unknown,missing,,",
  "5,nobody,,invalid,no-at,,",
  "6,di@example.com,di@example.com,not-sent,stopped,,",
  "7,di@example.com,di@example.com,duplicate,,,",
  "8,'=x@example.com,'=x@example.com,not-sent,stopped,,",
  "9,ed@example.com,,not-sent,stopped,,",
  "",
].join("\r\n");

test("a report of ours gives what is rejected, unknown and not sent, and nothing else", async () => {
  const { read: entries, entries: all, facts } = await read(report);
  expect(entries).toEqual([
    "2 ana@example.com",
    "4 cy@example.com",
    "6 di@example.com",
    "8 =x@example.com",
    "9 ed@example.com",
  ]);
  expect(all[0]).toEqual({ row: 2, address: "Ana <Ana@Example.com>", mailbox: "ana@example.com" });
  expect(facts).toMatchObject({ isOwnReport: true, rows: 9, settledRows: 3, entries: 5 });
});

test("a report in which all is settled is an error that says so", async () => {
  const settled = `${header}\n2,a@example.com,a@example.com,unsubscribed,,,\n`;
  await expect(read(settled)).rejects.toThrow("there is nothing left to do");
});

test("a column cannot be chosen in a report, as two are read", async () => {
  await expect(read(report, "report.csv", { columns: ["address"] })).rejects.toThrow(
    "leave out --column",
  );
});

test("under any other header an apostrophe stays, and every row counts", async () => {
  const other = report.replace("address,sent", "e-mail,sent");
  const { read: entries, facts } = await read(other);
  expect(facts).toMatchObject({ isOwnReport: false, entries: 8 });
  expect(entries[6]).toBe("8 '=x@example.com");
});
