import { execFile } from "node:child_process";
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeEach, describe, expect, test } from "vitest";
import { filesIn, run } from "../helpers/pipeline-io.js";
import { scratchFolder, writeSources } from "../helpers/pipeline.js";

const description = `openapi: 3.1.0
info: { title: Drift, version: "1" }
paths:
  /a: { get: { operationId: a, responses: { "200": { description: x, content: { application/json: { schema: { type: string } } } } } } }
`;

let spec = "";
let out = "";

beforeEach(async () => {
  const folder = await scratchFolder();
  spec = await writeSources(folder, description);
  out = join(folder, "out");
  expect(await run({ spec, out })).toMatchObject({ code: 0, stderr: "" });
});

const check = () => run({ spec, out, mode: "check" });

async function change(name: string, edit: (text: string) => string): Promise<void> {
  await writeFile(join(out, name), edit(await readFile(join(out, name), "utf8")));
}

describe("--check", () => {
  test("is 0 right after a run, though the files are formatted", async () => {
    const { code, stdout, stderr } = await check();
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("is up to date, checked");
  });

  test("is 1 after a change of one character, with a short diff and the command that mends it", async () => {
    await change("client.ts", (text) => text.replace("export function a(", "export function b("));
    const { code, stderr } = await check();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^stale: .*client\.ts$/m);
    expect(stderr).toMatch(/^\s*-export function b\(/m);
    expect(stderr).toMatch(/^\s*\+export function a\(/m);
    expect(stderr).toMatch(/^To mend: npm run generate -- --spec ".*" --out ".*" --lint off$/m);
    expect(stderr.split("\n").length).toBeLessThan(30);
    expect(stderr).toMatch(/^What was edited by hand belongs in the description/m);
  });

  test("speaks of no edit by hand where the description has changed", async () => {
    await writeFile(spec, description.replace("title: Drift", "title: Later"));
    const { code, stderr } = await check();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^stale: .*client\.ts$/m);
    expect(stderr).not.toContain("by hand belongs");
  });

  test("cuts a long diff and says how much is left out", async () => {
    await change("ajv.ts", (text) => text.replaceAll("e", "E"));
    const { code, stderr } = await check();
    expect(code).toBe(1);
    expect(stderr).toMatch(/… and \d+ more lines/);
  });

  test.each([
    ["in code", "types.ts"],
    ["in the bundle", "openapi.json"],
    ["in validators", "validators.ts"],
    ["in their code", "ajv.ts"],
    ["in the README", "README.md"],
  ])("sees one more blank %s", async (_, name) => {
    await change(name, (text) => text.replace(" ", "  "));
    expect(await check()).toMatchObject({ code: 1, stderr: expect.stringContaining(name) });
  });

  test("sees line ends and a byte-order mark, and shows them", async () => {
    await change("client.ts", (text) => text.replaceAll("\n", "\r\n"));
    await change("operations.ts", (text) => `\uFEFF${text}`);
    const { code, stderr } = await check();
    expect(code).toBe(1);
    expect(stderr).toMatch(/-.*\\r$/m);
    expect(stderr).toContain("\\uFEFF");
  });

  test("names what is missing and what is extra", async () => {
    await rm(join(out, "schemas.ts"));
    await writeFile(join(out, "old.ts"), await readFile(join(out, "client.ts")));
    await writeFile(join(out, "notes.ts"), "export {};\n");
    await mkdir(join(out, "folder"));
    const { code, stderr } = await check();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^missing: .*schemas\.ts$/m);
    expect(stderr).toMatch(/^extra: .*old\.ts$/m);
    expect(stderr).toMatch(/^foreign: .*notes\.ts$/m);
    expect(stderr).toMatch(/^foreign: .*folder$/m);
  });

  test("opens nothing that is no file, and shows what would be obeyed", async () => {
    await promisify(execFile)("mkfifo", [join(out, "pipe.ts")]);
    await symlink("/dev/zero", join(out, "endless.ts"));
    await rm(join(out, "schemas.ts"));
    await promisify(execFile)("mkfifo", [join(out, "schemas.ts")]);
    await writeFile(join(out, "red\u001b[31m\nextra.ts"), "");
    await change("client.ts", (text) => `${text}// \u001b[2J\u202e\u3164\n`);
    const { code, stderr } = await check();
    expect(code).toBe(1);
    for (const name of ["pipe", "endless", "schemas"])
      expect(stderr).toMatch(new RegExp(`^foreign: .*${name}\\.ts$`, "m"));
    expect(stderr).toContain("foreign: ");
    expect(stderr).toContain("red\\x1b[31m\\nextra.ts");
    expect(stderr).not.toMatch(/[\u001b\u202e\u3164]/);
  });

  test("names no command for what no command mends", async () => {
    await writeFile(join(out, "notes.ts"), "export {};\n");
    const { code, stderr } = await check();
    expect(code).toBe(1);
    expect(stderr).not.toContain("To mend");
    expect(stderr).toContain("move it by hand");
  });

  test("takes a folder that is not there as files that are missing", async () => {
    await rm(out, { recursive: true });
    const { code, stderr } = await check();
    expect(code).toBe(1);
    expect(stderr.match(/^missing: /gm)).toHaveLength(8);
  });

  test("is 2 for a description that cannot be read", async () => {
    await writeFile(spec, "openapi: [");
    expect(await check()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("cannot parse"),
    });
  });

  test("writes nothing", async () => {
    await change("client.ts", (text) => `${text}// by hand\n`);
    const before = await filesIn(out);
    await check();
    expect(await filesIn(out)).toEqual(before);
  });
});

describe("a run", () => {
  test("replaces nothing that it cannot have written, and leaves the rest alone", async () => {
    await promisify(execFile)("mkfifo", [join(out, "pipe.ts")]);
    await writeFile(join(out, "red\u001b[31m\nnotes.ts"), "");
    await change("client.ts", (text) => `${text}// by hand\n`);
    const { code, stderr } = await run({ spec, out });
    expect(code).toBe(0);
    expect(stderr).toContain("left alone: pipe.ts,");
    expect(stderr).toContain("left alone: red\\x1b[31m\\nnotes.ts,");
    const kept = join(out, "..", "kept.ts");
    await writeFile(kept, "kept");
    await rm(join(out, "client.ts"));
    await symlink(kept, join(out, "client.ts"));
    expect(await run({ spec, out })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("client.ts would be lost, and this command did not write it"),
    });
    expect(await readFile(kept, "utf8")).toBe("kept");
  });

  test("with nothing to do says so and loads no tool", async () => {
    const { code, stdout } = await run({ spec, out });
    expect(code).toBe(0);
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect(stdout).toContain("nothing to do");
  });

  test("has something to do after a change of the description or of the folder", async () => {
    await change("client.ts", (text) => `${text}// by hand\n`);
    expect((await run({ spec, out })).stdout).toContain("self-check");
    expect(await readFile(join(out, "client.ts"), "utf8")).not.toContain("by hand");
    await writeFile(spec, description.replace("operationId: a", "operationId: b"));
    expect((await run({ spec, out })).stdout).toContain("self-check");
    expect(await readFile(join(out, "client.ts"), "utf8")).toContain("function b(");
  });

  test("shows each step with its time, as plain lines where there is no terminal", async () => {
    await writeFile(spec, `${description}\n`);
    const { stdout } = await run({ spec, out, lint: "minimal" });
    const steps = "load read bundle normalise validators types format lint self-check".split(" ");
    const shown = stdout.match(/^ {2}[a-z-]+ +\d+ ms$/gm)?.map((line) => line.trim().split(" ")[0]);
    expect(shown).toEqual(steps);
    expect(stdout).not.toMatch(/[\r\u001b]/);
  });

  test("removes a file that an earlier one wrote, and leaves others alone, by name", async () => {
    await writeFile(join(out, "old.ts"), await readFile(join(out, "client.ts"), "utf8"));
    await writeFile(join(out, "notes.txt"), "mine");
    const { code, stderr } = await run({ spec, out });
    expect(code).toBe(0);
    expect(stderr).toContain("left alone: notes.txt");
    expect(Object.keys(await filesIn(out))).not.toContain("old.ts");
    expect(await readFile(join(out, "notes.txt"), "utf8")).toBe("mine");
  });
});
