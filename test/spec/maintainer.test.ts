import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { addOperations, edit } from "./added-operations.js";

const left = ["node_modules", ".git", "dist", "demo", "site"];

let clone: string;
beforeAll(async () => {
  clone = await mkdtemp(join(tmpdir(), "clone-"));
  const isWanted = (path: string): boolean => !left.includes(relative(".", path));
  await cp(".", clone, { recursive: true, filter: isWanted });
  await symlink(resolve("node_modules"), join(clone, "node_modules"), "junction");
});
afterAll(() => rm(clone, { recursive: true, force: true }));

/** Runs a command in the clone. */
function run(command: string, ...args: string[]): Promise<{ code: number; text: string }> {
  const env = { ...process.env, NODE_ENV: "", VITEST: "", npm_lifecycle_event: "" };
  return new Promise((done) => {
    const options = { cwd: clone, env, maxBuffer: 1 << 26, shell: process.platform === "win32" };
    const child = execFile(command, args, options, (_error, stdout, stderr) =>
      done({ code: child.exitCode ?? -1, text: stdout + stderr }),
    );
  });
}

async function expectGreen(command: string, ...args: string[]): Promise<string> {
  const { code, text } = await run(command, ...args);
  expect([code, code === 0 ? "" : text]).toEqual([0, ""]);
  return text;
}

test("an operation is added by the steps of spec/README.md alone: generated, linted, compiled, answered by the mock", async () => {
  const added = await addOperations(clone);
  await expectGreen("npm", "run", "-s", "generate");
  await expectGreen("npm", "run", "-s", "lint");
  const tests = ["test/contract", "test/mock", "test/client/types.test.ts", "test/samples.test.ts"];
  const flags = ["--reporter", "verbose", "--maxWorkers", "1"];
  const text = await expectGreen(
    "npx",
    "vitest",
    "run",
    ...tests,
    "test/deviations.test.ts",
    ...flags,
  );
  for (const operation of added) {
    // By itself: the mock asked for it, and its samples held against type and validator.
    expect(text).toMatch(new RegExp(`${operation}.*is answered by the mock`));
    expect(text).toMatch(new RegExp(`${operation} 200 .*conforms to its schema`));
  }
  // The clone shares our packages, and what is kept beside them; it must not have taken the place of this one.
  const { code, text: own } = await run(process.execPath, resolve("scripts/main.mjs"), "--check");
  expect([code, own]).toEqual([
    0,
    expect.stringContaining(`${relative(clone, "generated")} is up`),
  ]);
}, 1_200_000);

test("a query parameter that is removed stops compiling where the client used it", async () => {
  await edit(clone, "spec/openapi.yaml", (text) =>
    text
      .replaceAll(`        - $ref: "#/components/parameters/BusinessUnitId"\n`, "")
      // An operation that had no other.
      .replaceAll(/ {6}parameters:\n(?= {6}\w)/g, "")
      .replace(/ {4}BusinessUnitId:\n[\s\S]*?\n\n/, ""),
  );
  await expectGreen("npm", "run", "-s", "generate");
  const { code, text } = await run("npx", "tsc", "--noEmit");
  expect(code).not.toBe(0);
  expect(text).toMatch(/src\/client\/address-calls\.ts\(\d+,\d+\): error .*businessUnitId/);
}, 600_000);
