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
const listEnd = { list: "end", ...counts, facts: {} } as const;
const onlyFormer: JournalLine = { ...listEnd, entries: 0, addresses: 0, formers: 1 };
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
  ["it names an entry that is never sent", [listStart, former, onlyFormer, confirmed, out]],
  ["its address is none that can be sent", [run, { row: 1, address: "not an address" }]],
  ["its address is none that can be sent", [run, { row: 1, address: "ann@example.com", sent: "" }]],
  ["it names entries that are not there", [run, item, { ...out, entries: "1" }]],
  ["it stands before a confirmed list", [listStart, run]],
  ["it stands before a confirmed list", [end]],
])("a line that does not fit is refused: %s (%#)", (sentence, lines) => {
  expect(apply(...lines).said).toBe(sentence);
});

test("each count at the end of a list is held against its entries", () => {
  const duplicate: JournalLine = { row: 3, address: "ann@example.com", duplicateOf: 1 };
  const list = [listStart, item, invalid, duplicate, former];
  const right = { ...listEnd, entries: 3, duplicates: 1, invalid: 1, formers: 1 };
  const { state } = apply(...list, right);
  expect(state.candidate?.list).toMatchObject({ name: "list.csv", entries: 3, former: 1 });
  expect(state.candidate).toMatchObject({ from: 40, formerFrom: 70, to: 80 });
  for (const count of ["entries", "addresses", "duplicates", "invalid", "formers"] as const) {
    expect(apply(...list, { ...right, [count]: right[count] + 1 }).said).toMatch(/^its counts/);
  }
});

test("a line that does not fit changes nothing, also where only one of those whom it names is never sent", () => {
  for (const line of [call("0-1"), { ...out, entries: "0-1" }]) {
    const { state, said } = apply(run, item, invalid, line);
    expect(said).toBe("it names an entry that is never sent");
    const { active } = state;
    expect([active?.states.open, active?.states.toSend, state.succeeded.size]).toEqual([0, 1, 0]);
  }
});

test("a first line of another format and a line before the first are refused", () => {
  const place = { offset: 0, next: 10 };
  const other = { journal: journalFormat + 1, created: at, version: "1.0.0" };
  expect(new JournalState().apply(other, place)).toBe("it is of another format");
  expect(new JournalState().apply(run, place)).toBe("it stands before the first line");
  const stamped = new JournalState();
  stamped.apply({ by: "me" }, place);
  expect(stamped.apply(run, place)).toBe("it stands before the first line");
});

test("what one who has lost the file writes counts for nothing", () => {
  const { state, said } = apply(run, item, { by: "another" }, out, confirmed);
  expect(said).toBeUndefined();
  expect(state.succeeded.size).toBe(0);
  expect(apply(run, item, { by: "another" }, head).said).toBe("it is a second first line");
});

test("what the holder writes after that counts, and who opens the file holds it", () => {
  const another: JournalLine = { by: "another" };
  expect(apply(run, item, another, end, { by: "me" }, out).state.succeeded.size).toBe(1);
  const { state } = apply(run, item, another, opened, run, out);
  expect([state.holder, state.succeeded.size]).toEqual(["another", 1]);
});

test("a call that reads back, or that is a control, leaves what there was", () => {
  for (const purpose of ["read-back", "control"] as const) {
    const { state } = apply(run, item, out, { call: 2, purpose, entries: "0" });
    expect([state.active?.states.open, state.active?.states.toSend]).toEqual([0, 0]);
  }
});

test("a list that was read to its end outlasts another opening, unless one is confirmed already", () => {
  const list: readonly JournalLine[] = [listStart, item, listEnd];
  const first = apply(...list, opened, confirmed).state.active;
  expect(first?.list?.entries).toBe(1);
  const declined = [listStart, { ...listEnd, entries: 0, addresses: 0 }, opened, confirmed];
  expect(apply(...list, confirmed, ...declined).state.active?.list?.entries).toBe(1);
});

test("a reading back stands when the file is opened again", () => {
  const readBack = { ...opened, readBack: { confirmed: 1, notConfirmed: 0, unconfirmable: 0 } };
  expect(apply(run, item, out, end, readBack, opened).state.readBack).toBe(readBack);
});

test("the entries of a job without a list begin behind its first run, and its lists are counted", () => {
  const { active, listsBegun, runs } = apply(run, item, run).state;
  expect(active).toMatchObject({ from: 40, writer: "me" });
  expect(runs).toEqual([run, run]);
  expect(listsBegun).toBe(0);
  expect(apply(listStart, listStart).state.listsBegun).toBe(2);
});

test("an outcome is of the day of its line, and of none where the line tells no time", () => {
  const timeless: OutcomeLine = { outcome: "rejected", entries: "1" };
  const { states } = apply(run, item, item, out, timeless).state.active ?? {};
  expect([...(states?.settledByDay() ?? [])]).toEqual([
    [Number.NaN, 1],
    [Date.parse(at), 1],
  ]);
});

test("what is settled is sent once more after a retry of it, or carried over with that said", () => {
  const toSend = (...lines: readonly JournalLine[]) => apply(...lines).state.active?.states.toSend;
  expect(toSend(run, item, out, { retry: at, settled: true })).toBe(1);
  expect(toSend(run, item, out, { retry: at })).toBe(0);
  const carried: OutcomeLine = { ...out, carried: true };
  expect(toSend(listStart, item, carried, listEnd, confirmed)).toBe(0);
  expect(toSend(listStart, item, { ...carried, again: true }, listEnd, confirmed)).toBe(1);
});

test("a job is bound anew until something is sent, and its account with it", () => {
  const again: JournalLine = { server: "https://other.example" };
  expect(apply(bound, again).state.bound).toBe(again);
  expect(apply(run, item, call("0"), bound).state.bound).toBe(bound);
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
  expect([...apply(run, item, run, single, out).state.succeeded]).toEqual(["single"]);
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
