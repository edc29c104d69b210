import { writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";

import { listOf, rowsOf, setUp } from "./job.js";

describe("a job in which nothing was sent stands in nobody's way", () => {
  test("with a mistaken column, then with the right one", async () => {
    const job = await setUp("id,email\n1,ana@example.com\n2,ben@example.com\n");
    const args = ["run", job.list, "--base-url", job.mock.url, "--yes"];
    const wrong = await job.run(...args, "--column", "1");
    expect([wrong.code, job.sent()]).toEqual([1, []]);
    const { code } = await job.run(...args);
    expect([code, job.sent()]).toEqual([0, ["ana@example.com", "ben@example.com"]]);
  });

  test("with another list, another brand, another server", async () => {
    const job = await setUp("email\nno address\n");
    const args = ["run", job.list, "--base-url", job.mock.url, "--yes"];
    expect((await job.run(...args)).code).toBe(1);
    const other = await setUp("");
    await writeFile(job.list, listOf(2));
    const elsewhere = ["run", job.list, "--base-url", other.mock.url, "--business-unit", "7"];
    expect((await job.run(...elsewhere, "--yes", "--dry-run")).code).toBe(0);
    const refused = other.mock.token === "" ? "" : await job.run(...elsewhere, "--yes");
    expect(refused).toMatchObject({ code: 0 });
    expect([job.sent(), other.sent()]).toEqual([
      [],
      ["reader1@example.com", "reader2@example.com"],
    ]);
    // From now on the brand is the job's.
    expect((await job.run(...args)).code).toBe(2);
  });
});

describe("what was not sent for what it was can be mended and sent", () => {
  test("an invalid one, in the list", async () => {
    const job = await setUp(`${listOf(3)}ana example.com\n`);
    const args = ["run", job.list, "--base-url", job.mock.url, "--yes"];
    expect((await job.run(...args)).code).toBe(1);
    await writeFile(job.list, `${listOf(3)}ana@example.com\n`);
    expect((await job.run(...args, "--expect", "1")).code).toBe(0);
    expect(job.sent().slice(3)).toEqual(["ana@example.com"]);
    expect(await rowsOf(job.report)).toHaveLength(4);
  });

  test("an encoding that was guessed, by naming it", async () => {
    const job = await setUp("");
    await writeFile(
      job.list,
      Buffer.from("email\nana@example.com\nben@b\xfccher.example\n", "latin1"),
    );
    const args = ["run", job.list, "--base-url", job.mock.url, "--yes"];
    expect((await job.run(...args)).code).toBe(1);
    const { code } = await job.run(...args, "--encoding", "windows-1252");
    expect([code, job.sent()]).toEqual([0, ["ana@example.com", "ben@xn--bcher-kva.example"]]);
  });

  test("rows that --where left out, after the change was shown and agreed to", async () => {
    const job = await setUp(
      "email,status\nana@example.com,unsubscribed\nben@example.com,cleaned\ncy@example.com,active\n",
    );
    const args = ["run", job.list, "--base-url", job.mock.url];
    expect((await job.run(...args, "--where", "status=unsubscribed", "--yes")).code).toBe(0);
    const more = ["--where", "status=unsubscribed", "--where", "status=cleaned"];
    const asked = await job.run(...args, ...more);
    expect([asked.code, job.sent()]).toEqual([2, ["ana@example.com"]]);
    const { code, err } = await job.run(...args, ...more, "--yes");
    expect([code, job.sent()]).toEqual([0, ["ana@example.com", "ben@example.com"]]);
    expect(err).toContain(
      "Selected rows: --where status=unsubscribed --where status=cleaned; before: --where status=unsubscribed",
    );
  });

  test("a changed --where is agreed to even if the addresses are the same", async () => {
    const job = await setUp(
      "email,status\nana@example.com,unsubscribed\nben@example.com,unsubscribed\ncy@example.com,active\n",
    );
    const args = ["run", job.list, "--base-url", job.mock.url];
    await job.run(...args, "--where", "status=unsubscribed", "--limit", "1", "--yes");
    const asked = await job.run(...args, "--where", "status!=active", "--limit", "1");
    expect([asked.code, job.sent()]).toEqual([2, ["ana@example.com"]]);
    expect(asked.err).toContain("; before: --where status=unsubscribed");
  });
});
