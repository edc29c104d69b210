import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";

import { run } from "./captured.js";

describe("help", () => {
  test.each([
    [["--help"], "Commands:"],
    [["-h"], "Commands:"],
    [["mock", "--help"], "--rate CALLS/SECONDS"],
    [["mock", "--port", "1", "-h"], "--rate CALLS/SECONDS"],
    [["demo", "--help"], "made-up list"],
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

test("--version is the package's", async () => {
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  const { out, code } = run("--version");
  expect(await code).toBe(0);
  const { version } = JSON.parse(text) as { version: string }; // our own package.json
  expect(out).toEqual([`${version}\n`]);
});

describe("a command line that is not right", () => {
  test.each([
    [["rnu"], "unknown command rnu"],
    [["--verison"], "unknown flag --verison"],
    [["mock", "--prot", "1"], "unknown flag --prot"],
    [["mock", "--port"], "--port needs a value"],
    [["mock", "--port", "--rate"], "--port needs a value"],
    [["demo", "--fast"], "unknown flag --fast"],
    [["demo", "list.csv"], "this command takes flags only"],
    [["mock", "--", "--help"], "this command takes flags only"],
  ])("%j: %s, on stderr, and 2", async (argv, message) => {
    const { out, err, code } = run(...argv);
    expect(await code).toBe(2);
    expect(err.join("").startsWith(`hubspot-batch-unsubscribe: ${message}`)).toBe(true);
    expect(err.join("")).toContain("Try hubspot-batch-unsubscribe --help");
    expect(out).toEqual([]);
  });

  test.each([
    [["ada@example.com"]],
    [["--tokn=secret-of-mine"]],
    [["mock", "ada@example.com"]],
    [["mock", "--tokn=secret-of-mine"]],
    [["mock", "--token=secret of mine"]],
  ])("%j: repeats neither an address nor a token", async (argv) => {
    const { err, code } = run(...argv);
    expect(await code).toBe(2);
    expect(err.join("")).not.toMatch(/ada|secret/);
  });
});
