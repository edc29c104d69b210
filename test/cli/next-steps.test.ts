import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { end, listOf, setUp, type Job } from "./job.js";

const command = "hubspot-batch-unsubscribe";
const typed = (job: Job, ...more: string[]): string[] => [
  ...["run", job.list, "--base-url", job.mock.url, "--yes"],
  ...more,
];

describe("a token that HubSpot does not take", () => {
  test.each(["variable", "file"])(
    "is named by where it came from, never by itself: %s",
    async (source) => {
      const job = await setUp(listOf(2));
      const wrong = "pat-na1-of-somebody-else";
      const file = join(job.folder, "token");
      await writeFile(file, wrong, { mode: 0o600 });
      const isFile = source === "file";
      const words = isFile ? typed(job, "--token-file", file) : typed(job);
      const env = isFile ? {} : { HUBSPOT_ACCESS_TOKEN: wrong };
      const { code, err } = await end(job.start({ env }, ...words));
      expect(code).toBe(3);
      const from = isFile ? `the file ${file}` : "the variable HUBSPOT_ACCESS_TOKEN";
      expect(err).toContain(`  The token is that of ${from}; the mock takes mock-token`);
      expect(err).toContain(
        `  Once that is mended, to go on:\n    ${command} ${words.join(" ")}\n`,
      );
      expect(err).not.toContain(wrong);
    },
  );

  test.each(["--token", "--access-token", "--api-key"])(
    "is not one that was typed as an argument: %s",
    async (flag) => {
      const job = await setUp(listOf(1));
      const { code, err } = await job.run("run", job.list, `${flag}=pat-na1-secret`);
      expect(code).toBe(2);
      expect(err).toContain(
        "in the variable HUBSPOT_ACCESS_TOKEN or in a file (--token-file FILE)",
      );
      expect(err).not.toContain("pat-na1");
    },
  );
});

test("where nobody answers on this machine, the command that starts a mock there is given", async () => {
  const job = await setUp(listOf(1));
  await job.mock.close();
  const { code, err } = await job.run(...typed(job, "--max-wait", "0"));
  expect(code).toBe(5);
  expect(err).toContain(
    `Nothing answers at ${job.mock.url}; to start a mock there:\n    ${command} mock --port ${job.mock.port}\n`,
  );
});

test("after the first few, the command that reads them back stands before the one for the rest", async () => {
  const job = await setUp(listOf(4));
  const { code, err } = await job.run(...typed(job, "--limit", "2"));
  expect(code).toBe(0);
  const server = `--base-url ${job.mock.url}`;
  expect(err).toContain(
    [
      "To read back whether they are out:",
      `  ${command} verify ${job.journal} ${server}`,
      "To send the rest:",
      `  ${command} run ${job.list} ${server} --yes`,
    ].join("\n"),
  );
});

test("after a 403 the way that is open stands before the one that needs another account", async () => {
  const job = await setUp(listOf(3), { scopes: ["communication_preferences.write"] });
  const { code, err } = await job.run(...typed(job));
  expect(code).toBe(3);
  const places = [
    "Stopped (credentials)",
    "there is the route of one address a call",
    "To go on by it:",
    "With Marketing Hub Enterprise, once the token has the scope, to go on by batch:",
  ].map((words) => err.indexOf(words));
  expect(places).toEqual(places.toSorted((one, two) => one - two));
  expect(places).not.toContain(-1);
});

describe("retry", () => {
  test("says that whoever was rejected will be again unless the reason is mended", async () => {
    const job = await setUp(listOf(3), {
      faults: [{ kind: "bad-address", address: "reader2@example.com", answer: "207" }],
    });
    await job.run(...typed(job));
    const { code, err } = await job.retry("--yes");
    expect(code).toBe(1);
    expect(err).toContain("1 of them was rejected and will be again, unless what HubSpot refused");
  });

  test("with nothing left says so in one sentence, asks for no token, and gives 0", async () => {
    const job = await setUp(`${listOf(2)}no address\n`);
    expect((await job.run(...typed(job))).code).toBe(1);
    const words = ["retry", job.journal, "--base-url", job.mock.url] as const;
    const calls = job.mock.state().calls.length;
    expect(await end(job.start({ env: {} }, ...words))).toEqual({
      code: 0,
      out: "",
      err: `Nothing is left to be sent again from ${job.journal}: 3 entries: 2 unsubscribed, 1 invalid.\n`,
    });
    expect(job.mock.state().calls).toHaveLength(calls);
    expect((await job.run(...words, "--expect", "2")).code).toBe(2);
    // What else was asked for is written all the same.
    const more = await job.run(...words, "--yes", "--html", join(job.folder, "page.html"));
    expect(more.err).toContain("Page: ");
  });
});

test("a dry run in which there is nothing to send gives no command to send it", async () => {
  const job = await setUp("email\nno address\n");
  const { code, err } = await job.run("run", job.list, "--dry-run", "--base-url", job.mock.url);
  expect(code).toBe(1);
  expect(err).toContain("Dry run: nothing was sent, and there is nothing to send.");
  expect(err).not.toContain("To send");
});

test.each(["retry", "verify", "report"])(
  "where the journal of a practice run is there instead, %s names it",
  async (name) => {
    const job = await setUp(listOf(1));
    await job.run(...typed(job));
    const { code, err } = await job.run(name, `${job.list}.journal`);
    expect(code).toBe(2);
    expect(err).toContain(
      `There is no journal ${job.list}.journal. ${job.journal} is that of a run`,
    );
    const none = await job.run(name, join(job.folder, "other.journal"));
    expect(none.err).not.toContain("practice");
  },
);

test("where another mock has the practice journal, the command that begins anew is given", async () => {
  const job = await setUp(listOf(1));
  await job.run(...typed(job));
  const other = await setUp(listOf(1));
  const { code, err } = await job.run("run", job.list, "--base-url", other.mock.url, "--yes");
  expect([code, err]).toEqual([
    2,
    expect.stringContaining(
      `  It was practice: to begin anew, remove it first:\n    rm ${job.journal}\n`,
    ),
  ]);
});

test("the number to expect may be typed as it is shown", async () => {
  const job = await setUp(listOf(1_000));
  expect((await job.run(...typed(job, "--expect", "1,00"))).code).toBe(2);
  expect((await job.run(...typed(job, "--expect", "1,001"))).code).toBe(2);
  expect(await job.run(...typed(job, "--expect", "1,000"))).toMatchObject({ code: 0 });
});

test("another file with the journal of a job is not called an edited one", async () => {
  const job = await setUp(listOf(3));
  await job.run(...typed(job));
  const second = join(job.folder, "second.csv");
  await writeFile(second, listOf(2, 3));
  const { code, err } = await job.run(
    ...["run", second, "--journal", job.journal, "--same-job", "--base-url", job.mock.url, "--yes"],
  );
  expect(code).toBe(0);
  expect(err).toContain(`${second} takes the place of ${job.list} in the job of ${job.journal}:`);
  expect(err).toContain("  1 address on both has an outcome, which is kept\n");
});

test("on a day whose calls are used up, a later run says when to go on as the first has", async () => {
  const daily = { kind: "rate-limit", policy: "DAILY", times: "always" } as const;
  const job = await setUp(listOf(1), {
    faults: [
      { ...daily, operation: "batchUnsubscribeAll" },
      { ...daily, operation: "getAccountDetails", skip: 1 },
    ],
  });
  const first = await job.run(...typed(job));
  const [, when = "-"] = /Go on after (\S+Z)/.exec(first.err) ?? [];
  const { code, err } = await job.run(...typed(job));
  expect([code, err]).toEqual([
    4,
    expect.stringContaining(`  The run before was told to go on after ${when}.\n`),
  ]);
});

test("where the folder of the list takes no file, the flag is named that moves the journal and the report", async () => {
  const job = await setUp(listOf(1));
  const { code, err } = await job.run(...typed(job, "--journal", "/proc/x.journal"));
  expect([code, err]).toEqual([
    expect.any(Number),
    expect.stringContaining(
      "name another place for the journal and the report with --journal FILE",
    ),
  ]);
});
