import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";

import type { MockOptions } from "../../src/mock/index.js";
import { listOf, perCall, rowsOf, setUp, type Job } from "./job.js";
import { startProgram, startRun, type Program } from "./program.js";

const windows = process.platform === "win32";

/** What sends takes its time, and nothing else. */
const slow = {
  kind: "latency",
  ms: 20_000,
  operation: "batchUnsubscribeAll",
  times: "always",
} as const;

/** A run with calls under way that take their time. */
async function underWay(options: MockOptions = {}, flags: readonly string[] = []) {
  const job = await setUp(listOf(20 * perCall), { latencyMs: 400, ...options });
  const run = startRun(job, flags);
  await expect.poll(() => job.sent().length, { timeout: 15_000 }).toBeGreaterThan(0);
  return { job, run };
}

/** Goes on with a job that has ended early, and holds the whole against what the server saw. */
async function goOnWith(job: Job): Promise<void> {
  const settled = (await rowsOf(job.report).catch(() => [])).filter((row) =>
    row.endsWith(" unsubscribed"),
  );
  const before = job.sent().length;
  const next = startRun(job, []);
  expect(await next.ended, next.err()).toBe(0);
  const rows = await rowsOf(job.report);
  expect(rows).toHaveLength(20 * perCall);
  expect(rows.every((row) => / (already-)?unsubscribed$/.test(row))).toBe(true);
  const again = new Set(job.sent().slice(before));
  for (const row of settled) expect(again).not.toContain(row.split(" ")[1]);
}

describe.skipIf(windows)("a signal", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)(
    "%s: no new call, those under way are awaited, all is written, %i",
    async (signal, code) => {
      const { job, run } = await underWay();
      run.child.kill(signal);
      expect(await run.ended).toBe(code);
      const sent = job.sent();
      expect(sent.length).toBeLessThan(20 * perCall);
      const rows = await rowsOf(job.report);
      expect(rows).toHaveLength(20 * perCall);
      expect(rows.filter((row) => row.endsWith(" unsubscribed"))).toHaveLength(sent.length);
      expect(run.err()).toContain(`${signal}: no more is sent; waiting for the calls under way.`);
      expect(run.err()).toContain(`The job was stopped by ${signal}.`);
      await goOnWith(job);
    },
  );

  test("a second one leaves at once, and the journal can be gone on with", async () => {
    const { job, run } = await underWay({ faults: [slow] });
    run.child.kill("SIGINT");
    await delay(1000);
    expect(run.child.exitCode).toBeNull();
    run.child.kill("SIGINT");
    expect(await run.ended).toBe(130);
    await job.mock.close();
    const next = await setUp("", { port: job.mock.port });
    const again = startRun(job, []);
    expect(await again.ended).toBe(0);
    expect(next.sent()).toHaveLength(20 * perCall);
    expect(again.err()).not.toContain("taken over"); // the lock was let go
  });

  test("that kills: the journal can be gone on with, and the lock that is left is taken over", async () => {
    const { job, run } = await underWay({ rate: { calls: 5, seconds: 1 }, latencyMs: 50 });
    await delay(500);
    run.child.kill("SIGKILL");
    expect(await run.ended).toBe("SIGKILL");
    await goOnWith(job);
  });
});

describe.skipIf(windows)("a run that stood still while another took its journal over", () => {
  /** Lets the other run come to its end, and the first go on; nothing of the job changes by that. */
  async function overtake(job: Job, first: Program, goOn: () => void): Promise<void> {
    first.child.kill("SIGSTOP");
    const second = await job.run("run", job.list, "--base-url", job.mock.url, "--yes");
    expect([second.code, second.err]).toEqual([0, expect.stringContaining("it was taken over")]);
    const left = async (): Promise<readonly string[]> =>
      Promise.all([job.journal, job.report].map((path) => readFile(path, "utf8")));
    const before = await left();
    first.child.kill("SIGCONT");
    goOn();
    await first.ended;
    expect(await left()).toEqual(before);
    expect(first.err()).toContain("Another run has taken over");
  }

  test.each([
    ["no", 2],
    ["3", 6],
  ])(
    "at its question, answered %j: touches nothing, says so, and ends with %i",
    async (answer, code) => {
      const job = await setUp(listOf(3));
      const first = startProgram(["run", job.list, "--base-url", job.mock.url], {
        env: { HUBSPOT_ACCESS_TOKEN: job.mock.token },
        stdin: "terminal",
      });
      await expect.poll(() => first.err(), { timeout: 15_000 }).toContain("type the number");
      await overtake(job, first, () => first.child.stdin?.write(`${answer}\n`));
      expect(await first.ended).toBe(code);
      expect(job.sent()).toHaveLength(3);
    },
  );

  test.each(["run", "retry"])(
    "at the question of %s about a job that goes on, answered no: the same",
    async (command) => {
      const job = await setUp(listOf(3));
      const flags = ["--base-url", job.mock.url];
      await job.run("run", job.list, ...flags, "--limit", "2", "--yes");
      const asking = [command, command === "run" ? job.list : job.journal, ...flags];
      const first = startProgram(asking, {
        env: { HUBSPOT_ACCESS_TOKEN: job.mock.token },
        stdin: "terminal",
      });
      await expect.poll(() => first.err(), { timeout: 15_000 }).toContain("type the number");
      await overtake(job, first, () => first.child.stdin?.write("no\n"));
      expect(await first.ended).toBe(2);
      expect(job.sent()).toHaveLength(3);
    },
  );

  test("while it was sending: touches nothing, sends no more, says so, and ends with 6", async () => {
    const { job, run } = await underWay({ rate: { calls: 5, seconds: 1 } }, ["--json"]);
    let sent = 0;
    await overtake(job, run, () => (sent = job.sent().length));
    expect(await run.ended).toBe(6);
    // It does not know whom the other run has opted out, so it calls nobody `not-sent`.
    expect(run.out()).not.toMatch(/not-sent|evidence/);
    expect(run.err()).not.toContain("not-sent");
    // Calls that were on their way already may come in; fifteen and more were still to be made.
    expect(job.sent().length - sent).toBeLessThan(5 * perCall);
    expect(job.mock.state().out["portal"]).toHaveLength(20 * perCall);
  });
});

test.skipIf(windows)("report tells a run that goes on from one that was killed", async () => {
  const { job, run } = await underWay({ faults: [slow] });
  const html = join(job.folder, "page.html");
  const beside = ["--report", join(job.folder, "beside.csv"), "--html", html];
  const during = await job.run("report", job.journal, ...beside);
  expect(during.err).toContain("The job is still running: 2,000 addresses of it are open.");
  expect(await readFile(html, "utf8")).toContain("Still running");
  run.child.kill("SIGKILL");
  await run.ended;
  const after = await job.run("report", job.journal, ...beside);
  expect(after.err).toContain("The job ended without closing: 2,000 addresses of it are open.");
  const page = await readFile(html, "utf8");
  expect(page).toContain("Ended without closing");
  expect(page).not.toMatch(/Complete|came to the end/);
});

test.skipIf(windows)(
  "a run killed before anything was confirmed stands in nobody's way",
  async () => {
    const job = await setUp(listOf(3));
    const run = startProgram(
      ["run", "-", "--base-url", "http://127.0.0.1:9", "--journal", job.journal, "--yes"],
      {
        env: { HUBSPOT_ACCESS_TOKEN: job.mock.token },
        stdin: "open",
      },
    );
    await expect
      .poll(
        () =>
          access(job.journal).then(
            () => true,
            () => false,
          ),
        { timeout: 15_000 },
      )
      .toBe(true);
    run.child.kill("SIGKILL");
    await run.ended;
    // For another server than the one that was killed, which shares nothing with it.
    const { code } = await job.run("run", job.list, "--base-url", job.mock.url, "--yes");
    expect(code).toBe(0);
  },
);
