import { describe, expect, test } from "vitest";

import { skipTime } from "../helpers/waits.js";
import { end, linesOf, listOf, setUp } from "./job.js";

describe("verify", () => {
  test("a list whose addresses are out: confirmed, and 0", async () => {
    const alreadyOut = listOf(3).trim().split("\n").slice(1);
    const job = await setUp(`${listOf(3)}READER1@example.com\n`, { alreadyOut });
    const { code, out, err } = await job.run(
      "verify",
      job.list,
      "--base-url",
      job.mock.url,
      "--json",
    );
    expect(code).toBe(0);
    expect(linesOf(out).sort()).toEqual([
      "2 confirmed",
      "3 confirmed",
      "4 confirmed",
      "5 duplicate",
    ]);
    expect(err).toContain("4 entries: 3 confirmed, 0 not-confirmed, 0 unconfirmable, 1 duplicate.");
    expect(job.sent()).toEqual([]); // it changes nothing
  });

  test("a journal, for the server and the brand that it names", async () => {
    const job = await setUp(listOf(5));
    await job.run(
      ...["run", job.list, "--base-url", job.mock.url, "--yes", "--business-unit", "7"],
      ...["--limit", "3"],
    );
    const server = ["--base-url", job.mock.url];
    const { code, err } = await job.run("verify", job.journal, ...server, "--business-unit", "7");
    // What the limit has left out is not asked for.
    expect(err).toContain("3 entries: 3 confirmed, 0 not-confirmed, 0 unconfirmable.");
    expect(code).toBe(0);
    const other = await job.run("verify", job.journal, ...server, "--business-unit", "0");
    expect([other.code, other.err]).toEqual([2, expect.stringContaining("the brand there is 7")]);
  });

  test("a report: what it tells out is read back, and nothing else", async () => {
    const refused = "reader2@example.com";
    const job = await setUp(`${listOf(4)}no at sign\nreader4@example.com\n`, {
      alreadyOut: ["reader1@example.com"],
      faults: [{ kind: "bad-address", address: refused, answer: "207" }],
    });
    const server = ["--base-url", job.mock.url];
    await job.run("run", job.list, ...server, "--yes");
    const { code, out } = await job.run("verify", job.report, ...server, "--json");
    expect(linesOf(out).sort()).toEqual(["2 confirmed", "4 confirmed", "5 confirmed"]);
    expect(code).toBe(0);
    // A run takes the others.
    const dry = await job.run("run", job.report, ...server, "--dry-run", "--json");
    expect(linesOf(dry.out)).toEqual(["3 would-send"]);
  });

  test("a report in which nothing is told out says so", async () => {
    const job = await setUp(listOf(1), {
      faults: [
        {
          kind: "status",
          status: 401,
          body: "json",
          times: "always",
          operation: "batchUnsubscribeAll",
        },
      ],
    });
    const server = ["--base-url", job.mock.url];
    await job.run("run", job.list, ...server, "--yes");
    const { code, err } = await job.run("verify", job.report, ...server);
    expect([code, err]).toEqual([2, expect.stringContaining("nothing to read back")]);
  });

  test("an address that is not out: not-confirmed after a few tries, and 1", async () => {
    const job = await setUp(listOf(2), { alreadyOut: ["reader1@example.com"] });
    skipTime();
    const { code, out } = await job.run("verify", job.list, "--base-url", job.mock.url, "--json");
    expect(code).toBe(1);
    expect(linesOf(out).sort()).toEqual(["2 confirmed", "3 not-confirmed"]);
  });

  test("a token that may not read: unconfirmable, with the scope named, and 3", async () => {
    const job = await setUp(listOf(2), {
      faults: [{ kind: "status", status: 403, body: "json", times: "always" }],
    });
    const { code, err, out } = await job.run(
      ...["verify", job.list, "--base-url", job.mock.url, "--json"],
    );
    expect(code).toBe(3);
    const lines = out.trim().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { reason: string }).reason)).toEqual([
      "stopped",
      "stopped",
    ]);
    expect(err).toContain("statuses.batch.read");
    expect(err).toContain("2 unconfirmable");
  });

  test("an answer that leaves the address out: unconfirmable, since HubSpot has not told", async () => {
    skipTime();
    const job = await setUp(listOf(2), {
      faults: [{ kind: "empty-200", times: "always", operation: "batchReadUnsubscribeAll" }],
    });
    const { code, out } = await job.run(
      ...["verify", job.list, "--base-url", job.mock.url, "--json"],
    );
    expect(code).toBe(3);
    for (const line of out.trim().split("\n"))
      expect(JSON.parse(line)).toMatchObject({ outcome: "unconfirmable", reason: "not-told" });
  });

  test("a server that gave up: 5, not 3", async () => {
    const job = await setUp(listOf(2));
    await job.mock.close();
    const { code } = await job.run(
      ...["verify", job.list, "--base-url", job.mock.url, "--max-wait", "0"],
    );
    expect(code).toBe(5);
  });

  test("a list that is not fit: 2, and nothing is asked", async () => {
    const job = await setUp('email\na@example.com\n"b@example.com\n');
    const { code } = await job.run("verify", job.list, "--base-url", job.mock.url);
    expect([code, job.mock.state().calls]).toEqual([2, []]);
  });

  test("a signal: what was asked is told, and 130", async () => {
    const job = await setUp(listOf(2), { latencyMs: 300 });
    const run = job.start({}, "verify", job.list, "--base-url", job.mock.url);
    await expect.poll(() => job.mock.state().calls.length).toBe(1);
    run.stop();
    expect((await end(run)).code).toBe(130);
  });
});
