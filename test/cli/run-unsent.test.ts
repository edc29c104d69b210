import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { end, listOf, setUp } from "./job.js";

describe("nothing is sent, and nothing left behind", () => {
  test.each<[string, string, readonly string[], string]>([
    ["with no terminal and no --yes", listOf(3), [], "add --yes"],
    [
      "if the number is another than expected",
      listOf(3),
      ["--yes", "--expect", "4"],
      "--expect says 4",
    ],
    [
      "if the list cannot be read to its end",
      'email\na@example.com\n"b@example.com\n',
      ["--yes"],
      "row 3",
    ],
    [
      "if the column is not known",
      "mail,email\na@example.com,b@example.com\n",
      ["--yes"],
      "--column",
    ],
    ["if the report has no place", listOf(3), ["--yes", "--report", "/no/such/x.csv"], "/no/such"],
    ["if the report would replace the list", listOf(3), ["--yes", "--report", "LIST"], "the list"],
  ])("%s", async (_what, text, flags, words) => {
    const job = await setUp(text);
    const args = flags.map((flag) => (flag === "LIST" ? job.list : flag));
    const { code, err } = await job.run("run", job.list, "--base-url", job.mock.url, ...args);
    expect(code).toBe(err.includes("report") ? 6 : 2);
    expect(err).toContain(words);
    expect(job.mock.state().calls).toEqual([]);
    expect(await readdir(job.folder)).toEqual(["list.csv"]);
    expect(await readFile(job.list, "utf8")).toBe(text);
  });

  test("without a token, or for a server that is none", async () => {
    const job = await setUp(listOf(3));
    const poor = await end(job.start({ env: {} }, "run", job.list, "--yes"));
    expect([poor.code, poor.err]).toEqual([2, expect.stringContaining("no access token")]);
    const { code, err } = await job.run(
      "run",
      job.list,
      "--yes",
      "--base-url",
      "http://example.com",
    );
    expect([code, err]).toEqual([2, expect.stringContaining("--base-url must be an https: URL")]);
    expect(await readdir(job.folder)).toEqual(["list.csv"]);
  });
});

describe("a signal before anything was sent", () => {
  test.each(["SIGINT", "SIGTERM"])(
    "%s while the list is read: nothing is left behind",
    async (name) => {
      const job = await setUp(listOf(3));
      const run = job.start({}, "run", job.list, "--base-url", job.mock.url, "--yes");
      run.stop(name);
      const { code, err } = await end(run);
      expect([code, err]).toEqual([
        name === "SIGINT" ? 130 : 143,
        expect.stringContaining("stopped"),
      ]);
      expect(job.mock.state().calls).toEqual([]);
      expect(await readdir(job.folder)).toEqual(["list.csv"]);
    },
  );

  test("while the question is open: nothing is left behind", async () => {
    const job = await setUp(listOf(3));
    const env = { HUBSPOT_ACCESS_TOKEN: job.mock.token };
    const run = job.start({ env, typed: [] }, "run", job.list, "--base-url", job.mock.url);
    await expect.poll(() => run.err.join("")).toContain("type the number");
    run.stop();
    expect((await end(run)).code).toBe(130);
    expect(await readdir(job.folder)).toEqual(["list.csv"]);
  });

  test("while stdin gives nothing", async () => {
    const job = await setUp("");
    const journal = join(job.folder, "stdin.journal");
    const args = ["run", "-", "--base-url", job.mock.url, "--journal", journal, "--yes"];
    const run = job.start({ env: { HUBSPOT_ACCESS_TOKEN: job.mock.token }, typed: [] }, ...args);
    run.stop();
    expect((await end(run)).code).toBe(130);
    expect(await readdir(job.folder)).toEqual(["list.csv"]);
  });
});
