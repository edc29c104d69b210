import { expect, test } from "vitest";

import { Deduplicator } from "../../src/job/deduplicator.js";

const sent = "ann@example.com";
const duplicate = { kind: "duplicate", sent, first: 0 };
const invalid = { kind: "invalid", problem: { ok: false, reason: "no-at" } };

test("an entry that comes again, by its row and its text, is what it was", () => {
  const deduplicator = new Deduplicator((id) => `r${id}`);
  const see = (row: string, address: string, id: number) => deduplicator.see(row, { address }, id);
  expect(see("r0", "Ann@example.com", 0)).toEqual({ kind: "new", sent });
  expect(see("r0", sent, 1)).toEqual({ kind: "again", id: 0, was: { kind: "new", sent } });
  expect(see("r1", sent, 1)).toEqual(duplicate);
  expect(see("r1", sent, 2)).toEqual({ kind: "again", id: 1, was: duplicate });
  expect(see("r2", "no-at", 2)).toMatchObject(invalid);
  expect(see("r2", "no-at", 3)).toMatchObject({ kind: "again", id: 2, was: invalid });
  expect(see("r3", "no-at", 3)).toMatchObject(invalid);
  expect(deduplicator.addresses).toBe(1);
});

test("a row that is a number is another one than its digits", () => {
  const deduplicator = new Deduplicator((id) => id);
  expect(deduplicator.see(1, { address: "no-at" }, 0)).toMatchObject(invalid);
  expect(deduplicator.see("1", { address: "no-at" }, 1)).toMatchObject(invalid);
  expect(deduplicator.see(1, { address: "no-at" }, 2)).toMatchObject({ kind: "again", id: 0 });
});

test("in a list that is read once nothing comes again: what is repeated in a row is a duplicate", () => {
  const deduplicator = new Deduplicator(undefined);
  const see = (address: string, id: number) => deduplicator.see("r0", { address }, id);
  expect(see(sent, 0)).toEqual({ kind: "new", sent });
  expect([see(sent, 1), see(sent, 2)]).toEqual([duplicate, duplicate]);
  expect([see("no-at", 3), see("no-at", 4)]).toMatchObject([invalid, invalid]);
});

test("what an earlier run had comes again once it is put back", () => {
  const deduplicator = new Deduplicator((id) => `r${id}`);
  deduplicator.restore(0, "r0", "Ann@example.com", sent);
  deduplicator.restore(1, "r1", "no-at", undefined);
  const see = (row: string, address: string) => deduplicator.see(row, { address }, 2);
  expect(deduplicator.addresses).toBe(1);
  expect(see("r0", sent)).toMatchObject({ kind: "again", id: 0 });
  expect(see("r1", "no-at")).toMatchObject({ kind: "again", id: 1 });
  expect(see("r2", sent)).toEqual(duplicate);
});
