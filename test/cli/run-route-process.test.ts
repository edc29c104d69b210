import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";

import { listOf, rowsOf, setUp } from "./job.js";
import { startProgram } from "./program.js";

const windows = process.platform === "win32";

describe.skipIf(windows)("a job of 500, one address a call", () => {
  test(
    "that is killed twice goes on with the same command, and by the other route too",
    { timeout: 180_000 },
    async () => {
      const job = await setUp(listOf(500), { rate: { calls: 100, seconds: 1 }, latencyMs: 50 });
      const start = (route: string) =>
        startProgram(["run", job.list, "--base-url", job.mock.url, "--yes", "--route", route], {
          env: { HUBSPOT_ACCESS_TOKEN: job.mock.token },
        });
      for (const most of [100, 250]) {
        const run = start("single");
        await expect.poll(() => job.sent().length, { timeout: 30_000 }).toBeGreaterThan(most);
        await delay(100);
        run.child.kill("SIGKILL");
        expect(await run.ended).toBe("SIGKILL");
      }
      const before = job.sent();
      expect(before.length).toBeLessThan(500);
      const third = start("single");
      await expect.poll(() => job.sent().length, { timeout: 30_000 }).toBeGreaterThan(400);
      third.child.kill("SIGTERM");
      expect(await third.ended).toBe(143);
      const settled = (await rowsOf(job.report)).filter((row) => row.endsWith("unsubscribed"));
      const until = job.sent().length;
      const last = start("batch");
      expect(await last.ended, last.err()).toBe(0);
      expect(last.err()).toContain("The run before went by single.");
      const again = new Set(job.sent().slice(until));
      for (const row of settled) expect(again).not.toContain(row.split(" ")[1]);
      const rows = await rowsOf(job.report);
      expect(rows).toHaveLength(500);
      expect(rows.every((row) => / (already-)?unsubscribed$/.test(row))).toBe(true);
      expect(new Set(job.mock.state().out["portal"]).size).toBe(500);
      // What was under way when it was killed is sent twice, and nobody else.
      expect(job.sent().length).toBeLessThanOrEqual(500 + 3 * 32);
    },
  );
});
