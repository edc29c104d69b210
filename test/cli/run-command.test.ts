import { access, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { json, serve, type Answer } from "../helpers/http.js";
import { end, linesOf, listOf, rowsOf, setUp } from "./job.js";

const mixed = [
  "email,name",
  "ana@example.com,Ana",
  "no at sign,",
  "",
  "ANA@example.com,",
  "Ben <ben@example.org>,",
  "",
].join("\n");

describe("a run", () => {
  test("opts the list out and accounts for every entry, in the report and in the last line", async () => {
    const job = await setUp(mixed);
    const { code, out, err } = await job.run("run", job.list, "--base-url", job.mock.url, "--yes");
    expect(code).toBe(1); // one is invalid
    expect(out).toBe("");
    expect(job.mock.state().out).toEqual({ portal: ["ana@example.com", "ben@example.org"] });
    expect(await rowsOf(job.report)).toEqual([
      "2 ana@example.com unsubscribed",
      "3 no at sign invalid",
      "5 ANA@example.com duplicate",
      "6 Ben <ben@example.org> unsubscribed",
    ]);
    const lines = err.trimEnd().split("\n");
    expect(lines.at(-1)).toBe(
      "4 entries: 2 unsubscribed, 1 invalid, 1 duplicate; 1 blank row besides.",
    );
    expect(lines).toContain("2 of 2 addresses (100 %); 2 unsubscribed");
    expect(err).not.toMatch(/[\r\u001b]/);
  });

  test("says before sending what was read, where it goes and what it leaves open", async () => {
    const job = await setUp(mixed);
    const { err } = await job.run("run", job.list, "--base-url", job.mock.url, "--yes");
    expect(err).toContain(
      "4 rows (besides the header in row 1 and 1 blank), 4 entries, 2 addresses\n",
    );
    expect(err).toContain("row 5: ANA@example.com (as in row 2)\n");
    expect(err).toContain("row 3: no at sign (it has no @)\n");
    expect(err).toContain(`Server: ${job.mock.url} (practice: this machine, not HubSpot)\n`);
    expect(err).toContain("Brand: none named (--business-unit ID).");
  });

  test("ends with 0 if all are out, and asks for the brand that was named, be it 0", async () => {
    const job = await setUp(listOf(3));
    const { code, err } = await job.run(
      ...["run", job.list, "--base-url", job.mock.url, "--yes", "--business-unit", "0"],
    );
    expect(code).toBe(0);
    expect(err).toContain("Brand: 0 (the account's default brand)");
    expect(Object.keys(job.mock.state().out)).toEqual(["0"]);
  });

  test.skipIf(process.platform === "win32")("keeps all it writes to its owner", async () => {
    const job = await setUp(listOf(3));
    const html = join(job.folder, "page.html");
    await job.run("run", job.list, "--base-url", job.mock.url, "--yes", "--html", html);
    for (const file of [job.journal, job.report, html]) {
      expect((await stat(file)).mode & 0o777, file).toBe(0o600);
    }
    expect(await readdir(job.folder)).toHaveLength(4); // and leaves nothing else behind
  });

  test("--json: a line for every entry, each once, nothing else on stdout", async () => {
    const job = await setUp(mixed);
    const { out } = await job.run("run", job.list, "--base-url", job.mock.url, "--yes", "--json");
    expect(linesOf(out).sort()).toEqual([
      "2 unsubscribed",
      "3 invalid",
      "5 duplicate",
      "6 unsubscribed",
    ]);
    const ben = out.split("\n").find((line) => line.includes("ben@"));
    expect(JSON.parse(ben ?? "")).toMatchObject({
      address: "Ben <ben@example.org>",
      sent: "ben@example.org",
    });
  });

  test("takes a list from stdin, with --journal and --yes", async () => {
    const job = await setUp("");
    const journal = join(job.folder, "stdin.journal");
    const args = ["run", "-", "--base-url", job.mock.url];
    for (const [more, words] of [
      [["--yes"], "needs --journal"],
      [["--journal", journal], "needs --yes"],
    ] as const) {
      const { code, err } = await job.run(...args, ...more);
      expect([code, err]).toEqual([2, expect.stringContaining(words)]);
    }
    const world = { input: listOf(2), env: { HUBSPOT_ACCESS_TOKEN: job.mock.token } };
    const run = await end(job.start(world, ...args, "--journal", journal, "--yes"));
    expect(run.code).toBe(0);
    expect(await rowsOf(join(job.folder, "stdin.report.csv"))).toHaveLength(2);
  });
});

describe("on a terminal", () => {
  test("the number of addresses is asked for, and a bar shows how far it is", async () => {
    const job = await setUp(listOf(3));
    const env = { HUBSPOT_ACCESS_TOKEN: job.mock.token };
    const args = ["run", job.list, "--base-url", job.mock.url];
    const no = await end(job.start({ env, typed: ["yes"] }, ...args));
    expect([no.code, job.sent()]).toEqual([2, []]);
    const yes = await end(job.start({ env, typed: ["3"] }, ...args));
    expect(yes.code).toBe(0);
    expect(yes.err).toContain("[....................] 0 %");
  });
});

describe("a dry run", () => {
  test("tells of every entry, writes nothing, sends nothing and needs no token", async () => {
    const job = await setUp(mixed);
    const args = ["run", job.list, "--dry-run", "--base-url", job.mock.url];
    const { code, out, err } = await end(job.start({ env: {} }, ...args, "--json"));
    expect(code).toBe(1);
    expect(linesOf(out)).toEqual(["2 would-send", "3 invalid", "5 duplicate", "6 would-send"]);
    expect(err).toContain("To send: 2 addresses\n");
    expect(job.mock.state().calls).toEqual([]);
    expect(await readdir(job.folder)).toEqual(["list.csv"]);
  });

  test("leaves the journal of a job that is under way alone", async () => {
    const job = await setUp(listOf(2));
    await writeFile(job.journal, "something else\n");
    const { code } = await job.run("run", job.list, "--dry-run");
    expect(code).toBe(0);
    expect(await readFile(job.journal, "utf8")).toBe("something else\n");
  });
});

describe("a journal", () => {
  test("that is something else is refused and not touched", async () => {
    const job = await setUp(listOf(2));
    await writeFile(job.journal, "somebody's notes\n");
    const { code, err } = await job.run("run", job.list, "--base-url", job.mock.url, "--yes");
    expect([code, err]).toEqual([2, expect.stringContaining("is not a journal")]);
    expect(err).toContain("list.csv is list.csv.journal, unless --journal");
    expect(await readFile(job.journal, "utf8")).toBe("somebody's notes\n");
  });

  test("may lie elsewhere, and the report goes beside it", async () => {
    const job = await setUp(listOf(2));
    const journal = join(job.folder, "other.journal");
    await job.run("run", job.list, "--base-url", job.mock.url, "--yes", "--journal", journal);
    await access(join(job.folder, "other.report.csv"));
    await expect(access(job.journal)).rejects.toThrow();
  });
});

describe("an answer that is not as HubSpot describes it", () => {
  const odd: Answer = (response, request) => {
    // Of the account, which is asked for first.
    if (request.method === "GET") return json(200, { portalId: 1 })(response, request);
    const { inputs } = JSON.parse(request.body) as { inputs: readonly string[] };
    const status = {
      subscriptionId: "7",
      status: "UNSUBSCRIBED",
      source: "Public status API",
      timestamp: 1_767_225_600_000,
    };
    const results = inputs.map((input) => ({
      subscriberIdString: input,
      statuses: [{ subscriberIdString: input, ...status }],
    }));
    return json(200, { status: "COMPLETE", results })(response, request);
  };

  test("is told once for a job, by its place and without an address, and counts for what it proves", async () => {
    const server = await serve(odd);
    const job = await setUp(listOf(250));
    const { code, err } = await job.run("run", job.list, "--base-url", server.url, "--yes");
    expect(server.requests).toHaveLength(4);
    expect(code).toBe(0);
    const told = err.split("\n").filter((line) => line.startsWith("Warning: an answer"));
    expect(told).toEqual([
      "Warning: an answer (batchUnsubscribeAll, 200) is not as HubSpot describes it: " +
        "type at /results/0/statuses/0/subscriptionId. " +
        "What it proves counts all the same; further ones are not mentioned.",
    ]);
  });
});
