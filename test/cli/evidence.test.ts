import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { listOf, setUp, written } from "./job.js";

const sha256 = (text: string | Buffer): string => createHash("sha256").update(text).digest("hex");

/** The evidence at the end of the lines of `--json`. */
function evidenceOf(lines: string): Record<string, unknown> {
  const last = lines.trim().split("\n").at(-1) ?? "";
  return (JSON.parse(last) as { evidence: Record<string, unknown> }).evidence; // our own line
}

test("a grown list that was declined changes no report of the job, which tells of it", async () => {
  const { job, args, page, csv } = await written();
  const before = await readFile(csv, "utf8");
  await writeFile(job.list, listOf(12));
  const declined = job.start({ typed: ["no"] }, ...args.filter((word) => word !== "--yes"));
  expect(await declined.code).toBe(2);
  expect(job.sent()).toHaveLength(10);
  const { err } = await job.run("report", job.journal, "--html", page);
  const newer = "A newer list of 12 entries was read since, and nobody has agreed to it";
  expect(err).toContain(newer);
  expect(await readFile(page, "utf8")).toContain(newer);
  expect(await readFile(csv, "utf8")).toBe(before);
});

describe("the evidence", () => {
  test("says when it was agreed to, by whom, of which list, for whom, with what, from which part of the journal", async () => {
    const { job, csv, lines, page } = await written("email,status\nana@exämple.com,out\n");
    const evidence = evidenceOf(await readFile(lines, "utf8"));
    expect(evidence).toEqual({
      confirmed: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      confirmed_by: expect.any(String),
      list: job.list,
      list_sha256: sha256(await readFile(job.list)),
      where: [],
      rows_left_out: 0,
      server: job.mock.url,
      bound: { account: expect.objectContaining({ id: expect.any(Number), verified: true }) },
      routes: ["batch"],
      api_version: expect.any(String),
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      phase: "ended",
      ended: expect.stringMatching(/Z$/),
      journal_bytes: expect.any(Number),
      lines: 1,
      csv_sha256: sha256(await readFile(csv)),
    });
    // Begun with a byte order mark, which belongs to the file.
    expect((await readFile(csv, "utf8")).startsWith("\uFEFF")).toBe(true);
    const html = await readFile(page, "utf8");
    for (const name of ["list_sha256", "csv_sha256"]) expect(html).toContain(evidence[name]);
  });

  test("has the brand and the rows that were meant", async () => {
    const job = await setUp("email,status\nana@example.com,unsubscribed\nb@example.com,active\n");
    const page = join(job.folder, "page.html");
    const where = ["--where", "status=unsubscribed"];
    const args = ["run", job.list, "--base-url", job.mock.url, "--business-unit", "7", ...where];
    const { out } = await job.run(...args, "--yes", "--json", "--html", page);
    expect(evidenceOf(out)).toMatchObject({
      where: ["status=unsubscribed"],
      bound: expect.objectContaining({ businessUnitId: 7 }),
    });
    expect(await readFile(page, "utf8")).toContain("status=unsubscribed");
  });
});
