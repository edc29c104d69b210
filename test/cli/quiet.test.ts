import { describe, expect, test } from "vitest";

import { setUp } from "./job.js";

const two = "email\nana@example.com\nben@example.com\n";

describe("--quiet", () => {
  test("says nothing at all where all is well: run, verify, retry, report and a dry run", async () => {
    const job = await setUp(two);
    const at = ["--base-url", job.mock.url];
    for (const words of [
      ["run", job.list, ...at, "--dry-run", "--quiet"],
      ["run", job.list, ...at, "-yq"],
      ["verify", job.journal, ...at, "-q"],
      ["retry", job.journal, ...at, "--yes", "--quiet"],
      ["report", job.journal, "--quiet"],
    ]) {
      const { code, err } = await job.run(...words);
      expect([words[0], code, err]).toEqual([words[0], 0, ""]);
    }
    expect(job.sent()).toEqual(["ana@example.com", "ben@example.com"]);
  });

  test("says what came of it where not all is well, and why the job ended", async () => {
    const job = await setUp(`${two}no address\n`);
    const { code, err } = await job.run("run", job.list, "--base-url", job.mock.url, "-y", "-q");
    expect(code).toBe(1);
    expect(err).toContain("3 entries: 2 unsubscribed, 1 invalid.");
    expect(err).not.toContain("To send:");
  });

  test("still says what there is to decide, and what went wrong", async () => {
    const job = await setUp(two);
    const { code, err } = await job.run("run", job.list, "--base-url", job.mock.url, "--quiet");
    expect(code).toBe(2);
    expect(err).toContain("To send: 2 addresses");
    expect(err).toContain("nothing was sent: with no terminal to ask at, add --yes to send");
    expect(err).toMatch(
      /^ {2}To send:\n {4}hubspot-batch-unsubscribe run \S+ --base-url \S+ --quiet --yes --expect 2$/m,
    );
  });
});
