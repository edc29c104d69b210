import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { listOf, setUp, written, type Job } from "./job.js";

async function grow(job: Job, args: readonly string[]): Promise<void> {
  await writeFile(job.list, listOf(12));
  expect((await job.run(...args)).code).toBe(1); // one is still rejected
}

describe("report JOURNAL --check FILE", () => {
  test("holds the page, the lines and the CSV report against the journal", async () => {
    const { job, page, lines, csv, check } = await written();
    for (const file of [page, lines, csv]) {
      const { code, err } = await check(file);
      expect([code, err]).toEqual([0, expect.stringContaining(`${file} matches `)]);
      expect(err).toContain("12 lines, from the journal up to byte ");
    }
    expect(job.sent()).toHaveLength(10);
  });

  test("an earlier page and earlier lines still hold once the journal has grown", async () => {
    const { job, args, page, lines, csv, check } = await written();
    const earlier = { page: `${page}.1`, csv: `${csv}.1` };
    await writeFile(earlier.page, await readFile(page));
    await writeFile(earlier.csv, await readFile(csv));
    await grow(job, args);
    const hint = `The job has gone on since then. To write what it says now:\n  hubspot-batch-unsubscribe report ${job.journal}`;
    const asPage = `${hint} --html ${earlier.page}\n`;
    for (const [file, told] of [
      [earlier.page, asPage],
      [lines, `${hint}\n`],
      [page, undefined],
      [csv, undefined],
    ] as const) {
      const { code, err } = await check(file);
      expect([file, code, err.includes(hint)]).toEqual([file, 0, told !== undefined]);
      if (told !== undefined) expect(err).toContain(told);
    }
    const { code, err } = await check(earlier.csv);
    expect([code, err]).toEqual([1, expect.stringContaining("csv_sha256")]);
  });

  test.each([
    ["page", "a headline", (text: string) => text.replace(/<h1>[^<]*/, "<h1>All are out")],
    ["page", "an address", (text: string) => text.replaceAll("reader3@", "reader4@")],
    ["page", "a digest", (text: string) => text.replace(/"csv_sha256":"../, '"csv_sha256":"00')],
    [
      "page",
      "its place",
      (text: string) => text.replace(/"journal_bytes":\d/, '"journal_bytes":9'),
    ],
    ["page", "its evidence", (text: string) => text.replace('id="evidence"', 'id="x"')],
    ["lines", "an outcome", (text: string) => text.replace('"rejected"', '"unsubscribed"')],
    ["lines", "a line fewer", (text: string) => text.replace(/.*reader5@.*\n/, "")],
    ["lines", "a line twice", (text: string) => text.replace(/(.*reader5@.*\n)/, "$1$1")],
    ["lines", "its end", (text: string) => text.replace(/\{"evidence".*\n/, "")],
    ["lines", "a date", (text: string) => text.replace(/"confirmed":"2\d/, '"confirmed":"19')],
    [
      "lines",
      "a person beside its evidence",
      (text: string) => text.replace(/\}\n$/, ',"row":99,"address":"eve@example.com"}\n'),
    ],
    [
      "lines",
      "an evidence before the true one",
      (text: string) =>
        text.replace(
          /(\{"evidence".*\n)/,
          (line) => line.replace(/_by":"[^"]*/, '_by":"boss') + line,
        ),
    ],
    ["lines", "its evidence twice", (text: string) => text.replace(/(\{"evidence".*\n)/, "$1$1")],
    [
      "lines",
      "a member more",
      (text: string) => text.replace('"phase":', '"approved_by":"eve","phase":'),
    ],
    [
      "lines",
      "a member twice",
      (text: string) => text.replace('"confirmed_by":', '"confirmed_by":"boss","confirmed_by":'),
    ],
    ["lines", "its version", (text: string) => text.replace(/"version":"[^"]*/, '"version":"best')],
    ["lines", "no version", (text: string) => text.replace(/"version":"[^"]*",/, "")],
    ["csv", "an outcome", (text: string) => text.replace(",rejected,", ",unsubscribed,")],
  ] as const)("of a changed one it does not: %s, %s", async (which, _, change) => {
    const files = await written();
    const text = await readFile(files[which], "utf8");
    const changed = change(text);
    expect(changed).not.toBe(text);
    await writeFile(files[which], changed);
    const { code, err } = await files.check(files[which]);
    expect([code === 0, err]).toEqual([false, expect.not.stringContaining(" matches ")]);
    expect(err).not.toMatch(/\n {4}at /);
  });

  test.each(["0", "-1", "7", "1e308", '"x"', "null", "99999999", "1.5"])(
    "of one that is made from a part that the journal has not, it does not: %s",
    async (place) => {
      const { lines, page, check } = await written();
      for (const file of [lines, page]) {
        const text = await readFile(file, "utf8");
        await writeFile(file, text.replace(/"journal_bytes":\d+/, `"journal_bytes":${place}`));
        const { code, err } = await check(file);
        expect([code, err]).toEqual([
          1,
          expect.stringContaining("no line of the journal ends there"),
        ]);
      }
    },
  );

  test("of another version tells what it could not hold", async () => {
    const { lines, check } = await written();
    const text = await readFile(lines, "utf8");
    const other = text.replace(/"version":"[^"]*"/, '"version":"9.9.9","approved_by":"eve"');
    await writeFile(lines, other);
    const { code, err } = await check(lines);
    expect(code).toBe(0);
    expect(err).toContain("version 9.9.9, and this is");
    expect(err).toContain("but for version, approved_by.");
  });

  test("holds lines in which characters were escaped that cannot be seen", async () => {
    const { lines, check } = await written("email\nana@example.com\na\u200b\u3164na@example.com\n");
    expect(await readFile(lines, "utf8")).toContain("\\u200b\\u3164");
    expect(await check(lines)).toMatchObject({ code: 0 });
  });

  test("tells which line is wrong, and names nobody", async () => {
    const { lines, check } = await written();
    const text = await readFile(lines, "utf8");
    await writeFile(lines, text.replace('"rejected"', '"unsubscribed"'));
    const place = text.split("\n").findIndex((line) => line.includes('"rejected"')) + 1;
    const { code, err } = await check(lines);
    expect([code, err]).toEqual([
      1,
      expect.stringContaining(`Line ${place} is not what the journal says.`),
    ]);
    expect(err).not.toContain("reader3");
  });

  test("of a journal that was changed it does not", async () => {
    const { job, page, check } = await written();
    const journal = await readFile(job.journal, "utf8");
    await writeFile(job.journal, journal.replaceAll('"unsubscribed"', '"already-unsubscribed"'));
    expect((await check(page)).code).not.toBe(0);
  });

  test("writes nothing, and says so of flags that would", async () => {
    const { job, page, check } = await written();
    const before = await readFile(job.report);
    await check(page);
    expect(await readFile(job.report)).toEqual(before);
    const both = await job.run("report", job.journal, "--check", page, "--html", page);
    expect([both.code, both.err]).toEqual([2, expect.stringContaining("leave out --html")]);
    const none = await check(join(job.folder, "none"));
    expect([none.code, none.err]).toEqual([2, expect.stringContaining("cannot be read")]);
  });
});

test("reports of a job that was stopped, or that goes on, hold as well", async () => {
  const often = { times: "always", operation: "batchUnsubscribeAll" } as const;
  const job = await setUp(listOf(250), {
    faults: [
      { kind: "latency", ms: 1500, ...often },
      { kind: "status", status: 401, body: "json", skip: 1, ...often },
    ],
  });
  const page = join(job.folder, "page.html");
  const run = job.start({}, "run", job.list, "--base-url", job.mock.url, "--yes");
  await expect.poll(() => job.sent().length, { timeout: 15_000 }).toBeGreaterThan(0);
  const csv = join(job.folder, "during.csv");
  const during = await job.run("report", job.journal, "--html", page, "--report", csv);
  expect(during.err).toContain("The job is still running");
  const text = await readFile(csv, "utf8");
  expect(text.includes(',unknown,"under-way: ')).toBe(true);
  expect(/interrupted|stopped/.test(text)).toBe(false);
  expect(await job.run("report", job.journal, "--check", page)).toMatchObject({ code: 0 });
  await run.code;
  expect(await job.run("report", job.journal, "--check", page)).toMatchObject({ code: 0 });
  await job.run("report", job.journal, "--html", page, "--report", csv);
  expect(await job.run("report", job.journal, "--check", page)).toMatchObject({ code: 0 });
});
