import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { listOf, setUp } from "./job.js";

test("a report that cannot be written is not named as one; what is done and what ends the job is said", async () => {
  const job = await setUp(listOf(3), { latencyMs: 1000 });
  const folder = join(job.folder, "reports");
  await mkdir(folder);
  const typed = [
    ...["run", job.list, "--base-url", job.mock.url, "--yes"],
    ...["--report", join(folder, "report.csv")],
  ];
  const running = job.run(...typed);
  const isSending = () =>
    job.mock.state().calls.some(({ operationId }) => /batch/.test(operationId));
  await vi.waitUntil(isSending, { timeout: 30_000, interval: 5 });
  await rm(folder, { recursive: true });
  const { code, err } = await running;
  expect([code, job.sent()]).toEqual([6, expect.objectContaining({ length: 3 })]);
  expect(err).not.toMatch(/^Report: /m);
  expect(err).toContain(
    `Every address has an outcome. Once that is mended, to end the job:\n  hubspot-batch-unsubscribe ${typed.join(" ")}\n`,
  );
  const { err: told } = await job.run("report", job.journal);
  expect(told).toContain("Every address has an outcome; the command that began the job closes it.");
  await mkdir(folder);
  expect(await job.run(...typed)).toMatchObject({
    code: 0,
    err: expect.stringMatching(/^Report: /m),
  });
  expect(job.sent()).toHaveLength(3);
});

test("of a job that stopped, the command that writes the report is given as well", async () => {
  const job = await setUp(listOf(3), { latencyMs: 1000 });
  const folder = join(job.folder, "reports");
  await mkdir(folder);
  const report = ["--report", join(folder, "report.csv")];
  const typed = ["run", job.list, "--base-url", job.mock.url, "--yes", "--limit", "2", ...report];
  const running = job.run(...typed);
  const isSending = () =>
    job.mock.state().calls.some(({ operationId }) => /batch/.test(operationId));
  await vi.waitUntil(isSending, { timeout: 30_000, interval: 5 });
  await rm(folder, { recursive: true });
  const { code, err } = await running;
  expect([code, job.sent()]).toEqual([6, expect.objectContaining({ length: 2 })]);
  expect(err).toContain(
    `Once that is mended, to write the report:\n  hubspot-batch-unsubscribe report ${job.journal} ${report.join(" ")}\n`,
  );
  await mkdir(folder);
  expect(await job.run("report", job.journal, ...report)).toMatchObject({ code: 0 });
});
