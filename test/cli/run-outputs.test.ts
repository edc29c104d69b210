import { open, stat } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";

import { linesOf, listOf, perCall, rowsOf, setUp } from "./job.js";
import { startProgram, startRun } from "./program.js";

// Only there is a file that is always full.
const linux = process.platform === "linux";

describe("stdout", () => {
  test("whose reader has left is no end: the job goes on", async () => {
    const job = await setUp(listOf(20 * perCall), { latencyMs: 50 });
    const run = startRun(job, ["--json"], { stdout: "left" });
    run.child.stdout?.once("data", () => run.child.stdout?.destroy());
    expect(await run.ended).toBe(0);
    expect(run.err()).not.toContain("Error");
    expect(job.mock.state().out["portal"]).toHaveLength(20 * perCall);
  });

  test("with a slow reader is complete", async () => {
    const job = await setUp(listOf(20 * perCall));
    const run = startRun(job, ["--json"], { stdout: "left" });
    await delay(2000);
    if (run.child.stdout === null) throw new Error("stdout is a pipe");
    const lines = linesOf(await text(run.child.stdout));
    expect(lines).toHaveLength(20 * perCall);
    expect(new Set(lines).size).toBe(20 * perCall);
    expect(await run.ended).toBe(0);
  });

  test.skipIf(!linux)(
    "that cannot be written ends the sending, with 6 and a whole report",
    async () => {
      const job = await setUp(`${listOf(20 * perCall)}no at sign\n`, { latencyMs: 300 });
      const full = await open("/dev/full", "w");
      onTestFinished(() => full.close());
      const run = startRun(job, ["--json"], { stdout: full.fd });
      expect(await run.ended).toBe(6);
      expect(run.err()).toContain("Error: stdout cannot be written: the disk is full\n");
      expect(run.err()).not.toContain("    at "); // no stack
      expect(job.sent().length).toBeLessThan(20 * perCall);
      const rows = await rowsOf(job.report);
      expect(rows).toHaveLength(20 * perCall + 1);
      expect(rows.filter((row) => row.endsWith(" unsubscribed"))).toHaveLength(job.sent().length);
    },
  );
});

describe.skipIf(!linux)("a place that takes nothing", () => {
  test.each(["--report", "--html", "--journal"])(
    "for %s: 6 before the first call",
    async (flag) => {
      const job = await setUp(listOf(3));
      const { code, err } = await job.run(
        ...["run", job.list, "--base-url", job.mock.url, "--yes", flag, "/dev/full"],
      );
      expect(code).toBe(6);
      expect(err).toContain("/dev/full");
      expect(job.mock.state().calls).toEqual([]);
    },
  );

  test("for the journal, half way: the sending ends with 6, and goes on once there is room", async () => {
    const job = await setUp(listOf(20 * perCall), {
      latencyMs: 100,
      faults: [{ kind: "status", status: 401, body: "json", operation: "batchUnsubscribeAll" }],
    });
    expect(await startRun(job, []).ended).toBe(3);
    const fileLimit = Math.ceil((await stat(job.journal)).size / 1024) + 1;
    const before = job.sent().length;
    const run = startRun(job, [], { fileLimit });
    expect(await run.ended).toBe(6);
    expect(run.err()).toContain(`${job.journal} cannot be written`);
    expect(job.sent().length - before).toBeLessThan(20 * perCall);
    expect(await startRun(job, []).ended).toBe(0);
    expect(await rowsOf(job.report)).toHaveLength(20 * perCall);
  });

  test("for the help: 6, without a stack", async () => {
    const full = await open("/dev/full", "w");
    onTestFinished(() => full.close());
    const help = startProgram(["--help"], { stdout: full.fd });
    expect(await help.ended).toBe(6);
    expect(help.err()).toBe(
      "hubspot-batch-unsubscribe: stdout cannot be written: the disk is full\n",
    );
  });
});
