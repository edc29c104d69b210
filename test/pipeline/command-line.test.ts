import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseOptions, withSwallowed } from "../../scripts/options.ts";
import { UsageProblem } from "../../scripts/swallowed.ts";
import { filesIn, generateInChild } from "../helpers/pipeline-io.js";
import { scratchFolder, writeSources } from "../helpers/pipeline.js";

describe("options", () => {
  const parse = (...args: string[]) => parseOptions(args, "/repo", "/typed/in");

  test("without any, the repository's own description is held to the strictest lint", () => {
    expect(parse()).toEqual({
      spec: join("/repo", "spec", "openapi.yaml"),
      out: join("/repo", "generated"),
      lint: "strict",
      skipFaulty: false,
      mode: "write",
    });
  });

  test("paths are relative to where the command was typed, and a foreign description is linted less", () => {
    expect(parse("--spec", "a.yaml", "--out", "../out", "--check")).toEqual({
      spec: "/typed/in/a.yaml",
      out: "/typed/out",
      lint: "minimal",
      skipFaulty: false,
      mode: "check",
    });
    expect(parse("--spec", "a.yaml", "--out", "o", "--lint", "off").lint).toBe("off");
  });

  test.each([
    [["--lint", "loose"], "--lint takes strict, recommended, minimal, off"],
    [["--spec", "a.yaml"], "--spec needs --out"],
    [["--check", "--watch"], "exclude each other"],
    [["--specs", "a.yaml"], "--specs"],
    [["a.yaml"], "a.yaml"],
    [["--spec"], "--spec"],
  ])("%j is refused", (args, message) => {
    expect(() => parse(...args)).toThrow(UsageProblem);
    expect(() => parse(...args)).toThrow(message);
  });
});

describe("flags that npm keeps to itself, since no `--` stands before them", () => {
  const kept = (flags: Record<string, string>, ...args: string[]) =>
    withSwallowed(args, {
      npm_lifecycle_event: "generate",
      ...Object.fromEntries(
        Object.entries(flags).map(([name, value]) => [`npm_config_${name}`, value]),
      ),
    });

  test("--check is honoured, and nothing else is read from npm's settings", () => {
    expect(kept({ check: "true" })).toEqual(["--check"]);
    expect(kept({ check: "true" }, "--check")).toEqual(["--check"]);
    expect(kept({ check: "" }, "--lint", "off")).toEqual(["--lint", "off"]);
    expect(kept({ yes: "true", watch: "true" }, "--check")).toEqual(["--check"]);
    expect(withSwallowed([], { npm_config_check: "true" })).toEqual([]); // not by npm
  });

  test.each([
    [{ watch: "true" }, [], "npm run generate -- --watch"],
    [{ spec: "true" }, ["a b.yaml"], "npm run generate -- --spec 'a b.yaml'"],
    [{ out: "o", spec: "x.yaml" }, [], "npm run generate -- --spec x.yaml --out o"],
    [{ out: "true", spec: "true" }, ["o", "x"], "npm run generate -- --spec … --out …"],
    [{ lint: "off" }, ["--check"], "npm run generate -- --lint off --check"],
  ])("%j %j is refused with the command that hands them on", (flags, args, command) => {
    expect(() => kept(flags, ...args)).toThrow(UsageProblem);
    expect(() => kept(flags, ...args)).toThrow(command);
  });
});

test("the command goes by its working directory, says what it does on stdout and problems on stderr, and exits 0, 1 or 2", async () => {
  const folder = await scratchFolder();
  await writeSources(folder, `openapi: 3.0.3\ninfo: { title: T, version: "1" }\npaths: {}\n`);
  await writeSources(folder, { "bad.yaml": "openapi: 3.0.3\nopenapi: 3.0.3\n" });
  const spec = ["--spec", "openapi.yaml", "--out", "sub/out"];
  const [written, bad, usage, help] = await Promise.all([
    generateInChild({ cwd: folder, args: spec }),
    generateInChild({ cwd: folder, args: ["--spec", "bad.yaml", "--out", "never"] }),
    generateInChild({ cwd: folder, args: ["--sepc", "x"] }),
    generateInChild({ cwd: folder, args: ["--help"] }),
  ]);
  expect(written.code).toBe(0);
  expect(written.stdout).toContain("8 files in sub/out, 8 changed, in ");
  expect(Object.keys(await filesIn(join(folder, "sub/out")))).toHaveLength(8);

  expect(bad).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^bad\.yaml:2:1 cannot parse/),
  });
  expect(bad.stderr).not.toMatch(/^\s+at |node_modules/m);
  expect(usage).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("Usage: ") });
  expect(usage.stderr).not.toMatch(/^\s+at /m);
  expect(help).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining("--watch") });
}, 60_000);
