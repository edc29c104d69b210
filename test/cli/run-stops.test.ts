import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { startMock, type Fault } from "../../src/mock/index.js";
import { end, listOf, rowsOf, setUp } from "./job.js";

const sending = { operation: "batchUnsubscribeAll" } as const;

/** The end of a run against a server that does this wrong from the first call on that sends. */
async function runAgainst(fault: Fault, ...flags: string[]) {
  const job = await setUp(listOf(5), { faults: [{ ...sending, ...fault }] });
  const args = ["run", job.list, "--base-url", job.mock.url, "--yes", ...flags];
  return { ...(await job.run(...args)), rows: await rowsOf(job.report) };
}

const always = { times: "always" } as const;

describe("a job that cannot go on", () => {
  test("for want of the scope or the tier: 3, with both spellings and the tier", async () => {
    const { code, err, rows } = await runAgainst({
      ...{ kind: "status", status: 403, body: "json" },
      ...always,
    });
    expect(code).toBe(3);
    for (const word of [
      "communication_preferences.statuses.batch.write",
      "subscription-status-batch-write",
      "Enterprise",
    ]) {
      expect(err).toContain(word);
    }
    expect(rows.every((row) => row.endsWith(" not-sent"))).toBe(true);
  });

  test("for the limit of the day: 4, with when to go on", async () => {
    const fault: Fault = { kind: "rate-limit", policy: "DAILY", ...always };
    const { code, err, rows } = await runAgainst(fault);
    expect(code).toBe(4);
    expect(err).toContain("Stopped (rate-limit)");
    expect(err).toContain("midnight in the account's time zone");
    expect(rows).toHaveLength(5);
  });

  test("for a migration longer than is waited: 4, with the time that HubSpot gave", async () => {
    const { code, err } = await runAgainst({ kind: "migration", retryAfter: 7200, ...always });
    expect(code).toBe(4);
    expect(err).toMatch(/Stopped \(migration\).* Go on after \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\./);
  });

  test.each([9_999_999_999_999, "9".repeat(400)])(
    "for a wait that fits into no date (%#): 4, a report, and nobody unknown",
    async (retryAfter) => {
      const { code, err, rows } = await runAgainst({ kind: "migration", retryAfter, ...always });
      expect(code).toBe(4);
      expect(err).toMatch(/Go on after \d{4}-\d\d-\d\dT/);
      expect(rows.every((row) => row.endsWith(" not-sent"))).toBe(true);
    },
  );

  test("since the server gives up: 5, and the addresses are unknown where it may have acted", async () => {
    const fault: Fault = { kind: "reset", when: "after", ...always };
    const { code, err, rows } = await runAgainst(fault, "--max-wait", "0");
    expect(code).toBe(5);
    expect(err).toContain("Stopped (unavailable)");
    expect(rows.every((row) => row.endsWith(" unknown"))).toBe(true);
  });

  test("since nobody is there: 5, and nothing was sent", async () => {
    const job = await setUp(listOf(5));
    await job.mock.close();
    const { code, err } = await job.run(
      ...["run", job.list, "--base-url", job.mock.url, "--yes", "--max-wait", "0"],
    );
    expect(code).toBe(5);
    expect(err).toContain("nothing was sent: the account of the token could not be read");
    expect(await readdir(job.folder)).toEqual(["list.csv"]);
  });

  test("since the request itself is refused: 2, and nobody is rejected for it", async () => {
    const fault: Fault = { kind: "status", status: 400, body: "json", ...always };
    const { code, err, rows } = await runAgainst(fault);
    expect(code).toBe(2);
    expect(err).toContain("Stopped (request-fault)");
    expect(rows.every((row) => row.endsWith(" not-sent"))).toBe(true);
  });

  test("since its token file is gone: 3, and the file is named", async () => {
    const wait: Fault = { kind: "rate-limit", policy: "SECONDLY", retryAfter: 1, ...sending };
    const job = await setUp(listOf(5), { faults: [wait] });
    const file = join(job.folder, "token");
    await writeFile(file, `${job.mock.token}\n`, { mode: 0o600 });
    const args = ["run", job.list, "--base-url", job.mock.url, "--yes", "--token-file", file];
    const run = job.start({ env: {} }, ...args);
    await expect.poll(() => job.mock.state().calls.length).toBe(2);
    await rm(file);
    const { code, err } = await end(run);
    expect(code).toBe(3);
    expect(err).toContain(`the token file ${file} cannot be read: there is no such file`);
  });
});

test("what one address brings about is that address's alone: 1, with HubSpot's reason", async () => {
  const fault: Fault = { kind: "bad-address", address: "reader3@example.com", answer: "207" };
  const { code, err, rows } = await runAgainst(fault);
  expect(code).toBe(1);
  expect(rows[2]).toBe("4 reader3@example.com rejected");
  expect(err).toContain("5 entries: 4 unsubscribed, 1 rejected.");
});

test("a fault of the program's own is thrown, the report written and the journal good to go on", async () => {
  const job = await setUp(listOf(3));
  const args = ["run", job.list, "--base-url", job.mock.url, "--yes"];
  const broken = job.start(
    { write: () => Promise.reject(new RangeError("a fault of ours")) },
    ...args,
    "--json",
  );
  await expect(broken.code).rejects.toThrow("a fault of ours");
  expect(await rowsOf(job.report)).toEqual(
    [1, 2, 3].map((n) => `${n + 1} reader${n}@example.com unsubscribed`),
  );
  const { code } = await job.run(...args);
  expect(code).toBe(0);
  expect(job.sent()).toHaveLength(3);
});

test("whose token expires on the way stops at that batch, and goes on with a new one", async () => {
  const job = await setUp(listOf(2_000), {
    faults: [{ kind: "status", status: 401, body: "json", skip: 6, times: "always", ...sending }],
  });
  const args = ["run", job.list, "--base-url", job.mock.url, "--yes"];
  const { code, err } = await job.run(...args);
  expect(code).toBe(3);
  expect(err).toContain("600 unsubscribed, 1,400 not-sent");
  // Those that were under way beside it, and no more.
  expect(job.mock.state().calls.length).toBeLessThan(20);
  const settled = new Set(job.sent().slice(0, 600));
  await job.mock.close();
  const { port, token } = job.mock;
  await using mended = await startMock({ port, token, keepInputs: true });
  expect((await job.run(...args)).code).toBe(0);
  const sent = mended.state().calls.flatMap(({ addresses = [] }) => addresses);
  expect(new Set(sent).size).toBe(1_400);
  expect(sent.filter((address) => settled.has(address))).toEqual([]);
});
