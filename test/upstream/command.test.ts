import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

import { json, reply, serve } from "../helpers/http.js";

const folder = await mkdtemp(join(tmpdir(), "upstream-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const description = (status: string): object => ({
  openapi: "3.0.1",
  info: { title: "Lists", version: "1.0.0" },
  paths: {
    "/lists": { get: { operationId: "a", responses: { [status]: { description: "Ok." } } } },
  },
});
const row = (pointer: string): string =>
  `  - {document: ours, pointer: ${pointer}, kind: status}\n`;
const own = join(folder, "own.json");
const deviations = join(folder, "deviations.yaml");
await writeFile(own, JSON.stringify(description("200")));

async function run(rows: string, ...args: string[]) {
  const head = "published: {title: Lists, version: 1.0.0}\ndeviations:\n";
  await writeFile(deviations, rows === "" ? `${head.trimEnd()} []\n` : head + rows);
  const command = ["--import", "tsx", "scripts/upstream/main.ts", ...args];
  const flags = ["--spec", own, "--deviations", deviations];
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const child = execFile(process.execPath, [...command, ...flags], (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

test("0 where every difference is listed, over http from this machine", async () => {
  const server = await serve(json(200, description("200")));
  expect(await run("", `${server.url}/spec.json`)).toMatchObject({ code: 0, err: "" });
});

test("1 for a difference that no row lists, and for a row that is stale", async () => {
  const published = join(folder, "published.json");
  await writeFile(published, JSON.stringify(description("202")));
  const markdown = join(folder, "report.md");
  const { code, out } = await run(
    row("/paths/~1lists/get/responses/204"),
    published,
    "--markdown",
    markdown,
  );
  expect(code).toBe(1);
  expect(out).toContain("Not listed (2)");
  expect(out).toContain("ours /paths/~1lists/get/responses/200 (status): not published");
  expect(out).toContain("published /paths/~1lists/get/responses/202 (status): not in ours");
  expect(out).toContain("Listed, and no difference any more (1)");
  expect(await readFile(markdown, "utf8")).toContain(
    "- ours `/paths/~1lists/get/responses/204` (status)",
  );
});

test("2 where it cannot be told: no file, no description, none of our operations, a server in trouble", async () => {
  const broken = await serve(reply(503, "no"));
  const other = join(folder, "other.json");
  await writeFile(other, JSON.stringify({ ...description("200"), paths: {} }));
  for (const [source, words] of [
    [join(folder, "nothing.json"), "cannot read"],
    [deviations, "is no OpenAPI"],
    [other, "none of our operations"],
    [broken.url, "the server answers 503"],
    ["http://hubspot.example/spec.json", "https only"],
  ] as const) {
    const { code, err } = await run("", source);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  }
});
