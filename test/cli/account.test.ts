import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { Fault } from "../../src/mock/index.js";
import { end, listOf, setUp } from "./job.js";

const OURS = "1234567";

const withheld: Fault = {
  kind: "status",
  status: 403,
  body: "json",
  times: "always",
  operation: "getAccountDetails",
};

/** A job, and a second account's token. */
async function start(options: Parameters<typeof setUp>[1] = {}, count = 3) {
  const accounts = [{ token: "theirs", portalId: 42 }];
  const job = await setUp(listOf(count), { ...options, accounts });
  const flags = ["--base-url", job.mock.url];
  return {
    ...job,
    run: (...more: string[]) => job.run("run", job.list, ...flags, "--yes", ...more),
    verify: (token: string, ...more: string[]) =>
      end(
        job.start(
          { env: { HUBSPOT_ACCESS_TOKEN: token } },
          "verify",
          job.journal,
          ...flags,
          ...more,
        ),
      ),
    runAs: (token: string, ...more: string[]) =>
      end(
        job.start(
          { env: { HUBSPOT_ACCESS_TOKEN: token } },
          ...["run", job.list, ...flags, "--yes", ...more],
        ),
      ),
    type: (typed: readonly string[], ...more: string[]) =>
      end(
        job.start(
          { typed, env: { HUBSPOT_ACCESS_TOKEN: job.mock.token } },
          ...["run", job.list, ...flags, ...more],
        ),
      ),
    lines: async () => (await readFile(job.journal, "utf8")).split("\n"),
  };
}

describe("the account of a run", () => {
  test("is read once before anything is sent, shown, and written down", async () => {
    const { mock, run, lines } = await start({ accountType: "SANDBOX", timeZone: "US/Eastern" });
    const { code, err } = await run();
    expect(code).toBe(0);
    expect(err).toContain("Account: 1234567, type SANDBOX: a sandbox, time zone US/Eastern\n");
    expect(mock.state().calls.map(({ operationId }) => operationId)).toEqual([
      "getAccountDetails",
      "batchUnsubscribeAll",
    ]);
    const account = (await lines()).find((line) => line.startsWith('{"account"'));
    expect(JSON.parse(account ?? "")).toMatchObject({ account: 1234567, verified: true });
  });

  test("that is another than --account names refuses it, exit 2, and nothing is made", async () => {
    const { mock, run, lines } = await start();
    const { code, err } = await run("--account", "42");
    expect(code).toBe(2);
    expect(err).toContain("the token belongs to account 1234567, and --account says 42");
    await expect(lines()).rejects.toThrow("ENOENT");
    expect(mock.state().out).toEqual({});
  });

  test("a journal of one account is refused with another's token, by each command", async () => {
    const { mock, run, runAs, verify, journal, list, start: begin } = await start();
    await run("--limit", "1");
    const out = mock.state().accounts;
    const retried = end(
      begin(
        { env: { HUBSPOT_ACCESS_TOKEN: "theirs" } },
        ...["retry", journal, "--base-url", mock.url, "--yes"],
      ),
    );
    for (const refused of [await runAs("theirs"), await retried, await verify("theirs")]) {
      expect(refused.code).toBe(2);
      expect(refused.err).toContain("the account there is 1234567, here 42");
      expect(refused.err).toContain("Give a token of that account");
      expect(refused.err).not.toContain("if you do:");
    }
    const dry = await end(
      begin({}, "run", list, "--dry-run", "--base-url", mock.url, "--account", "42"),
    );
    expect([dry.code, dry.err]).toEqual([
      2,
      expect.stringContaining("the account there is 1234567, here 42"),
    ]);
    expect(mock.state().accounts).toEqual(out);
    expect((await runAs("mock-token")).code).toBe(0);
    expect((await verify("mock-token")).code).toBe(0);
  });

  test("a list that was agreed to for one account is not sent to another, though nothing was sent yet", async () => {
    const { mock, run, runAs } = await start({ daily: 1 });
    expect((await run()).code).toBe(4);
    expect((await runAs("theirs")).code).toBe(2);
    expect(mock.state().accounts.map(({ out }) => out)).toEqual([{}, {}]);
  });

  test("a token that becomes another account's ends the job, exit 2, with its reports", async () => {
    const faults: Fault[] = [
      { kind: "latency", ms: 200, times: "always", operation: "batchUnsubscribeAll" },
    ];
    const { mock, run, report, folder, sent } = await start({ faults }, 3_000);
    const file = `${folder}/token`;
    await writeFile(file, mock.token, { mode: 0o600 });
    const ended = run("--token-file", file);
    await expect.poll(() => sent().length, { timeout: 15_000 }).toBeGreaterThan(0);
    await writeFile(file, "theirs");
    const { code, err } = await ended;
    expect(err).toContain("belongs to account 42, and account 1234567 is asked for");
    expect(code).toBe(2);
    expect(await readFile(report, "utf8")).toContain("not-sent");
    expect(mock.state().accounts[1]?.out).toEqual({});
    expect((await run()).code).toBe(0);
  });

  test.each([403, 404])(
    "that HubSpot does not tell (%i) ends an unattended run, exit 3",
    async (status) => {
      const { mock, run, lines } = await start({ faults: [{ ...withheld, status }] });
      const { code, err } = await run();
      expect(code).toBe(3);
      expect(err).toContain(`HubSpot does not tell whose the token is (${status})`);
      expect(err).toContain("--account ID");
      await expect(lines()).rejects.toThrow("ENOENT");
      expect(mock.state().out).toEqual({});
    },
  );

  test("that HubSpot does not tell is taken from --account, and recorded as stated", async () => {
    const { run, lines, verify, retry, folder } = await start({ faults: [withheld] });
    const page = `${folder}/page.html`;
    const { code, err } = await run("--account", OURS, "--html", page);
    expect(await readFile(page, "utf8")).toContain("As stated by whoever sent it");
    expect(err).toContain("Account: 1234567, as stated: HubSpot does not tell whose the token is");
    expect(code).toBe(0);
    expect(
      JSON.parse((await lines()).find((line) => line.startsWith('{"account"')) ?? ""),
    ).toMatchObject({
      account: 1234567,
      verified: false,
    });
    expect((await verify("mock-token")).code).toBe(3);
    expect((await verify("mock-token", "--account", "7")).code).toBe(2);
    expect((await verify("mock-token", "--account", OURS)).code).toBe(0);
    expect((await retry("--yes", "--account", OURS)).code).toBe(0);
  });

  test("that HubSpot does not tell is asked for at a terminal", async () => {
    const { type, lines, mock } = await start({ faults: [withheld] });
    const declined = await type([""]);
    expect([declined.code, declined.err]).toEqual([
      2,
      expect.stringContaining("no account was stated"),
    ]);
    expect(mock.state().out).toEqual({});
    const { code, err } = await type([` ${OURS} `, "3"]);
    expect(err).toContain("type the number of the account");
    expect(code).toBe(0);
    expect(
      (await lines()).some((line) => line.startsWith('{"account":1234567,"verified":false')),
    ).toBe(true);
  });

  test.each<[string, number, Fault]>([
    ["401", 3, { ...withheld, status: 401 }],
    [
      "the limit of the day",
      4,
      { kind: "rate-limit", policy: "DAILY", operation: "getAccountDetails" },
    ],
    ["a migration", 4, { kind: "migration", retryAfter: 7200, operation: "getAccountDetails" }],
    ["a status that is not repeated", 2, { ...withheld, status: 400 }],
  ])("that cannot be read ends the run as a job would: %s", async (_, code, fault) => {
    const { run, mock } = await start({ faults: [fault] });
    const ended = await run();
    expect(ended.code).toBe(code);
    expect(ended.err).toContain("nothing was sent: the account of the token could not be read:");
    expect(mock.state().out).toEqual({});
  });

  test("tells when the limit of the day ends, by its time zone", async () => {
    const { run } = await start({ daily: 1, timeZone: "Asia/Tokyo" });
    const { code, err } = await run("--daily-reserve", "0");
    expect(code).toBe(4);
    expect(err).toMatch(/Go on after \d{4}-\d\d-\d\dT15:00:00Z \(midnight in Asia\/Tokyo\)\./);
  });
});

describe("the version of the API of a run", () => {
  test("is recorded, said when it changes, and does not bind", async () => {
    const { run, lines, mock, folder } = await start();
    const page = `${folder}/page.html`;
    const first = await run("--limit", "1");
    expect(first.err).not.toContain("2026-");
    const { code, err } = await run("--api-version", "2026-09", "--html", page);
    expect(code).toBe(0);
    expect(err).toContain("API version: 2026-09; the run before used 2026-03\n");
    const text = await readFile(page, "utf8");
    expect(text).toContain("<dt>API version</dt><dd><bdi>2026-09</bdi></dd>");
    expect(text).toContain("<dt>Account</dt><dd>1234567</dd>");
    const runs = (await lines()).filter((line) => line.startsWith('{"run"'));
    expect(runs.map((line) => (JSON.parse(line) as { apiVersion: string }).apiVersion)).toEqual([
      "2026-03",
      "2026-09",
    ]);
    expect(mock.state().out["portal"]).toHaveLength(3);
  });

  test("is one that there is", async () => {
    const { run } = await start();
    const { code, err } = await run("--api-version", "v4");
    expect([code, err]).toEqual([
      2,
      expect.stringContaining("--api-version is 2026-03 or 2026-09"),
    ]);
  });
});
