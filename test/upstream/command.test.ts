import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseYaml } from "@redocly/openapi-core";
import { afterAll, expect, test } from "vitest";

import { json, reply, serve } from "../helpers/http.js";

const folder = await mkdtemp(join(tmpdir(), "upstream-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const description = (status: string) => ({
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

/** @param about what the rows are about, in the head of the file */
async function run(rows: string, args: readonly string[], about = "") {
  const head = `published:\n  - {title: Lists, version: 1.0.0}\n${about}deviations:\n`;
  await writeFile(deviations, rows === "" ? `${head.trimEnd()} []\n` : head + rows);
  const command = ["scripts/main.mjs", "upstream", ...args];
  const flags = ["--spec", own, "--deviations", deviations];
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const child = execFile(process.execPath, [...command, ...flags], (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

test("0 where every difference is listed, over http from this machine", async () => {
  const server = await serve(json(200, description("200")));
  expect(await run("", [`${server.url}/spec.json`])).toMatchObject({ code: 0, err: "" });
});

test("1 for a difference that no row lists, and for a row that is stale", async () => {
  const published = join(folder, "published.json");
  await writeFile(published, JSON.stringify(description("202")));
  const markdown = join(folder, "report.md");
  const stale = row("/paths/~1lists/get/responses/204");
  const { code, out } = await run(stale, [published, "--markdown", markdown]);
  expect(code).toBe(1);
  expect(out).toContain("Not listed (2)");
  expect(out).toMatch(
    /own.json:1:\d+ ours \/paths\/~1lists\/get\/responses\/200 \(status\): not published/,
  );
  expect(out).toMatch(
    /published.json:1:\d+ published \/paths\/~1lists\/get\/responses\/202 \(status\): not in ours/,
  );
  expect(out).toContain("Listed, and no difference any more (1)");
  expect(out).toMatch(/deviations.yaml:4:\d+ ours \/paths\/~1lists\/get\/responses\/204/);
  const text = await readFile(markdown, "utf8");
  expect(text).toContain("ours `/paths/~1lists/get/responses/204` (status)");
  expect(text).toContain("```yaml\n  - document: ours\n    pointer: /paths");
});

test("--write adds the rows that are missing, whose reasons are left to a person", async () => {
  const published = join(folder, "published.json");
  await writeFile(published, JSON.stringify(description("202")));
  const first = await run("", [published, "--write"]);
  expect(first).toMatchObject({ code: 1, out: expect.stringContaining("2 rows were added") });
  const { deviations: rows } = parseYaml(await readFile(deviations, "utf8")) as {
    deviations: object[];
  };
  expect(rows).toEqual([
    {
      ...{ document: "ours", pointer: "/paths/~1lists/get/responses/200", kind: "status" },
      ...{ what: "not published.", why: "", evidence: "", certainty: "" },
    },
    {
      ...{ document: "published", pointer: "/paths/~1lists/get/responses/202", kind: "status" },
      ...{ what: "not in ours.", why: "", evidence: "", certainty: "" },
    },
  ]);
});

test("several descriptions: each operation in the one that has it, or that is named for it", async () => {
  const other = { ...description("200"), info: { title: "Others", version: "1.0.0" } };
  const [lists, others] = [join(folder, "lists.json"), join(folder, "others.json")];
  await writeFile(lists, JSON.stringify(description("202")));
  await writeFile(others, JSON.stringify(other));
  const named = "  - {title: Others, version: 1.0.0, operations: [a]}\n";
  // It is in both, and the first has another status.
  expect(await run("", [lists], "")).toMatchObject({ code: 1 });
  expect(await run("", [others], named)).toMatchObject({ code: 0 });
  const alone = await run(row("/paths/~1lists/get/responses/200"), [lists], named);
  expect(alone).toMatchObject({ code: 2, err: expect.stringContaining("none of our operations") });
});

test("what is published in a description that was not given is not compared, and its rows are not stale", async () => {
  const two = {
    ...description("200"),
    paths: {
      ...description("200").paths,
      "/more": { get: { operationId: "b", responses: { 200: { description: "Ok." } } } },
    },
  };
  await writeFile(own, JSON.stringify(two));
  const lists = join(folder, "lists.json");
  await writeFile(lists, JSON.stringify(description("200")));
  const named = "  - {title: Others, version: 1.0.0, operations: [b]}\n";
  const { code, out } = await run(row("/paths/~1more/get/responses/429"), [lists], named);
  expect([code, out]).toEqual([
    0,
    expect.stringContaining('Not compared: b. It is published in "Others"; give that, too.'),
  ]);
  await writeFile(own, JSON.stringify(description("200")));
});

test("2 where it cannot be told: no file, no description, none of our operations, a server in trouble", async () => {
  const broken = await serve(reply(503, "no"));
  const other = join(folder, "other.json");
  await writeFile(other, JSON.stringify({ ...description("200"), paths: {} }));
  for (const [source, words] of [
    [join(folder, "nothing.json"), "cannot read"],
    [deviations, "not an OpenAPI 3.0 or 3.1 description"],
    [other, "none of our operations"],
    [broken.url, "the server answers 503"],
    ["http://hubspot.example/spec.json", "https only"],
  ] as const) {
    const { code, err } = await run("", [source]);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  }
}, 90_000);

test("a released file of another version that is listed is compared as it stands; its rows are those of the first", async () => {
  const versioned = (segment: string, status: string) => ({
    ...description(status),
    paths: { [`/lists/${segment}/all`]: Object.values(description(status).paths)[0] },
  });
  const listed = (until: string) => [
    { prefix: "/lists/", segment: "2026-03", until },
    { prefix: "/lists/", segment: "2026-09", until: "2999-09" },
  ];
  await writeFile(
    own,
    JSON.stringify({ ...versioned("2026-03", "200"), "x-versions": listed("2999-03") }),
  );
  const file = join(folder, "released.json");
  await writeFile(file, JSON.stringify(versioned("2026-09", "202")));
  const rows =
    row("/paths/~1lists~12026-03~1all/get/responses/200") +
    row("/paths/~1lists~12026-03~1all/get/responses/202").replace("ours", "published");
  const stale = row("/paths/~1lists~12026-03~1all/get/responses/429");
  expect(await run(rows + stale, [file])).toMatchObject({ code: 0 });
  const { code, out } = await run("", [file]);
  expect([code, out]).toEqual([1, expect.stringContaining("Not listed (2)")]);
  expect(out).not.toContain("(path)");
  // Nobody lists that one.
  await writeFile(file, JSON.stringify(versioned("2025-09", "202")));
  expect((await run(rows, [file])).out).toContain("published as /lists/2025-09/all");
  await writeFile(own, JSON.stringify(description("200")));
});

test("--published takes the addresses of x-versions, version by version, and says which are not known", async () => {
  const server = await serve(json(200, description("200")));
  const versions = [
    { prefix: "/lists", segment: "", until: "2027-09", published: `${server.url}/spec.json` },
    { prefix: "/lists", segment: "2", until: "2028-03" },
  ];
  await writeFile(own, JSON.stringify({ ...description("200"), "x-versions": versions }));
  const markdown = join(folder, "published.md");
  const flags = ["--published", "--markdown", markdown];
  const early = await run("", [...flags, "--date", "2027-03-01"]);
  expect(early).toMatchObject({ code: 0, err: "" });
  expect(early.out).toContain("lists each of them");
  expect(early.out).toContain("Not compared: version 2 of /lists");
  const late = await run("", [...flags, "--date", "2027-04-01"]);
  expect([late.code, late.out]).toEqual([1, expect.stringContaining("move to 2.")]);
  expect(await readFile(markdown, "utf8")).toContain("is supported until 2027-09: move to 2.");
  expect(server.requests.map(({ url }) => url)).toEqual(["/spec.json", "/spec.json"]);
  await writeFile(own, JSON.stringify(description("200")));
});
