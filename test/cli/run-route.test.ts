import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";

import { operations } from "../../generated/operations.js";
import { exitCodes } from "../../src/cli/exit-codes.js";
import { readJournal } from "../../src/node.js";
import { linesOf, listOf, rowsOf, setUp, type Job } from "./job.js";

/** Of an account without Marketing Hub Enterprise. */
const scopes = ["communication_preferences.write", "communication_preferences.read"];

/** Apart from the reading of the account. */
const called = (job: Job): Set<string> => {
  const names = job.mock.state().calls.map(({ operationId }) => operationId);
  return new Set(names.filter((name) => name !== "getAccountDetails"));
};

const flags = (job: Job): string[] => ["--base-url", job.mock.url, "--yes"];

/** The command that the last words give, as the words of the argument. */
function commandIn(err: string): string[] {
  const [, command = ""] = /To go on by it:\n {4}hubspot-batch-unsubscribe (.*)/.exec(err) ?? [];
  return command.split(" ");
}

describe("a run whose token may not make the calls of a batch", () => {
  test("ends with the scope, the exact command, and how long it takes; which goes on by the other route", async () => {
    const job = await setUp(listOf(40), { scopes });
    const typed = ["run", job.list, "--base-url", job.mock.url, "--yes", "--route=batch"];
    const first = await job.run(...typed);
    expect(first.code).toBe(exitCodes.credentials);
    const [scope] = operations.batchUnsubscribeAll.scopes[0];
    expect(first.err).toContain(`HubSpot's answer names ${scope}`);
    expect(first.err).toContain("never taken by itself: each address stands in a URL");
    for (const [needed] of operations.unsubscribeAllForContact.scopes.slice(0, 2)) {
      expect(first.err).toContain(String(needed));
    }
    expect(first.err).toContain("For the 40 addresses that are left it takes a few seconds");
    expect(called(job)).toEqual(new Set(["batchUnsubscribeAll"]));

    const command = commandIn(first.err);
    expect(command).toContain("single");
    expect(command.join(" ")).not.toContain("batch");
    // Other calls than were agreed to: that is asked, and where nobody can be asked nothing is sent.
    const unasked = await job.run(...command.filter((word) => word !== "--yes"));
    expect(unasked.code).toBe(exitCodes.usage);
    expect(called(job)).toEqual(new Set(["batchUnsubscribeAll"]));

    const next = await job.run(...command);
    expect(next.err).toMatch(/verify \S+\.journal --base-url/);
    expect([next.code, next.err]).toEqual([0, expect.stringContaining("Route: single, one")]);
    expect(next.err).toContain("The run before went by batch.");
    expect(called(job)).toEqual(new Set(["batchUnsubscribeAll", "unsubscribeAllForContact"]));
    expect(job.sent().slice(40)).toHaveLength(40);
    expect(new Set((await rowsOf(job.report)).map((row) => row.split(" ")[2]))).toEqual(
      new Set(["unsubscribed"]),
    );
    const { runs, routes } = await readJournal(job.journal);
    expect(runs.map(({ route }) => route)).toEqual(["batch", "single"]);
    expect(routes).toEqual(["single"]);
  });

  test("says so on its page, in the run and when the page is written again", async () => {
    const job = await setUp(listOf(40), { scopes });
    const html = `${job.list}.html`;
    await job.run("run", job.list, "--base-url", job.mock.url, "--yes", "--html", html);
    const written = [await readFile(html, "utf8")];
    await job.run("report", job.journal, "--html", html);
    written.push(await readFile(html, "utf8"));
    for (const page of written) {
      expect(page).toContain("HubSpot did not allow the call with the access token of the job.");
      expect(page).toContain("hubspot-batch-unsubscribe run --route single ");
    }
    const next = await job.run("run", job.list, "--route", "single", ...flags(job), "--html", html);
    expect(next.code).toBe(exitCodes.ok);
    expect(await readFile(html, "utf8")).not.toContain("--route single");
  });

  test("is told nothing of another route where the other one was taken, or no scope is missing", async () => {
    const job = await setUp(listOf(3), { scopes: [] });
    const args = ["run", job.list, "--base-url", job.mock.url, "--yes"];
    const single = await job.run(...args, "--route", "single");
    expect(single.code).toBe(exitCodes.credentials);
    expect(single.err).toContain("communication_preferences.write");
    expect(single.err).not.toMatch(/Enterprise|To go on by it/);
    const expired = await setUp(listOf(3), { expiresAfterMs: 0 });
    const old = await expired.run("run", expired.list, "--base-url", expired.mock.url, "--yes");
    expect(old.code).toBe(exitCodes.credentials);
    expect(old.err).not.toContain("To go on by it");
  });

  test("can be retried and read back by the other one", async () => {
    const job = await setUp(listOf(5), {
      scopes,
      faults: [{ kind: "bad-address", address: "reader2@example.com", answer: "400" }],
    });
    const server = ["--base-url", job.mock.url];
    const single = ["--route", "single"];
    const run = await job.run("run", job.list, ...server, ...single, "--yes");
    expect(run.code).toBe(exitCodes.incomplete);
    expect((await rowsOf(job.report))[1]).toBe("3 reader2@example.com rejected");
    const retried = await job.retry(...single, "--yes");
    expect(retried.code).toBe(exitCodes.incomplete);
    expect(retried.err).toContain("Route: single, one address a call");

    const wrong = await job.run("verify", job.journal, ...server, "--route", "batch");
    expect(wrong.code).toBe(exitCodes.credentials);
    expect(commandIn(wrong.err)).toContain("single");
    expect(wrong.err).toContain("communication_preferences.read");
    // Without a word about it, by the route that it was sent by; and so is it sent again.
    const read = await job.run("verify", job.journal, ...server, "--json");
    expect(read.code).toBe(exitCodes.ok);
    expect(read.err).toContain("1 address HubSpot has rejected, not read back.");
    expect(linesOf(read.out).toSorted()).toEqual([
      "2 confirmed",
      "4 confirmed",
      "5 confirmed",
      "6 confirmed",
    ]);
    expect(read.err).toContain("each address stands in a URL");
    const again = await job.retry("--yes");
    expect(again.err).toContain("Route: single, one address a call");
  });
});

test("a list that comes again goes by the route of the journal's last run, unless another is named", async () => {
  const job = await setUp(listOf(2));
  const args = ["run", job.list, "--base-url", job.mock.url, "--yes"];
  await job.run(...args, "--route", "single");
  await writeFile(job.list, listOf(3));
  const dry = await job.run(...args, "--dry-run");
  expect(dry.err).toContain("Route: single, one address a call");
  expect(dry.err).not.toContain("went by");
  expect(await job.run(...args)).toMatchObject({ code: 0 });
  expect(called(job)).toEqual(new Set(["unsubscribeAllForContact"]));
  await writeFile(job.list, listOf(4));
  const batch = await job.run(...args, "--route", "batch");
  expect(batch.err).toContain(
    "Route: batch, up to 100 addresses a call. The run before went by single.",
  );
  expect(called(job)).toContain("batchUnsubscribeAll");
});

test("a dry run says how long the route takes and that the addresses stand in URLs", async () => {
  const job = await setUp(listOf(2_000));
  const { code, err } = await job.run("run", job.list, "--dry-run", "--route", "single");
  expect(code).toBe(0);
  expect(err).toContain("Route: single, one address a call: each address stands in a URL");
  expect(err).toContain("Time: about 2 to 3 minutes at HubSpot's limits");
  expect(called(job).size).toBe(0);
});

test("no error of the route holds the address that is in its URL", async () => {
  const job = await setUp(listOf(3), {
    faults: [
      {
        kind: "status",
        status: 502,
        body: "html",
        times: "always",
        operation: "unsubscribeAllForContact",
      },
    ],
  });
  const args = ["--route", "single", "--yes", "--max-wait", "1", "--base-url", job.mock.url];
  const { code, err } = await job.run("run", job.list, ...args);
  expect(code).toBe(exitCodes.unavailable);
  const said = err.slice(err.indexOf("Stopped"));
  expect(said).toContain("unsubscribeAllForContact");
  expect(said).not.toMatch(/reader\d|example\.com|%40/);
});

test.each(["", "Single", "both", "ana@example.com"])("no other route: %s", async (name) => {
  const job = await setUp(listOf(1));
  const { code, err } = await job.run("run", job.list, "--yes", "--route", name);
  expect(code).toBe(exitCodes.usage);
  expect(err).toContain("--route must be batch or single");
  expect(err).not.toContain("example.com");
});
