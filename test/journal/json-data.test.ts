import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { describe, expect, expectTypeOf, test } from "vitest";
import { createClient, unsubscribeAll } from "../../src/index.js";
import { createMock } from "../../src/mock/index.js";
import { openJournal, readJournal, type Journal } from "../../src/node.js";
import { tempFolder } from "./jobs.js";

const folder = await tempFolder();
let files = 0;

async function run(data: unknown, options?: { data: "leave" }) {
  const mock = createMock();
  const client = createClient({ accessToken: mock.token, fetch: mock.fetch });
  const path = join(folder, `${(files += 1)}.journal`);
  const store = await openJournal(path, options);
  try {
    const told: unknown[] = [];
    const list = [{ row: 1, address: "ana@example.com", data }];
    for await (const each of unsubscribeAll(client, list, { store })) told.push(each.data);
    return { path, told, out: mock.state().out };
  } finally {
    await store.close();
  }
}

class Person {
  name = "Ana";
}
const ring: unknown[] = [];
ring.push(ring);

describe("data that JSON does not keep is refused before anything is sent", () => {
  test.each<readonly [string, unknown]>([
    ["at is a Date", { at: new Date(0) }],
    ["seen is a Map", { seen: new Map() }],
    ["it is a Set", new Set([1])],
    ["done is a function", { done() {} }],
    ["score is NaN", { score: NaN }],
    ["0 is Infinity", [Infinity]],
    ["1 is undefined", [1, undefined]],
    ["id is a bigint", { deep: [{ id: 7n }] }],
    ["who is a symbol", { who: Symbol("ana") }],
    ["it is an object of a class", new Person()],
    ["bytes is a Uint8Array", { bytes: new Uint8Array(1) }],
    ["a member is NaN", { "ana@example.com": NaN }],
    ["", ring],
  ])("%s", async (what, data) => {
    const running = run(data);
    await expect(running).rejects.toThrow(TypeError);
    await expect(running).rejects.toThrow(
      `the data of an entry cannot be kept as JSON${what === "" ? "" : `: ${what}`}; ` +
        'give a text or a plain object in its place, or open the journal with { data: "leave" } to leave data out',
    );
    expect(await readFile(join(folder, `${files}.journal`), "utf8")).not.toContain("ana@");
  });
});

test("whatever else is given comes back as it is, from the file too", async () => {
  const foreign: unknown = runInNewContext(
    `({ list: ["a", null, 1.5, true, {}], none: undefined })`,
  );
  const bare: unknown = Object.assign(Object.create(null) as object, { key: "k" });
  for (const data of ["text", 0, false, null, [], foreign, bare, { toString: "own" }]) {
    const { path, told, out } = await run(data);
    expect(told).toEqual([data]);
    expect(out).toEqual({ portal: ["ana@example.com"] });
    const kept = [];
    for await (const part of (await readJournal(path)).outcomes()) kept.push(...part);
    expect(kept.map((each) => each.data)).toEqual([data]);
  }
});

test("left out of the file, it may be anything", async () => {
  const data = { at: new Date(0), call() {} };
  const { path, told } = await run(data, { data: "leave" });
  expect(told).toEqual([data]);
  expect(await readFile(path, "utf8")).not.toContain("1970");
});

test("a journal for a list takes and leaves data by the same rule", async () => {
  const entries = (data: unknown) => [{ row: 1, address: "ana@example.com", data }];
  const keeps = await openJournal(join(folder, "keeps.journal"));
  await keeps.startList({ name: "list", digest: "d" });
  await expect(keeps.take(entries(new Date(0)))).rejects.toThrow("it is a Date");
  await keeps.close();
  const path = join(folder, "leaves.journal");
  const leaves = await openJournal(path, { data: "leave" });
  await leaves.startList({ name: "list", digest: "d" });
  await leaves.take(entries(new Date(0)));
  await leaves.endList({ blankRows: 0, facts: {} });
  await leaves.close();
  expect(await readFile(path, "utf8")).not.toContain("1970");
});

test("the compiler refuses a type of data that JSON does not keep", () => {
  interface Kept {
    name: string;
    tags: readonly string[];
    note?: { text: string | null } | undefined;
  }
  /** Compiled and never run. */
  const unrun = async (): Promise<void> => {
    const client = createClient({ accessToken: "t" });
    const kept: Journal<Kept> = await openJournal<Kept>("a.journal");
    const data: Kept = { name: "Ana", tags: [] };
    unsubscribeAll(client, [{ row: 1, address: "a@example.com", data }], { store: kept });
    const store = await openJournal<{ at: Date }>("a.journal");
    const dated = [{ row: 1, address: "a@example.com", data: { at: new Date() } }];
    // @ts-expect-error a date would come back as a text
    unsubscribeAll(client, dated, { store });
    const left = await openJournal<{ at: Date }>("a.journal", { data: "leave" });
    unsubscribeAll(client, dated, { store: left });
    expectTypeOf(await openJournal("a.journal")).toEqualTypeOf<Journal>();
  };
  void unrun;
});
