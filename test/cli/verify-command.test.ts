import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";

import { end, linesOf, listOf, setUp } from "./job.js";

/** Lets the clock of the job run fifty times as fast, until the end of the test. */
function skipTime(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const timer = setInterval(() => vi.advanceTimersByTime(1000), 20);
  onTestFinished(() => {
    clearInterval(timer);
    vi.useRealTimers();
  });
}

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

  test("what is not out is shown and put on record, with commands to read it back and to send it again", async () => {
    const job = await setUp(listOf(5), { readLagMs: 1_000_000 });
    const server = ["--base-url", job.mock.url];
    await job.run("run", job.list, ...server, "--yes");
    skipTime();
    const { code, err } = await job.run("verify", job.journal, ...server);
    expect(code).toBe(1);
    expect(err).toContain(
      [
        "  5 not-confirmed: HubSpot does not show them as out:",
        "    row 2: reader1@example.com",
        "    row 3: reader2@example.com",
        "    row 4: reader3@example.com",
        "    and 2 more",
        "  (--json gives a line for each entry)",
        "To read back again, as HubSpot may show a change late:",
        `  hubspot-batch-unsubscribe verify ${job.journal} --base-url ${job.mock.url}`,
      ].join("\n"),
    );
    const typed = /unsubscribe (verify .*) > (.*)\n {2}hubspot-batch-unsubscribe (run .*)\n/.exec(
      err,
    );
    const [, verify = "", file = "", send = ""] = typed ?? [];
    const { out } = await job.run(...verify.split(" "));
    await writeFile(file, out);
    const sent = await job.run(...send.split(" "), "--yes");
    expect([sent.code, sent.err]).toEqual([0, expect.stringContaining("5 entries: 5 ")]);

    expect(err).toMatch(/\n5 entries: 0 confirmed, 5 not-confirmed, 0 unconfirmable\.\n$/);

    const page = join(job.folder, "page.html");
    await job.run("report", job.journal, "--html", page);
    expect(await readFile(page, "utf8")).toContain("HubSpot does not show 5 of 5 addresses as out");
    expect(await job.run("report", job.journal, "--check", page)).toMatchObject({ code: 0 });
    const nothingNew = await job.run("run", job.list, ...server);
    expect(
      nothingNew.err.match(/5 addresses were not shown as out when the job was read back/g),
    ).toHaveLength(1);

    // Who comes to the list afterwards changes nothing for those five.
    await writeFile(job.list, `${await readFile(job.list, "utf8")}new@example.com\n`);
    const grown = await job.run("run", job.list, ...server, "--yes");
    expect(grown.err).toContain("5 addresses were not shown as out when the job was read back");
    await job.run("report", job.journal, "--html", page);
    expect(await readFile(page, "utf8")).toContain("HubSpot does not show 5 of 5 addresses as out");
    expect((await job.run("run", job.list, ...server, "--yes", "--again")).err).not.toContain(
      "not shown as out",
    );
  });

  test("a job that was stopped: who was never sent is not asked for, and the command that goes on comes first", async () => {
    const job = await setUp(listOf(6), {
      faults: [
        // The work is done and the answer lost, until the job gives up.
        {
          ...{ kind: "status", status: 503, body: "json", when: "after", times: "always" },
          ...{ address: "reader2@example.com", operation: "unsubscribeAllForContact" },
        },
      ],
    });
    const server = ["--base-url", job.mock.url];
    const single = ["--route", "single"];
    await job.run("run", job.list, ...server, ...single, "--yes", "--max-wait", "0");
    const before = job.mock.state().calls.length;
    const { code, err } = await job.run("verify", job.journal, ...server);
    expect(code).toBe(0);
    expect(job.mock.state().calls.length - before).toBe(3); // the account, and two addresses
    expect(err).toContain(
      [
        "  1 whose outcome was unknown is out.",
        "  4 addresses are not sent yet, and not read back. The command that began the job goes on with them, and so does:",
        `    hubspot-batch-unsubscribe retry ${job.journal} --base-url ${job.mock.url}`,
        "2 entries: 2 confirmed, 0 not-confirmed, 0 unconfirmable.",
      ].join("\n"),
    );
    const page = join(job.folder, "page.html");
    await job.run("report", job.journal, "--html", page);
    const text = await readFile(page, "utf8");
    expect(text).toContain("<h1>2 of 6 addresses are out</h1>");
    expect(text).toContain(
      "2 confirmed as out. Of those who are confirmed, 1 has the outcome unknown.",
    );
    expect(text).not.toContain("may be out or not");
    expect(await job.run("report", job.journal, "--check", page)).toMatchObject({ code: 0 });
  });

  test("a job of which nobody is out, or may be: 2, with the command that goes on", async () => {
    const refused = { kind: "status", status: 401, body: "json", times: "always" } as const;
    const job = await setUp(listOf(2), {
      faults: [{ ...refused, operation: "batchUnsubscribeAll" }],
    });
    const server = ["--base-url", job.mock.url];
    await job.run("run", job.list, ...server, "--yes");
    const { code, err } = await job.run("verify", job.journal, ...server);
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/^[^\n]*nothing is read back: [^]*\n.*2 addresses are not sent yet/),
    ]);
  });

  test("that a job was read back, and when, stands on its page; and that it was not", async () => {
    const job = await setUp(listOf(2));
    const server = ["--base-url", job.mock.url];
    await job.run("run", job.list, ...server, "--yes");
    const page = join(job.folder, "page.html");
    const readBack = async (): Promise<string | undefined> => {
      await job.run("report", job.journal, "--html", page);
      const [, text] =
        /<dt>Read back<\/dt><dd>([^]*?)<\/dd>/.exec(await readFile(page, "utf8")) ?? [];
      return text;
    };
    expect(await readBack()).toMatch(/^no\n/);
    const earlier = await readFile(page);
    expect(await job.run("verify", job.journal, ...server)).toMatchObject({ code: 0 });
    expect(await readBack()).toContain("2 confirmed as out.");
    expect(await job.run("report", job.journal, "--check", page)).toMatchObject({ code: 0 });
    // What was written before it was read back holds as well.
    await writeFile(page, earlier);
    expect(await job.run("report", job.journal, "--check", page)).toMatchObject({ code: 0 });
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
