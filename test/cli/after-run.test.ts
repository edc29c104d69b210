import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { linesOf, listOf, rowsOf, setUp } from "./job.js";

/** A job of which one address was rejected. */
async function withOneRejected() {
  const job = await setUp(`${listOf(5)}no at sign\n`, {
    faults: [{ kind: "bad-address", address: "reader3@example.com", answer: "207", times: 1 }],
  });
  const { code } = await job.run("run", job.list, "--base-url", job.mock.url, "--yes");
  expect(code).toBe(1);
  expect((await rowsOf(job.report))[2]).toBe("4 reader3@example.com rejected");
  return job;
}

describe("retry", () => {
  test("sends again what was rejected, to the server and the brand of the job", async () => {
    const job = await withOneRejected();
    const before = job.sent().length;
    await rm(job.list);
    const { code, err } = await job.retry("--yes", "--expect", "1");
    expect(code).toBe(1); // one is invalid still
    expect(job.sent().slice(before)).toEqual(["reader3@example.com"]);
    expect(err).toContain("6 entries: 5 unsubscribed, 1 invalid.");
    expect((await rowsOf(job.report))[2]).toBe("4 reader3@example.com unsubscribed");
  });

  test("asks first, and leaves the job as it was if the answer is no", async () => {
    const job = await withOneRejected();
    const journal = await readFile(job.journal, "utf8");
    const before = job.sent().length;
    const { code, err } = await job.retry();
    expect([code, err]).toEqual([2, expect.stringContaining("add --yes")]);
    expect(job.sent()).toHaveLength(before);
    expect((await readFile(job.journal, "utf8")).startsWith(journal)).toBe(true);
    expect((await job.run("run", job.list, "--base-url", job.mock.url)).err).toContain(
      "was finished",
    );
  });

  test("lifts the limit of the job, and takes no edited list that was declined", async () => {
    const job = await setUp(listOf(10));
    const args = ["run", job.list, "--base-url", job.mock.url];
    await job.run(...args, "--limit", "5", "--yes");
    await writeFile(job.list, `${listOf(10)}new@example.com\n`);
    expect((await job.run(...args, "--limit", "5")).code).toBe(2);
    expect((await job.retry("--yes", "--expect", "5")).code).toBe(0);
    expect(job.sent()).toHaveLength(10);
    expect(job.sent()).not.toContain("new@example.com");
    expect(await rowsOf(job.report)).toHaveLength(10);
  });

  test("is refused for another server, or for no journal", async () => {
    const job = await withOneRejected();
    const other = await job.run("retry", job.journal, "--yes", "--base-url", "http://127.0.0.1:9");
    expect([other.code, other.err]).toEqual([2, expect.stringContaining("the server there is")]);
    const none = await job.run("retry", join(job.folder, "none.journal"), "--yes");
    expect([none.code, none.err]).toEqual([2, expect.stringContaining("There is no journal")]);
    const list = await job.run("retry", job.list, "--yes");
    expect([list.code, list.err]).toEqual([2, expect.stringContaining("is not a journal")]);
  });

  test("has nothing to do where all are out", async () => {
    const job = await setUp(listOf(3));
    await job.run("run", job.list, "--base-url", job.mock.url, "--yes");
    expect((await job.retry()).code).toBe(0);
    expect(job.sent()).toHaveLength(3);
  });
});

test("a report fed to run contributes what it has not settled", async () => {
  const job = await withOneRejected();
  const before = job.sent().length;
  const { code } = await job.run("run", job.report, "--base-url", job.mock.url, "--yes");
  expect(code).toBe(0);
  expect(job.sent().slice(before)).toEqual(["reader3@example.com"]);
});

describe("report", () => {
  test("writes both reports again, with neither token nor list nor server", async () => {
    const job = await withOneRejected();
    const first = await readFile(job.report, "utf8");
    await Promise.all([rm(job.report), rm(job.list), job.mock.close()]);
    const html = join(job.folder, "page.html");
    const { code, out } = await job.run("report", job.journal, "--html", html, "--json");
    expect(code).toBe(0);
    expect(await readFile(job.report, "utf8")).toBe(first);
    expect(await readFile(html, "utf8")).toContain("<!doctype html>");
    expect(linesOf(out)).toHaveLength(6);
  });

  test.each([
    ["what is no journal", "LIST", 2, "is not a journal"],
    ["no file", "none.journal", 2, "There is no journal"],
  ])("of %s: %s gives %i", async (_what, name, expected, words) => {
    const job = await setUp(listOf(3));
    const path = name === "LIST" ? job.list : join(job.folder, name);
    const { code, err } = await job.run("report", path);
    expect([code, err]).toEqual([expected, expect.stringContaining(words)]);
  });

  test("that would replace the journal is refused with 6", async () => {
    const job = await withOneRejected();
    const before = await readFile(job.journal, "utf8");
    const { code } = await job.run("report", job.journal, "--report", job.journal);
    expect(code).toBe(6);
    expect(await readFile(job.journal, "utf8")).toBe(before);
  });
});

test.each(["--report", "--html"])(
  "a report is not written in the place of the list: %s of report and retry",
  async (flag) => {
    const job = await setUp(listOf(3));
    await job.run("run", job.list, "--base-url", job.mock.url, "--yes");
    for (const command of [["report"], ["retry", "--base-url", job.mock.url, "--yes"]]) {
      const { code, err } = await job.run(...command, job.journal, flag, job.list);
      expect([code, err]).toEqual([expect.any(Number), expect.stringContaining("it is the list")]);
      expect(code).toBe(6);
    }
    expect(await readFile(job.list, "utf8")).toBe(listOf(3));
  },
);
