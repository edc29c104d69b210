import { appendFile, readFile, rm, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";

import { end, linesOf, listOf, perCall, rowsOf, setUp } from "./job.js";
import { halfDone, mend, outOf } from "./half-done.js";

describe("a job that has stopped", () => {
  test("has a complete report: what was not sent, and why", async () => {
    const { job } = await halfDone();
    const rows = await rowsOf(job.report);
    expect(rows).toHaveLength(5 * perCall);
    const unsent = rows.filter((row) => row.endsWith(" not-sent"));
    expect(unsent).toHaveLength(5 * perCall - outOf(job));
    expect(await readFile(job.report, "utf8")).toContain("not-sent,credentials");
  });

  test("has told of every entry once with --json, sent or not", async () => {
    const job = await setUp(`${listOf(3 * perCall)}no at sign\n`, {
      faults: [{ kind: "status", status: 401, body: "json", skip: 1, times: "always" }],
    });
    const args = ["run", job.list, "--base-url", job.mock.url, "--yes", "--json"];
    const { code, out } = await job.run(...args);
    expect(code).toBe(3);
    const rows = (await rowsOf(job.report)).map((row) => row.replace(/ .* /, " "));
    expect(linesOf(out).sort()).toEqual(rows.sort());
  });

  test("is taken up by the same command, and what is settled is not sent again", async () => {
    const { job, args } = await halfDone();
    const before = outOf(job);
    const next = await mend(job);
    const { code, err, out } = await job.run(...args, "--json");
    expect(code).toBe(0);
    expect(err).toMatch(/Going on with .*, which stopped at .* \(credentials\): 3?[0-9]00 of 500 /);
    expect(err).toMatch(/^ {2}This was agreed to at \S+Z(?: by .+)?, so it is not asked again; /m);
    expect(next.sent()).toHaveLength(5 * perCall - before);
    expect(new Set(next.sent()).size).toBe(5 * perCall - before);
    expect(linesOf(out).sort()).toEqual(
      (await rowsOf(job.report)).map((row) => `${row.split(" ")[0]} unsubscribed`).sort(),
    );
  });

  test("is not sent to another server or brand by mistake; the difference is named", async () => {
    const { job, args } = await halfDone();
    const calls = job.mock.state().calls.length;
    const other = await setUp("");
    const elsewhere = await job.run("run", job.list, "--base-url", other.mock.url, "--yes");
    expect(elsewhere.code).toBe(2);
    expect(elsewhere.err).toContain(`the server there is ${job.mock.url}, here ${other.mock.url}`);
    const brand = await job.run(...args, "--business-unit", "0");
    expect(brand.code).toBe(2);
    expect(brand.err).toContain("the brand there is none, here 0");
    expect([job.mock.state().calls.length, other.mock.state().calls]).toEqual([calls, []]);
  });

  test("needs its list no more", async () => {
    const { job, args } = await halfDone();
    await mend(job);
    await rm(job.list);
    expect((await job.run(...args)).code).toBe(0);
    expect(await rowsOf(job.report)).toHaveLength(5 * perCall);
  });

  test("has the end of its journal dropped where a crash cut it off, and that is said", async () => {
    const { job, args } = await halfDone();
    await mend(job);
    await appendFile(job.journal, '{"call":99,"pur');
    const { code, err } = await job.run(...args);
    expect(code).toBe(0);
    expect(err).toContain("cut off (15 bytes); it was dropped");
  });
});

describe("a limit", () => {
  test("sends the first so many addresses, and reaching it is no failure", async () => {
    const job = await setUp(listOf(30));
    const args = ["run", job.list, "--base-url", job.mock.url, "--yes"];
    const { code, err } = await job.run(...args, "--limit", "10", "--expect", "10");
    expect(code).toBe(0);
    expect(err).toContain("To send: 10 addresses of 30 (--limit 10)");
    expect(job.sent()).toEqual(listOf(10).trim().split("\n").slice(1));
    expect(err).toContain("30 entries: 10 unsubscribed, 20 not-sent.");
  });

  test("reached before: nothing more is sent; raised: it is agreed to anew, and the rest sent", async () => {
    const job = await setUp(listOf(30));
    const args = ["run", job.list, "--base-url", job.mock.url];
    await job.run(...args, "--limit", "10", "--yes");
    const same = await job.run(...args, "--limit", "10");
    expect([same.code, job.sent().length]).toEqual([0, 10]);
    const asked = await job.run(...args);
    expect([asked.code, job.sent().length]).toEqual([2, 10]);
    const raised = await job.run(...args, "--yes");
    expect([raised.code, job.sent().length]).toEqual([0, 30]);
    expect(raised.err).toContain("To send: 20 addresses: 30, less 10 whose outcome is known");
  });
});

describe("the number that is asked for is the number that is sent", () => {
  test("of the rest beyond a limit", async () => {
    const job = await setUp(listOf(30));
    const args = ["run", job.list, "--base-url", job.mock.url];
    await job.run(...args, "--limit", "10", "-y");
    expect((await job.run(...args, "-y", "--expect", "30")).code).toBe(2);
    const typed = await end(job.start({ typed: ["20"] }, ...args));
    expect(typed.err).toContain("type the number of addresses (20)");
    expect([typed.code, job.sent().length]).toEqual([0, 30]);
  });

  test("of an edited list, within a limit", async () => {
    const job = await setUp(listOf(30));
    const args = ["run", job.list, "--base-url", job.mock.url];
    await job.run(...args, "--limit", "10", "--yes");
    await writeFile(job.list, listOf(30, 6));
    expect((await job.run(...args, "--limit", "10", "--yes", "--expect", "10")).code).toBe(2);
    const { code, err } = await job.run(...args, "--limit", "10", "--yes", "--expect", "5");
    expect(err).toContain("To send: 5 addresses: 10 of 30 (--limit 10), less 5 whose");
    expect([code, job.sent().length]).toEqual([0, 15]);
  });

  test("and the same command goes on, with the number that was agreed to or with what is left", async () => {
    for (const which of ["agreed", "left"]) {
      const { job, args } = await halfDone();
      const left = 5 * perCall - outOf(job);
      const next = await mend(job);
      const wrong = await job.run(...args, "--expect", String(left + 1));
      expect([wrong.code, next.sent()]).toEqual([2, []]);
      const expected = which === "agreed" ? 5 * perCall : left;
      expect((await job.run(...args, "--expect", String(expected))).code).toBe(0);
      expect(next.sent()).toHaveLength(left);
    }
  });
});

describe("a dry run beside a journal", () => {
  test("previews what the same run would send, of the same list or an edited one", async () => {
    const job = await setUp(listOf(30));
    const args = ["run", job.list, "--base-url", job.mock.url];
    await job.run(...args, "--limit", "10", "--yes");
    const journal = await readFile(job.journal, "utf8");
    const same = await job.run(...args, "--dry-run", "--json");
    expect(same.err).toContain("To send: 20 addresses: 30, less 10 whose outcome is known");
    expect(linesOf(same.out).slice(9, 11)).toEqual(["11 unsubscribed", "12 would-send"]);
    await writeFile(job.list, listOf(30, 6));
    const edited = await job.run(...args, "--dry-run", "--limit", "10");
    expect(edited.err).toContain("To send: 5 addresses: 10 of 30 (--limit 10), less 5 whose");
    await rm(job.list);
    const none = await job.run(...args, "--dry-run");
    expect(none.err).toContain("To send: 20 addresses: 30, less 10 whose outcome is known");
    expect(await readFile(job.journal, "utf8")).toBe(journal);
    expect(job.sent()).toHaveLength(10);
  });

  test("is refused where the run would be", async () => {
    const job = await setUp(listOf(3));
    const args = ["run", job.list, "--base-url", job.mock.url];
    await job.run(...args, "--limit", "1", "--yes");
    const brand = await job.run(...args, "--dry-run", "--business-unit", "7");
    expect([brand.code, brand.err]).toEqual([2, expect.stringContaining("of another job")]);
    await job.run(...args, "--yes");
    await rm(job.list);
    const over = await job.run(...args, "--dry-run");
    expect([over.code, over.err]).toEqual([2, expect.stringContaining("was finished at")]);
  });
});

describe("a job that was finished", () => {
  test("is not begun again: when it ended is said, and what there is to do", async () => {
    const faults = [
      { kind: "bad-address", address: "reader1@example.com", answer: "207" },
    ] as const;
    for (const open of [false, true]) {
      const job = await setUp(listOf(3), open ? { faults } : {});
      const args = ["run", job.list, "--base-url", job.mock.url, "--yes"];
      await job.run(...args);
      const sent = job.sent();
      const { code, err } = await job.run(...args);
      expect(code).toBe(open ? 1 : 0);
      expect(err).toMatch(/was finished at \d{4}-\d\d-\d\dT/);
      expect(err.includes(`retry ${job.journal}`)).toBe(open);
      expect(job.sent()).toEqual(sent);
    }
  });
});

test("two runs on one journal: the second refuses and names the first", async () => {
  const operation = "batchUnsubscribeAll";
  const job = await setUp(listOf(3), { faults: [{ kind: "latency", ms: 3000, operation }] });
  const args = ["run", job.list, "--base-url", job.mock.url, "--yes"];
  const first = job.start({}, ...args);
  await expect.poll(() => job.sent()).toHaveLength(3);
  const second = await job.run(...args);
  expect(second.code).toBe(2);
  expect(second.err).toContain(`process ${process.pid} on `);
  expect((await end(first)).code).toBe(0);
  expect(job.sent()).toHaveLength(3);
});
