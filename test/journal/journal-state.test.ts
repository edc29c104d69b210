import { expect, test } from "vitest";

import { createMemoryStore } from "../../src/index.js";
import { JournalState } from "../../src/journal/journal-state.js";
import { journalFormat, type JournalLine, type OutcomeLine } from "../../src/journal/lines.js";

const at = "2026-01-01T00:00:00.000Z";
const head: JournalLine = { journal: journalFormat, created: at, version: "1.0.0" };
const opened: JournalLine = { opened: at, pid: 1, host: "here" };
const run: JournalLine = { run: at, pid: 1, host: "here" };
const bound: JournalLine = { server: "https://api.hubapi.com" };
const account: JournalLine = { account: 7, verified: true, at };
const listStart: JournalLine = { list: "start", name: "list.csv", digest: "d1", at };
const confirmed: JournalLine = { confirmed: at, addresses: 1 };
const item: JournalLine = { row: 1, address: "ann@example.com" };
const invalid: JournalLine = { row: 2, address: "no-at", invalid: "no-at" };
const former: JournalLine = { former: "ben@example.com" };
const out: OutcomeLine = { outcome: "unsubscribed", entries: "0", time: at };
const end: JournalLine = { end: at, totals: createMemoryStore().totals };
const counts = { entries: 1, addresses: 1, duplicates: 0, invalid: 0, blankRows: 0, formers: 0 };
const listEnd: JournalLine = { list: "end", ...counts, facts: {} };
const call = (entries: string, purpose: "first" | "read-back" = "first"): JournalLine => ({
  call: 1,
  purpose,
  entries,
});

/** What is said of the last line, after others that are right. */
function apply(...lines: readonly JournalLine[]) {
  const state = new JournalState();
  let said: string | undefined;
  for (const [index, line] of [head, { by: "me" }, opened, ...lines].entries()) {
    expect(said).toBeUndefined();
    said = state.apply(line, { offset: index * 10, next: index * 10 + 10 });
  }
  return { state, said };
}

test.each<[string, readonly JournalLine[]]>([
  ["it is a second first line", [head]],
  ["it binds a job that has sent something", [bound, run, item, call("0"), bound]],
  ["it binds the job to another account", [bound, account, { account: 8, verified: true, at }]],
  ["it is an entry outside of a list", [item]],
  ["it is an entry outside of a list", [former]],
  ["it is an entry outside of a list", [listStart, item, listEnd, confirmed, item]],
  ["it is an entry behind those of earlier lists", [listStart, former, item]],
  ["it begins a list in a job without one", [run, listStart]],
  ["it ends a list that has not begun", [listEnd]],
  ["its counts are not those of the entries before it", [listStart, listEnd]],
  ["it confirms a list that is not there", [confirmed]],
  ["it confirms a list that is not there", [run, confirmed]],
  ["it names entries that are not there", [call("0")]],
  ["it names entries that are not there", [run, item, call("1")]],
  ["it names an entry that is never sent", [run, invalid, call("0", "read-back")]],
  ["it names entries that are not there", [out]],
  ["it names an entry that is never sent", [run, invalid, out]],
  ["it stands before a confirmed list", [listStart, run]],
  ["it stands before a confirmed list", [end]],
])("a line that does not fit is refused: %s (%#)", (sentence, lines) => {
  expect(apply(...lines).said).toBe(sentence);
});

test("a first line of another format and a line before the first are refused", () => {
  const place = { offset: 0, next: 10 };
  const other = { journal: journalFormat + 1, created: at, version: "1.0.0" };
  expect(new JournalState().apply(other, place)).toBe("it is of another format");
  expect(new JournalState().apply(run, place)).toBe("it stands before the first line");
});

test("what one who has lost the file writes counts for nothing", () => {
  const { state, said } = apply(run, item, { by: "another" }, out, confirmed);
  expect(said).toBeUndefined();
  expect(state.succeeded.size).toBe(0);
});

test("a job is bound anew until something is sent, and its account with it", () => {
  const again: JournalLine = { server: "https://other.example" };
  const { state } = apply(bound, account, run, item, call("0", "read-back"), again);
  expect(state.bound).toBe(again);
  expect(state.account).toBeUndefined();
  expect(apply(bound, account, account).state.account).toBe(account);
});

test("addresses are counted by the second of their outcome, those not sent or carried on left out", () => {
  const later = { ...out, entries: "1-2", time: "2026-01-01T00:00:00.900Z" };
  const unsent: OutcomeLine = { ...out, outcome: "not-sent", entries: "3" };
  const timeless: OutcomeLine = { outcome: "unknown", entries: "4" };
  const { state } = apply(run, ...Array<JournalLine>(5).fill(item), out, later, unsent, timeless);
  expect([...state.perSecond]).toEqual([[Date.parse(at) / 1000, 3]]);
  const carried = apply(listStart, item, { ...out, carried: true }).state;
  expect([carried.perSecond.size, carried.succeeded.size]).toEqual([0, 0]);
});

test("the route by which somebody was opted out is that of the last run", () => {
  const single: JournalLine = { ...run, route: "single" };
  const rejected: OutcomeLine = { ...out, outcome: "rejected", entries: "1" };
  expect([...apply(run, item, item, single, rejected).state.succeeded]).toEqual([]);
  expect([...apply(run, item, item, single, out).state.succeeded]).toEqual(["single"]);
  const before: OutcomeLine = { ...out, outcome: "already-unsubscribed" };
  expect([...apply(run, item, before).state.succeeded]).toEqual(["batch"]);
});

test("a limit stands until a run or a list says another; a retry of what is settled until the end", () => {
  const stop: JournalLine = { stop: "limit", message: "Reached.", limit: 5, at };
  const { limit: _, ...bare } = { ...stop };
  expect(apply({ ...run, limit: 3 }).state.limit).toBe(3);
  expect(apply({ ...run, limit: 3 }, bare).state.limit).toBe(3);
  expect(apply({ ...run, limit: 3 }, stop).state.limit).toBe(5);
  expect(apply({ ...run, limit: 3 }, run).state.limit).toBeUndefined();
  const settled: JournalLine = { retry: at, settled: true };
  expect(apply(run, settled, { retry: at }).state.isSendingAgain).toBe(true);
  expect(apply(run, settled, end).state.isSendingAgain).toBe(false);
  expect(apply(run, { retry: at }).state.isSendingAgain).toBe(false);
});
