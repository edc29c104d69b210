import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";

import { run, runIn } from "./captured.js";

describe("help", () => {
  test.each([
    [["--help"], "Commands:"],
    [["-h"], "Commands:"],
    [["help"], "Commands:"],
    [["help", "--help"], "Commands:"],
    [["help", "run"], "--dry-run"],
    [["mock", "--help"], "--rate CALLS/SECONDS"],
    [["mock", "--port", "1", "-h"], "--rate CALLS/SECONDS"],
    [["demo", "--help"], "made-up list"],
    [["run", "--help"], "--dry-run"],
    [["run", "list.csv", "--yes", "-h"], "--dry-run"],
    [["retry", "--help"], "retry JOURNAL"],
    [["verify", "--help"], "verify LIST|JOURNAL"],
    [["report", "--help"], "report JOURNAL"],
  ])("%j goes to stdout, has examples and exits 0", async (argv, words) => {
    const { out, err, code } = run(...argv);
    expect(await code).toBe(0);
    expect(out.join("")).toContain(words);
    expect(out.join("")).toMatch(/^Examples?:\n {2}hubspot-batch-unsubscribe /m);
    expect(
      out
        .join("")
        .split("\n")
        .filter((line) => line.length > 100),
    ).toEqual([]);
    expect(err).toEqual([]);
  });

  test("no command at all: the help on stderr and 2", async () => {
    const { out, err, code } = run();
    expect(await code).toBe(2);
    expect(err.join("")).toContain("Commands:");
    expect(out).toEqual([]);
  });
});

test.each(["--version", "-V"])("%s is the package's", async (flag) => {
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  const { out, code } = run(flag);
  expect(await code).toBe(0);
  const { version } = JSON.parse(text) as { version: string }; // our own package.json
  expect(out).toEqual([`${version}\n`]);
});

describe("a command line that is not right", () => {
  test.each([
    [["rnu"], "unknown command rnu; did you mean run?\n"],
    [["help", "verfy"], "unknown command verfy; did you mean verify?\n"],
    [["help", "run", "mock"], "help is for one command"],
    [["unsubscribe"], "unknown command unsubscribe\n"],
    [["--verison"], "unknown flag --verison; did you mean --version?\n"],
    [["-X"], "unknown flag -X\n"],
    [["run", "a.csv", "--dryrun"], "unknown flag --dryrun; did you mean --dry-run?\n"],
    [["run", "a.csv", "--colum", "2"], "unknown flag --colum; did you mean --column?\n"],
    [["run", "a.csv", "-x"], "unknown flag -x\n"],
    [["mock", "--prot", "1"], "unknown flag --prot; did you mean --port?\n"],
    [["mock", "--port"], "--port needs a value"],
    [["mock", "--port", "--rate"], "--port needs a value"],
    [["demo", "--fast"], "unknown flag --fast"],
    [["run"], "LIST is missing"],
    [["run", "a.csv", "b.csv"], "one LIST at a time"],
    [["run", "a.csv", "--limit", "0"], "--limit must be a whole number, 1 or more"],
    [["run", "a.csv", "--limit", "1", "--limit", "2"], "--limit stands twice"],
    [["run", "a.csv", "--business-unit", "main"], "--business-unit must be a whole number, 0 or"],
    [["run", "a.csv", "--where", "status"], "--where needs a column and a value, as in --where"],
    [["verify", "a.csv", "--where", "!=x"], "--where needs a column and a value, as in --where"],
    [["run", "a.csv", "--daily-reserve", "101"], "--daily-reserve must be a number from 0 to 100"],
    [["run", "a.csv", "--max-wait", "-1"], "--max-wait needs a value"],
    [["run", "a.csv", "--token", "t"], "unknown flag --token"],
    [["retry"], "JOURNAL is missing"],
    [["verify"], "LIST or JOURNAL is missing"],
    [["report", "--yes"], "unknown flag --yes"],
    [["demo", "list.csv"], "this command takes flags only"],
    [["mock", "--", "--help"], "this command takes flags only"],
  ])("%j: %s, on stderr, and 2", async (argv, message) => {
    const { out, err, code } = run(...argv);
    expect(await code).toBe(2);
    expect(err.join("").startsWith(`hubspot-batch-unsubscribe: ${message}`)).toBe(true);
    expect(err.join("")).toMatch(/^Try hubspot-batch-unsubscribe (?:[a-z]+ )?--help$/m);
    expect(out).toEqual([]);
  });

  test.each([
    [["ada@example.com"]],
    [["--tokn=secret-of-mine"]],
    [["mock", "ada@example.com"]],
    [["mock", "--tokn=secret-of-mine"]],
    [["mock", "--token=secret of mine"]],
    [["run", "list.csv", "--token", "secret-of-mine"]],
    [["run", "list.csv", "--base-url", "https://ada:secret@example.com"]],
    [["run", "list.csv", "--limit", "ada@example.com"]],
  ])("%j: repeats neither an address nor a token", async (argv) => {
    const { err, code } = run(...argv);
    expect(await code).toBe(2);
    expect(err.join("")).not.toMatch(/ada|secret/);
  });
});

describe("a token in the place of something else", () => {
  const token = "pat-na1-0123abcd-4567-89ef-0123-456789abcdef";
  test.each([
    [["run", token, "--dry-run"]],
    [["mock", "--faults", token]],
    [["verify", `/nowhere/${token}`]],
  ])("%j is not said again", async (argv) => {
    const { out, err, code } = run(...argv);
    expect(await code).toBe(2);
    expect(err.join("")).toContain("[token]");
    expect([...out, ...err].join("")).not.toContain("0123abcd");
  });

  test("whatever it looks like, where the variable holds the same", async () => {
    const odd = "CiRldTEtM2FkMi1kN2VlLTRmYTMt";
    for (const argv of [
      ["run", odd, "--dry-run"],
      ["mock", "--faults", `${odd}.json`],
    ]) {
      const { out, err, code } = runIn({ env: { HUBSPOT_ACCESS_TOKEN: odd } }, ...argv);
      expect(await code).toBe(2);
      expect(err.join("")).toContain("[token]");
      expect([...out, ...err].join("")).not.toContain(odd.slice(0, 12));
    }
  });
});
