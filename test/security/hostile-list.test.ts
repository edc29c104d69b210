import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { createClient, unsubscribeAll } from "../../src/index.js";
import { startMock } from "../../src/mock/index.js";
import { read } from "../list/lists.js";

test("a list that unpacks to a thousand times its size is read a piece at a time", async () => {
  const row = `,${"x".repeat(99_998)}\n`; // no address in its column
  const bomb = gzipSync(row.repeat(1_000));
  const before = process.memoryUsage.rss();
  const list = await read(
    Buffer.concat([gzipSync("email,note\n"), bomb, gzipSync("ana@example.com\n")]),
    "list.csv.gz",
  );
  expect(list.entries).toHaveLength(1_001);
  expect(process.memoryUsage.rss() - before).toBeLessThan(100e6);
});

test("a cell of megabytes is refused, with its row and without its text", async () => {
  const cell = "ana@example.com".repeat(200_000);
  const error = await read(`email,note\nben@example.com,"${cell}"\n`).catch(String);
  expect(error).toMatch(/row 2/);
  expect(error).not.toMatch(/ana@/);
  expect(String(error).length).toBeLessThan(500);
});

test("a cell just below that is an address that is none, and quickly found to be", async () => {
  const cell = `${"a.".repeat(400_000)}@example.com`;
  const { read: entries } = await read(`email\n"${cell}"\n`);
  expect(entries).toEqual([expect.stringMatching(/^2 !/)]);
});

test("names of what every object has are entries like any other", async () => {
  await using mock = await startMock();
  const client = createClient({ accessToken: mock.token, baseUrl: mock.url });
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];
  const list = names.flatMap((name) => [name, `${name}@example.com`, `${name}@EXAMPLE.com`]);
  const outcomes: string[] = [];
  for await (const { row, outcome } of unsubscribeAll(client, list))
    outcomes[Number(row) - 1] = outcome;
  expect(outcomes).toEqual(names.flatMap(() => ["invalid", "unsubscribed", "duplicate"]));
  expect(mock.state().out["portal"]).toEqual(
    names.map((name) => `${name.toLowerCase()}@example.com`),
  );
});
