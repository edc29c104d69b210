import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";

import { listOf, setUp } from "./job.js";

const withStatus =
  "email,status\nout@example.com,Unsubscribed\nin@example.com,active\ngone@example.com,unsubscribed\n";

describe("a list in which some have not asked to be out", () => {
  test.each([
    ["run", ["--yes"]],
    ["run", ["--dry-run"]],
    ["verify", []],
  ])(
    "stops %s %j with exit 2, nothing sent, and a whole command for each way to go on",
    async (command, more) => {
      const job = await setUp(withStatus);
      const args = [command, job.list, ...more, "--base-url", job.mock.url];
      const { code, err, out } = await job.run(...args);
      expect(code).toBe(2);
      expect(out).toBe("");
      expect(job.mock.state().calls).toEqual([]);
      const same = `hubspot-batch-unsubscribe ${args.join(" ")}`;
      expect(err.split("\n").map((line) => line.trim())).toEqual(
        expect.arrayContaining([
          '2 rows where "status" is "Unsubscribed":',
          `${same} --where status=Unsubscribed`,
          '1 row where "status" is "active":',
          `${same} --where status=active`,
          "all 3 rows:",
          `${same} --all-rows`,
        ]),
      );
      expect(err).not.toContain("example.com,");
      expect(err).toContain(
        'rows do not ask.\n  No single call undoes an opt-out, so say which rows are meant.\n  In "status": ',
      );
    },
  );

  test("runs as one of these commands says, and writes down which", async () => {
    const job = await setUp(withStatus);
    const where = ["--where", "status=unsubscribed"];
    const { code, err } = await job.run(
      "run",
      job.list,
      ...where,
      "--base-url",
      job.mock.url,
      "--yes",
    );
    expect(code).toBe(0);
    expect(job.sent()).toEqual(["out@example.com", "gone@example.com"]);
    expect(err).toContain("Rows: status=unsubscribed (1 row with 1 entry left out)");
    expect(await readFile(job.journal, "utf8")).toContain('"where":["status=unsubscribed"]');
    expect(err).toContain("2 entries: 2 unsubscribed; 1 row left out by --where besides.");
    const page = join(job.folder, "page.html");
    const { out } = await job.run("report", job.journal, "--html", page, "--json");
    expect(out).toContain('"where":["status=unsubscribed"],"rows_left_out":1');
    expect(await readFile(page, "utf8")).toContain(
      "1 row of the list was left out and not sent: only rows with <bdi>status=unsubscribed</bdi> were meant.",
    );
    expect(await job.run("report", job.journal, "--check", page)).toMatchObject({ code: 0 });
  });

  test("names a row that a separator too many has made undecidable, sends nothing of it, and exits with 1", async () => {
    const job = await setUp(
      "id;email;name;status\n1;a@example.org;Ann;unsubscribed\n2;b@example.org;Ben; Jr;unsubscribed\n3;c@example.org;Cem;active\n",
    );
    const args = ["run", job.list, "--where", "status=unsubscribed", "--base-url", job.mock.url];
    const dry = await job.run(...args, "--dry-run");
    expect(dry.code).toBe(1);
    const { code, err } = await job.run(...args, "--yes");
    expect(code).toBe(1);
    for (const text of [dry.err, err]) {
      expect(text).toContain(
        "1 row has more or fewer cells than the header; is a semicolon in a cell without quotation marks?\n    row 3: 5 cells",
      );
      expect(text).toContain("(1 row with 1 entry left out)");
    }
    expect(job.sent()).toEqual(["a@example.org"]);
    expect(await readFile(job.report, "utf8")).toContain("3,b@example.org,,invalid,ragged-row: ");
  });

  test("quotes for a shell what needs it", async () => {
    const job = await setUp(
      "email,Unsubscribed from all email\na@example.com,true\nb@example.com,false\n",
    );
    const list = join(job.folder, "it's a list.csv");
    await writeFile(list, await readFile(job.list, "utf8"));
    const { err } = await job.run("run", list, "--dry-run");
    expect(err).toContain(`run "${list}" --dry-run --where "Unsubscribed from all email=true"`);
  });
});

test("what is unusual is listed before the question, in the dry run, and in its lines of JSON", async () => {
  const job = await setUp("email\nana@gmial.com\nemail=ben@example.com\ncy@example.com\n");
  const { code, err, out } = await job.run("run", job.list, "--dry-run", "--json");
  expect(code).toBe(0);
  expect(err).toContain(
    "1 unusual: has a domain that looks like a misspelt one\n    row 2: ana@gmial.com (gmail.com?)\n",
  );
  expect(err).toContain(
    "1 unusual: begins like a label (email=…)\n    row 3: email=ben@example.com\n",
  );
  expect(err).toContain("First: ana@gmial.com, email=ben@example.com, cy@example.com");
  const lines = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { unusual?: string });
  expect(lines.map(({ unusual }) => unusual)).toEqual(["near-miss", "label", undefined]);
});

test("what else a person should look at is told: yes and no, addresses elsewhere, lines within a cell", async () => {
  const job = await setUp(
    'Email,Owner,vip,note\nana@example.com,boss@example.org,yes,"x\nben@example.com,,no,y"\ncy@example.com,,no,\n',
  );
  const { err } = await job.run("run", job.list, "--dry-run");
  expect(err).toContain(
    "column vip: yes 1, no 1 (not asked about: rows of every value are meant; --where takes some)",
  );
  expect(err).toContain("2 cells with an address elsewhere, not taken (Owner, note;");
  expect(err).toContain("1 quoted cell with lines that look like rows");
});

test("of many columns of a few values the first twelve are told", async () => {
  const names = Array.from({ length: 15 }, (_, at) => `c${at}`);
  const rows = Array.from({ length: 4 }, (_, at) =>
    [`r${at}@example.com`, ...names.map(() => `v${at % 2}`)].join(),
  );
  const job = await setUp(`email,${names.join()}\n${rows.join("\n")}\n`);
  const { err } = await job.run("run", job.list, "--dry-run");
  expect(err).toContain("column c11: v0 2, v1 2 (not asked about");
  expect(err).not.toContain("column c12");
  expect(err).toContain("3 more columns of a few values, not asked about");
});

describe("a condition that takes whom the list says not to have asked", () => {
  const events =
    "email,event\nana@example.com,unsubscribe\nben@example.com,unsubscribe\nana@example.com,subscribe\ncy@example.com,subscribe\n";
  const rows = (value: string) => ["--where", `event=${value}`];

  test.each([
    [
      "subscribe",
      "2 addresses have NOT asked to be out, according to the rows",
      "row 5: cy@example.com (event: subscribe)",
    ],
    [
      "unsubscribe",
      "1 address has NOT asked to be out, according to another row, such as a later subscription",
      "row 4: ana@example.com",
    ],
  ])("is loud, and with --yes it needs --all-rows: %s", async (value, ...warnings) => {
    const job = await setUp(events);
    const args = ["run", job.list, ...rows(value), "--base-url", job.mock.url, "--yes"];
    const refused = await job.run(...args);
    expect(refused.code).toBe(2);
    expect(job.mock.state().calls).toEqual([]);
    for (const warning of warnings) expect(refused.err).toContain(warning);
    expect(refused.err).toContain(`hubspot-batch-unsubscribe ${args.join(" ")} --all-rows`);
    const meant = await job.run(...args, "--all-rows");
    expect(meant.code).toBe(0);
    expect(meant.err).toContain(warnings[0]);
    expect(job.sent()).toEqual(
      value === "subscribe"
        ? ["ana@example.com", "cy@example.com"]
        : ["ana@example.com", "ben@example.com"],
    );
  });

  test.each(["unsubscribed", "Von allen E-Mails abgemeldet", "opt_out_date"])(
    "counts who has an empty cell where others are out as not having asked: %s",
    async (column) => {
      const out = column.endsWith("date") ? "2026-05-01" : "true";
      const content = `email,${column}\nana@example.com,${out}\nben@example.com,\ncy@example.com,\n`;
      const job = await setUp(content);
      const args = ["run", job.list, "--base-url", job.mock.url, "--yes", "--where"];
      const refused = await job.run(...args, `${column}=`);
      expect([refused.code, job.mock.state().calls]).toEqual([2, []]);
      expect(refused.err).toContain("2 addresses have NOT asked to be out");
      expect(refused.err).toContain(`row 3: ben@example.com (${column}: empty)`);
      expect(await job.run(...args, `${column}!=`)).toMatchObject({ code: 0 });
      expect(job.sent()).toEqual(["ana@example.com"]);
    },
  );

  test("is shown to whoever is asked, who may agree", async () => {
    const job = await setUp(events);
    const args = ["run", job.list, ...rows("subscribe"), "--dry-run", "--base-url", job.mock.url];
    const { code, err } = await job.run(...args);
    expect(code).toBe(0);
    expect(err).toContain("WARNING: 2 addresses have NOT asked to be out");
  });
});

test("the lists of one archive have a journal each, beside it, whatever folders they lie in", async () => {
  const job = await setUp("");
  const archive = join(job.folder, "export.zip");
  const names = ["a.csv", "b/a.csv", "new list (1):2.csv"];
  const texts = names.map((name, at) => [name, strToU8(listOf(2, 2 * at + 1))] as const);
  await writeFile(archive, zipSync(Object.fromEntries(texts)));
  for (const name of names) {
    const args = ["run", archive, "--member", name, "--base-url", job.mock.url, "--yes"];
    expect(await job.run(...args)).toMatchObject({
      code: 0,
      err: expect.stringMatching(/\b2 unsub/),
    });
  }
  expect(new Set(job.sent()).size).toBe(6);
  const journals = (await readdir(job.folder)).filter((name) => name.endsWith(".journal"));
  expect(journals.toSorted()).toEqual([
    "export.zip.a.csv.practice.journal",
    "export.zip.b%2fa.csv.practice.journal",
    "export.zip.new list (1)%3a2.csv.practice.journal",
  ]);
});
