import { expect } from "vitest";

import { listOf, perCall, setUp, type Job } from "./job.js";

/** A job whose token ran out after two of five calls. */
export async function halfDone(): Promise<{ job: Job; args: string[] }> {
  const job = await setUp(listOf(5 * perCall), {
    faults: [{ kind: "status", status: 401, body: "json", skip: 2, times: "always" }],
  });
  const args = ["run", job.list, "--base-url", job.mock.url, "--yes"];
  const { code, err } = await job.run(...args);
  expect(code).toBe(3);
  expect(err).toContain("Stopped (credentials): ");
  return { job, args };
}

/** A second server in place of the first: it accepts everything and has no memory of earlier calls. */
export async function mend(job: Job): Promise<Job> {
  await job.mock.close();
  return setUp("", { port: job.mock.port });
}

export function outOf(job: Job): number {
  return job.mock.state().out["portal"]?.length ?? 0;
}
