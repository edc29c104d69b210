import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const { scripts } = JSON.parse(await readFile("package.json", "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};
/** The scripts that are ours; the others are commands of tools, with a help of their own. */
const own = Object.entries(scripts).flatMap(([name, command]) => {
  const [, file, ...words] = /(?:tsx|node) ((?:scripts|test)\/\S+)(?: (\w+))?$/.exec(command) ?? [];
  return file === undefined ? [] : [{ name, file, words: words.filter(Boolean) }];
});

test("the scripts of the project are known", () => {
  expect(own.map(({ name }) => name)).toEqual(expect.arrayContaining(["generate", "review"]));
});

test.each(own)(
  "npm run $name -- --help tells how it is called, and does nothing",
  async ({ name, file, words }) => {
    const args = ["--import", "tsx", file, ...words, "--help"];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
    expect(stdout).toMatch(new RegExp(`^Usage: npm run ${name}\\b`));
    expect(stderr).toBe("");
  },
  90_000,
);
