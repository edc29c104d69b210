import { join } from "node:path";
import { expect, test } from "vitest";
import type { ListEntry } from "../../src/job/entry.js";
import { call, crash, itemsOf, noon, openAt, origin, tempFolder } from "./jobs.js";

const folder = await tempFolder();
const binding = { server: origin, businessUnitId: undefined };

async function begun(name: string) {
  const path = join(folder, `${name}.journal`);
  const journal = await openAt(path);
  await journal.begin(binding);
  return { path, journal };
}

test.each([[Number.NaN], [Number.POSITIVE_INFINITY], [true], [{ row: 1 }], [null], [undefined]])(
  "a row that is %j is refused, and none of the entries given with it is taken",
  async (row) => {
    const { journal } = await begun(`row-${String(row)}`);
    const wrong = { row, address: "ben@example.com" } as ListEntry; // as a program without types gives it
    const given = [{ row: 1, address: "ana@example.com" }, wrong];
    await expect(journal.take(given)).rejects.toThrow(
      /^the row of entry 2 must be a text, number or bigint$/,
    );
    expect(journal.totals.entries).toBe(0);
    const rows = [1, "r", 2n];
    const right = rows.map((each, id) => ({ row: each, address: `p${id}@example.com` }));
    expect(await journal.take([...right, { address: "p3@example.com" }])).toMatchObject([
      { entry: { row: 1 } },
      { entry: { row: "r" } },
      { entry: { row: 2n } },
      { entry: { row: 4 } },
    ]);
    await journal.close();
  },
);

test("what comes again after a crash is what it was, with the outcome that it has by now", async () => {
  const { path, journal } = await begun("again");
  const [out, open] = itemsOf(["p0@example.com", "p1@example.com"]);
  if (out === undefined || open === undefined) throw new Error("two items were made");
  const given = [
    { row: out.row, address: out.address },
    { row: open.row, address: open.address },
    { row: 9, address: "no-at" },
    { row: 10, address: out.address },
  ];
  await journal.take(given);
  await call(journal, 1, [out]);
  const again = await openAt(await crash(path));
  const settled = { outcome: "unsubscribed", time: noon, correlationId: "c-1" };
  const taken = await again.take([...given, { row: 11, address: "new@example.com" }]);
  expect(taken).toEqual([
    {
      kind: "settled",
      id: 0,
      outcome: { row: 2, address: out.address, sent: out.sent, ...settled },
    },
    { kind: "known", id: 1 },
    {
      kind: "settled",
      id: 2,
      outcome: { row: 9, address: "no-at", outcome: "invalid", reason: "no-at" },
    },
    {
      kind: "settled",
      id: 3,
      outcome: {
        row: 10,
        address: out.address,
        sent: out.sent,
        outcome: "duplicate",
        duplicateOf: 2,
      },
    },
    {
      kind: "new",
      entry: { id: 4, row: 11, address: "new@example.com", sent: "new@example.com" },
    },
  ]);
  expect(again.totals.entries).toBe(5);
  await again.close();
  await journal.close();
});
