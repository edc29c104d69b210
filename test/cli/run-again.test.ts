import { readFile, rm, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";

import { csv, end, finished, linesOf, listOf, rowsOf, setUp } from "./job.js";

const today = new Date().toISOString().slice(0, 10);

describe("a list that has grown", () => {
  test("is run by the same command, which sends what is new after the count was typed", async () => {
    const { job, args } = await finished();
    await writeFile(job.list, listOf(12));
    const asked = await job.run(...args);
    expect([asked.code, job.sent()]).toEqual([2, expect.objectContaining({ length: 10 })]);
    const { code, err } = await end(job.start({ typed: ["2"] }, ...args));
    expect([code, job.sent().slice(10)]).toEqual([
      0,
      ["reader11@example.com", "reader12@example.com"],
    ]);
    expect(err).toContain("type the number of addresses (2)");
    expect(err).toContain("2 added (reader11@example.com, reader12@example.com)");
    expect(err).toContain(
      `10 addresses are settled: 10 on ${today} (UTC). They are not sent again; whoever has opted in again since is sent only with --again.`,
    );
    expect(await rowsOf(job.report)).toHaveLength(12);
  });

  test("and one that has not is no failure: nothing is sent, and the report stays as it was", async () => {
    const { job, args } = await finished();
    const report = await readFile(job.report, "utf8");
    const { code, err } = await job.run(...args);
    expect([code, job.sent().length]).toEqual([0, 10]);
    expect(err).toMatch(/Nothing new in .*list\.csv: the job of .* was finished at \d{4}-/);
    expect(err).toContain(`10 addresses are settled: 10 on ${today}`);
    expect(await readFile(job.report, "utf8")).toBe(report);
    // The day on which it ended is not moved.
    const ends = (await readFile(job.journal, "utf8")).match(/^\{"end"/gm);
    expect(ends).toHaveLength(1);
  });

  test("may be one of several, night after night; each row is that of the newest list", async () => {
    const { job, args } = await finished();
    await writeFile(job.list, csv("zoe@example.org", ...listOf(10).trim().split("\n").slice(1)));
    await job.run(...args, "--yes");
    await writeFile(job.list, listOf(11));
    const { code, err } = await job.run(...args, "--yes", "--expect", "1");
    expect([code, job.sent().slice(10)]).toEqual([0, ["zoe@example.org", "reader11@example.com"]]);
    const rows = await rowsOf(job.report);
    expect(rows).toHaveLength(12);
    expect(rows.slice(0, 2)).toEqual([
      "2 reader1@example.com unsubscribed",
      "3 reader2@example.com unsubscribed",
    ]);
    expect(rows.at(-1)).toBe(" zoe@example.org unsubscribed");
    expect(err).toContain("11 entries: 11 unsubscribed; 1 of earlier lists besides.");
  });
});

describe("whoever is no longer on the list", () => {
  test("follows in the report without a row, also as JSON, and counts as new when they come back", async () => {
    const { job, args } = await finished();
    await writeFile(job.list, listOf(9));
    const { code, out } = await job.run(...args, "--yes", "--json");
    expect(code).toBe(0);
    expect((await rowsOf(job.report)).at(-1)).toBe(" reader10@example.com unsubscribed");
    const last = out.trim().split("\n").at(-2) ?? "";
    expect(JSON.parse(last)).not.toHaveProperty("row");
    expect(last).toContain("reader10@example.com");
    // Through a list that changes nothing about it.
    await writeFile(job.list, `${listOf(9)}new@example.com\n`);
    await job.run(...args, "--yes");
    expect((await rowsOf(job.report)).at(-1)).toBe(" reader10@example.com unsubscribed");
    await writeFile(job.list, listOf(10));
    const back = await job.run(...args, "--yes", "--expect", "1");
    expect([back.code, job.sent().slice(10)]).toEqual([
      0,
      ["new@example.com", "reader10@example.com"],
    ]);
    expect((await rowsOf(job.report)).slice(-2)).toEqual([
      "11 reader10@example.com already-unsubscribed",
      " new@example.com unsubscribed",
    ]);
  });

  test("is not among what retry sends", async () => {
    const faults = [
      { kind: "bad-address", address: "reader10@example.com", answer: "207" },
    ] as const;
    const job = await setUp(listOf(10), { faults });
    const args = ["run", job.list, "--base-url", job.mock.url, "--yes"];
    await job.run(...args);
    await writeFile(job.list, listOf(9));
    expect((await job.run(...args)).code).toBe(0);
    expect((await rowsOf(job.report)).at(-1)).toBe(" reader10@example.com rejected");
    const before = job.sent().length;
    expect((await job.retry("--yes")).code).toBe(0);
    expect(job.sent()).toHaveLength(before);
  });
});

describe("a list that has fewer than half of the settled addresses", () => {
  test("is refused with a command for each of two ways on, and both go on", async () => {
    const { job, args } = await finished();
    await writeFile(job.list, csv(...listOf(4).trim().split("\n").slice(1), "new@example.com"));
    for (const more of [["--yes"], ["--dry-run"]]) {
      const { code, err } = await job.run(...args, ...more);
      expect([code, job.sent().length]).toEqual([2, 10]);
      expect(err).toContain("of the 10 addresses that ");
      expect(err).toContain(" has settled, 4 are on it");
    }
    const { err } = await job.run(...args, "--yes");
    const [apart, together] = [...err.matchAll(/:\n {4}hubspot-batch-unsubscribe (.*)$/gm)].map(
      ([, command = ""]) => command.split(" "),
    );
    expect(apart?.slice(0, 3)).toEqual(["run", "--journal", `${job.list}.practice-2.journal`]);
    expect(together?.slice(0, 2)).toEqual(["run", "--same-job"]);
    expect((await job.run(...(apart ?? []))).code).toBe(0);
    expect(job.sent()).toHaveLength(15);
    expect((await job.run(...(together ?? []))).code).toBe(0);
    expect(job.sent().slice(15)).toEqual(["new@example.com"]);
  });

  test("but with half of them it is the same list", async () => {
    const { job, args } = await finished();
    await writeFile(job.list, csv(...listOf(5).trim().split("\n").slice(1), "new@example.com"));
    expect((await job.run(...args, "--yes")).code).toBe(0);
    expect(job.sent().slice(10)).toEqual(["new@example.com"]);
  });
});

describe("--again", () => {
  test("sends those who are settled once more, by count, with what is new", async () => {
    const { job, args } = await finished();
    await writeFile(job.list, listOf(11));
    const preview = await job.run(...args, "--again", "--dry-run");
    expect(preview.err).toContain("To send: 11 addresses");
    expect(preview.err).toMatch(/^Beside what .*\.journal has on record:\n {2}/m);
    const { code, err } = await end(job.start({ typed: ["11"] }, ...args, "--again"));
    expect([code, job.sent().length]).toEqual([0, 21]);
    expect(err).toContain("They are sent once more (--again).");
    // And the next night nobody is.
    expect((await job.run(...args)).code).toBe(0);
    expect(job.sent()).toHaveLength(21);
  });

  test("works without the list, and where it is the same", async () => {
    const { job, args } = await finished();
    expect((await job.run(...args, "--again", "--yes", "--expect", "10")).code).toBe(0);
    await rm(job.list);
    expect((await job.run(...args)).err).toContain("is not there, and the job of");
    expect((await job.run(...args, "--again", "--yes")).code).toBe(0);
    expect(job.sent()).toHaveLength(30);
  });

  test("that was stopped goes on where it stopped, and what is on record stands until then", async () => {
    const { job, args } = await finished();
    expect((await job.run(...args, "--again", "--yes", "--limit", "4")).code).toBe(0);
    expect(job.sent()).toHaveLength(14);
    expect((await rowsOf(job.report)).every((row) => row.endsWith("unsubscribed"))).toBe(true);
    const { code, out } = await job.run(...args, "--again", "--yes", "--json");
    expect([code, job.sent().length]).toEqual([0, 20]);
    expect(new Set(linesOf(out)).size).toBe(10);
    expect(new Set(job.sent().slice(10)).size).toBe(10);
  });

  test("that is under way carries what is still to come over to a list that is edited", async () => {
    const { job, args } = await finished();
    await job.run(...args, "--again", "--yes", "--limit", "4");
    await writeFile(job.list, listOf(11));
    expect((await job.run(...args, "--again", "--yes")).code).toBe(0);
    expect(job.sent()).toHaveLength(10 + 10 + 1);
  });
});
