import { join } from "node:path";
import { expect, test } from "vitest";
import { createClient, unsubscribeAll } from "../../src/index.js";
import { openJournal } from "../../src/node.js";
import { setUp } from "./job.js";

test("the journal of a program without a list: verify reads it, retry and report say whose it is", async () => {
  const job = await setUp("");
  const path = join(job.folder, "program.journal");
  const store = await openJournal(path);
  const client = createClient({ accessToken: job.mock.token, baseUrl: job.mock.url });
  const addresses = ["ana@example.com", "ben@example.com"];
  for await (const { outcome } of unsubscribeAll(client, addresses, { store })) {
    expect(outcome).toBe("unsubscribed");
  }
  await store.close();
  const server = ["--base-url", job.mock.url];
  expect(await job.run("verify", path, ...server)).toMatchObject({
    code: 0,
    err: expect.stringContaining("2 confirmed"),
  });
  for (const args of [
    ["report", path],
    ["retry", path, ...server, "--yes"],
  ]) {
    const { code, err } = await job.run(...args);
    expect([code, err]).toEqual([2, expect.stringContaining("of a program that gave it no list")]);
    expect(err).toContain("writeCsvReport");
  }
  expect(job.sent()).toEqual(addresses);
});
