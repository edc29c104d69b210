import { access, readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { startMock } from "../../src/mock/index.js";
import { listOf, setUp } from "../cli/job.js";

/** The journal of a job against the mock, as somebody else may have made it; and what is shown of a run. */
async function strange(businessUnit?: string) {
  const job = await setUp(listOf(3));
  const brand = businessUnit === undefined ? [] : ["--business-unit", businessUnit];
  const run = await job.run("run", job.list, "--yes", "--base-url", job.mock.url, ...brand);
  return { job, run, calls: () => job.mock.state().calls.length };
}

test("a journal that names another server than the default's is refused, with the command that says so", async () => {
  const { job, calls } = await strange();
  const before = calls();
  for (const [name, ...flags] of [["verify"], ["verify", "--json"], ["retry", "--yes"]] as const) {
    const { code, err, out } = await job.run(name, job.journal, ...flags);
    expect([code, out]).toEqual([2, ""]);
    const again = ["hubspot-batch-unsubscribe", name, job.journal, ...flags, "--base-url"].join(
      " ",
    );
    expect(err).toContain(`${again} ${job.mock.url}`);
    expect(err).toContain("A file does not choose where the token and the addresses go");
  }
  expect(calls()).toBe(before);
  expect((await job.run("verify", job.journal, "--base-url", job.mock.url)).code).toBe(0);
  expect(calls()).toBeGreaterThan(before);
});

test("a journal that names a brand is refused without it, and one that names none with it", async () => {
  const { job, calls } = await strange("7");
  const before = calls();
  const server = ["--base-url", job.mock.url];
  for (const flags of [[], ["--business-unit", "0"], ["--business-unit=8"]]) {
    const { code, err } = await job.run("verify", job.journal, ...server, ...flags);
    expect([flags, code]).toEqual([flags, 2]);
    expect(err).toContain(`verify ${job.journal} --base-url ${job.mock.url} --business-unit 7`);
  }
  expect(calls()).toBe(before);
  const { code } = await job.run("verify", job.journal, ...server, "--business-unit", "7");
  expect(code).not.toBe(2);
});

test("a server that is none is no part of a command, and nothing of it disguises the line", async () => {
  const { job } = await strange();
  const text = await readFile(job.journal, "utf8");
  for (const server of [
    "javascript:alert(1)",
    "http://evil.example",
    "\u001b[2Jhttps://api.hubapi.com",
  ]) {
    await writeFile(
      job.journal,
      text.replaceAll(job.mock.url, JSON.stringify(server).slice(1, -1)),
    );
    const { code, err } = await job.run("verify", job.journal);
    expect(code).toBe(2);
    expect(err).toMatch(/journal of another job|is damaged at line/);
    expect(err).not.toContain("if you do:");
    expect(err.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  }
});

test("reading a journal sends nothing, whatever server it names", async () => {
  const { job, calls } = await strange();
  const before = calls();
  expect((await job.run("report", job.journal, "--json")).code).toBe(0);
  expect(calls()).toBe(before);
});

test("a run against this machine is practice, and stands in no other's way", async () => {
  const { job, run } = await strange();
  expect(run.code).toBe(0);
  await access(`${job.list}.practice.journal`);
  await access(`${job.list}.practice.report.csv`);
  await expect(access(`${job.list}.journal`)).rejects.toThrow("ENOENT");
  await using other = await startMock();
  const again = await job.run("run", job.list, "--yes", "--base-url", other.url);
  expect(again.code).toBe(2); // practice against another server is another job
  const real = await job.run("run", job.list, "--dry-run");
  expect(real.err).toContain("Server: https://api.hubapi.com");
});
