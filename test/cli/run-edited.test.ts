import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";

import { listOf, perCall, rowsOf, setUp } from "./job.js";
import { halfDone, mend, outOf } from "./half-done.js";

describe("a list that was edited meanwhile", () => {
  test("is compared by address, and sent only once the difference was agreed to", async () => {
    const { job, args } = await halfDone();
    const before = outOf(job);
    const next = await mend(job);
    const edited = (await readFile(job.list, "utf8")).replace(
      "reader500@example.com\n",
      "new@example.com\n",
    );
    await writeFile(job.list, edited);
    const asked = await job.run(...args.filter((arg) => arg !== "--yes"));
    expect([asked.code, asked.err]).toEqual([2, expect.stringContaining("add --yes")]);
    expect(asked.err).toContain("1 added (new@example.com)");
    expect(asked.err).toContain("1 gone (reader500@example.com)");
    expect(next.sent()).toEqual([]);

    const { code } = await job.run(...args);
    expect(code).toBe(0);
    expect(next.sent()).toHaveLength(5 * perCall - before);
    expect(next.sent()).toContain("new@example.com");
    expect(next.sent()).not.toContain("reader500@example.com");
    expect(await rowsOf(job.report)).toHaveLength(5 * perCall);
  });

  test("but has the same addresses needs no new word", async () => {
    const { job, args } = await halfDone();
    await mend(job);
    const [header, ...rows] = (await readFile(job.list, "utf8")).trim().split("\n");
    await writeFile(job.list, [header, ...rows.reverse()].join("\n"));
    const { code, err } = await job.run(...args.filter((arg) => arg !== "--yes"));
    expect(err).toContain("0 added");
    expect(code).toBe(0);
  });
});

test("an edited list that was declined counts for nothing afterwards", async () => {
  const job = await setUp(listOf(10));
  const args = ["run", job.list, "--base-url", job.mock.url];
  await job.run(...args, "--limit", "5", "--yes");
  await writeFile(job.list, `${listOf(10)}new@example.com\n`);
  expect((await job.run(...args, "--limit", "5")).code).toBe(2);
  await writeFile(job.list, listOf(10));
  expect((await job.run(...args, "--yes")).code).toBe(0);
  expect(job.sent()).not.toContain("new@example.com");
  expect(await rowsOf(job.report)).toHaveLength(10);
});
