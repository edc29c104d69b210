import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { check, resolveConfig } from "prettier";
import { describe, expect, test } from "vitest";
import { filesIn, generateInChild, ROOT } from "../helpers/pipeline-io.js";
import {
  renderFile,
  renderSources,
  scratchFolder,
  textOf,
  writeSources,
  type Sources,
} from "../helpers/pipeline.js";

const description = `openapi: 3.1.0
info:
  title: Same bytes
  version: 2026-03-01
  description: |
    Two
    lines.
paths:
  /a:
    get:
      operationId: a
      summary: Get it
      responses:
        "200":
          description: x
          content: { application/json: { schema: { $ref: "./b.yaml" } } }
`;
const part = `type: object
description: { $ref: ./c.md }
properties:
  day: { type: string, format: date, example: 2026-03-01, default: 2026-03-01, enum: [2026-03-01] }
`;
const text = "Said in\na file.\n";
const plain = { "openapi.yaml": description, "b.yaml": part, "c.md": text };

async function bytes(sources: Sources): Promise<Record<string, string>> {
  return Object.fromEntries((await renderSources(sources)).files) as Record<string, string>;
}

function each(change: (text: string) => string): Sources {
  return { "openapi.yaml": change(description), "b.yaml": change(part), "c.md": change(text) };
}

describe("the same description gives the same bytes", () => {
  test.each<[string, Sources]>([
    ["again", plain],
    ["with CRLF", each((text) => text.replaceAll("\n", "\r\n"))],
    ["with a byte-order mark", each((text) => `\uFEFF${text}`)],
    ["with both", each((text) => `\uFEFF${text.replaceAll("\n", "\r\n")}`)],
  ])("%s", async (_, sources) => {
    expect(await bytes(sources)).toEqual(await bytes(plain));
  });

  test("in a folder with blanks, #, % and ? in its name, where problems have their place too", async () => {
    const folder = join(await scratchFolder(), "a b#c%20d%?e", "ünï 100%");
    const path = await writeSources(folder, plain);
    const { files, inputs } = await renderFile(path);
    expect(Object.fromEntries(files)).toEqual(await bytes(plain));
    expect(inputs).toEqual([path, join(folder, "b.yaml"), join(folder, "c.md")]);
    await writeFile(join(folder, "b.yaml"), "type: strin\n");
    await expect(renderFile(path)).rejects.toMatchObject({
      details: [{ place: { file: expect.stringContaining("a b#c%20d%?e"), line: 1 } }],
    });
  });

  test("a change of one letter is another input", async () => {
    const changed = each((text) => text.replace("Get it", "Got it"));
    expect(await bytes(changed)).not.toEqual(await bytes(plain));
  });
});

test("a date without quotes is the text that stands there", async () => {
  const rendered = await renderSources(plain);
  const all = [...rendered.files.values()].join("\n");
  expect(all).not.toMatch(/2026-03-01T|2026-02-28/);
  expect(JSON.parse(textOf(rendered, "openapi.json"))).toMatchObject({
    info: { version: "2026-03-01" },
    components: { schemas: { b: { properties: { day: { default: "2026-03-01" } } } } },
  });
  expect(textOf(rendered, "types.ts")).toContain(`"2026-03-01"`);
  expect(textOf(rendered, "client.ts")).toMatch(/^\/\/ Generated .* 2026-03-01 \(sha256 /);
});

test("no date, host, user or path is in the output", async () => {
  const all = [...(await renderSources(plain)).files.values()].join("\n");
  const { HOSTNAME: host = "no host", USER: user = "no user" } = process.env;
  expect(all).not.toContain(ROOT);
  expect(all).not.toMatch(/pipeline-\w{6}|node_modules|file:\/\//);
  expect(all).not.toMatch(new RegExp(`\\b${new Date().getFullYear()}-\\d\\d-\\d\\dT`));
  if (host.length > 4) expect(all).not.toContain(host);
  if (user.length > 4) expect(all).not.toContain(user);
});

test("each file is as the formatter of this repository leaves it", async () => {
  const { files } = await renderSources(plain);
  for (const [name, text] of files) {
    if (name === "ajv.ts" || name === "openapi.json") continue; // not by prettier
    const filepath = join(ROOT, "generated", name);
    const config = await resolveConfig(filepath);
    expect([name, await check(text, { ...config, filepath })]).toEqual([name, true]);
  }
});

test("a checkout keeps LF, so that no line end shows as drift", async () => {
  expect(await readFile(join(ROOT, ".gitattributes"), "utf8")).toMatch(/^\* text=auto eol=lf$/m);
});

test("a clone anywhere gives what is committed: odd folder, hoisted node_modules, foreign configuration, time zone, locale", async () => {
  const above = join(await scratchFolder(), "odd #1 100% näme");
  const clone = join(above, "clone");
  await mkdir(clone, { recursive: true });
  const parts = ["scripts", "spec", "redocly.yaml", ".prettierrc.json"];
  for (const name of [...parts, "package.json", "package-lock.json"])
    await cp(join(ROOT, name), join(clone, name), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(above, "node_modules"), "junction");
  const foreign = { tabWidth: 8, semi: false, singleQuote: true };
  await writeFile(join(above, ".prettierrc"), JSON.stringify(foreign));
  await writeFile(join(above, ".editorconfig"), "root = true\n[*]\nindent_size = 8\n");
  await writeFile(join(above, ".prettierignore"), "**\n");
  await writeFile(join(above, "redocly.yaml"), "extends: [minimal]\n");
  const env = { TZ: "America/New_York", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" };

  const written = await generateInChild({ root: clone, cwd: above, env });
  expect(written).toMatchObject({ code: 0, stderr: "" });
  expect(await filesIn(join(clone, "generated"))).toEqual(await filesIn(join(ROOT, "generated")));

  const client = join(clone, "generated", "client.ts");
  await writeFile(client, `${await readFile(client, "utf8")} `);
  const checked = await generateInChild({ root: clone, cwd: clone, args: ["--check"] });
  expect(checked.code).toBe(1);
  expect(checked.stderr).toContain("stale: generated/client.ts");
  expect(checked.stderr).toMatch(/^To mend: npm run generate$/m);
}, 60_000);
