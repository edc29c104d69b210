import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { JsonObject } from "../../scripts/model/json.ts";
import { bundleSource, readSource } from "../../scripts/read/read.ts";
import { doorsOf } from "../../scripts/review/doors.ts";
import { ReviewProblem } from "../../scripts/review/problem.ts";
import type { Report } from "../../scripts/review/report.ts";
import { review } from "../../scripts/review/review.ts";

const folder = await mkdtemp(join(tmpdir(), "review-test-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const git = (...args: string[]) => promisify(execFile)("git", ["-C", folder, ...args]);
const identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];

function description(version: string, more: JsonObject = {}): JsonObject {
  const get = { operationId: "getX", responses: { 204: { description: "None." } }, ...more };
  return { openapi: "3.1.0", info: { title: "t", version }, paths: { "/x": { get } } };
}

async function put(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

async function commit(message: string): Promise<void> {
  await git("add", "-A");
  await git(...identity, "commit", "-q", "-m", message);
}

/** Two files against each other, as `--spec` does. */
async function compare(before: JsonObject, after: JsonObject): Promise<Report> {
  const base = await put("pair/before.json", before);
  const spec = await put("pair/after.json", after);
  return review({ base, spec, repository: undefined, root: folder, cwd: folder });
}

const deprecated = {
  parameters: [{ name: "p", in: "query", required: true, schema: { type: "string" } }],
};

test("a break is undeclared until info.version says it, below 1.0.0 by the second number", async () => {
  const cases: [string, string, boolean][] = [
    ["1.2.3", "1.2.3", true],
    ["1.2.3", "1.3.0", true],
    ["1.2.3", "2.0.0", false],
    ["0.2.0", "0.2.1", true],
    ["0.2.0", "0.3.0", false],
    ["0.2.0", "0.1.0", true],
  ];
  for (const [before, after, undeclared] of cases) {
    const report = await compare(description(before), description(after, deprecated));
    expect(report.undeclared, `${before} ${after}`).toBe(undeclared);
    expect(report.findings.map(({ verdict }) => verdict)).toContain("breaks");
  }
});

test("a component is judged in every place where it stands, by the direction of each", async () => {
  const shared = (type: string | string[]): JsonObject => ({
    ...description("1.0.0", {
      requestBody: {
        content: { "application/json": { schema: { $ref: "#/components/schemas/A" } } },
      },
      responses: {
        200: {
          description: "Ok.",
          content: { "application/json": { schema: { $ref: "#/components/schemas/A" } } },
        },
      },
    }),
    components: {
      schemas: {
        A: {
          type: "object",
          properties: { a: { type }, more: { $ref: "#/components/schemas/A" } },
        },
      },
    },
  });
  const { findings } = await compare(shared("string"), shared(["string", "null"]));
  const told = findings.map(({ verdict, place }) => `${verdict} ${place}`);
  expect(told).toContain("breaks GET /x, response 200, application/json, a");
  expect(told).toContain("adds GET /x, request body, application/json, a");
});

test("a path that is renamed, and one that is gone, break", async () => {
  const { paths, ...rest } = description("1.0.0");
  const renamed = { ...rest, paths: { "/y": (paths as JsonObject)["/x"] ?? null } };
  expect((await compare(description("1.0.0"), renamed)).findings[0]?.verdict).toBe("breaks");
  expect((await compare(description("1.0.0"), { ...rest, paths: {} })).findings[0]?.verdict).toBe(
    "breaks",
  );
});

describe("against a commit", () => {
  const spec = join(folder, "spec/openapi.yaml");
  const against = (base: string): Promise<Report> =>
    review({ base, spec, repository: folder, root: folder, cwd: folder });
  const row = (path: string): JsonObject => ({
    document: "ours",
    pointer: `/paths/~1${path}`,
    kind: "status",
  });

  beforeAll(async () => {
    await git("init", "-q", "-b", "main");
    await put("README.md", "t");
    await commit("Begin");
    await put("spec/openapi.yaml", description("0.1.0"));
    await put("spec/deviations.yaml", { deviations: [row("x")] });
    await put("src/index.ts", "export interface X { a: string }\n");
    await put("src/extra/index.ts", "export const gone = 1;\n");
    await put("package.json", {
      ...{ name: "t", version: "0.1.0" },
      exports: {
        ".": { types: "./dist/index.d.ts" },
        "./extra": { import: { types: "./dist/extra.d.ts", default: "./dist/extra.js" } },
        "./package.json": "./package.json",
      },
    });
    // Of a change before the base: it announces nothing of what comes after.
    await put(".changeset/before.md", "---\nt: minor\n---\n\nX is there.\n");
    await commit("Describe");
  });

  test("the doors, the deviations and what does not agree are told, until the versions say so", async () => {
    await put("spec/openapi.yaml", description("0.1.0", { ...deprecated }));
    await put("spec/deviations.yaml", { deviations: [row("z")] });
    await put("src/index.ts", "export interface Y { a: string }\n");
    const report = await against("HEAD");
    expect(report.undeclared).toBe(true);
    expect(report.findings.map(({ verdict, place, what }) => [verdict, place, what])).toEqual([
      ["breaks", "GET /x, parameter p", "required query parameter p added"],
      ["compiles-not", "import from t", "X is gone"],
      ["adds", "import from t", "new: Y"],
    ]);
    expect(report.rows).toEqual({
      added: ["ours /paths/~1z (status)"],
      removed: ["ours /paths/~1x (status)"],
      stale: ["ours /paths/~1z (status)"],
    });
    expect(report.remarks).toEqual([
      "`info.version` is still 0.1.0; this asks for a minor bump.",
      "The package announces no bump; this asks for minor: `npx changeset`.",
      "Neither a changeset nor the changelog says anything.",
      "spec/deviations.yaml lists ours /paths/~1z (status), which is not in the description any more.",
    ]);

    await put("spec/openapi.yaml", description("0.2.0", { ...deprecated }));
    await put("spec/deviations.yaml", { deviations: [] });
    expect((await against("HEAD")).undeclared).toBe(true); // by the package alone
    await put(".changeset/some.md", "---\nt: minor\n---\n\nX is called Y.\n");
    const declared = await against("HEAD");
    expect([declared.undeclared, declared.remarks]).toEqual([false, []]);
    await git("checkout", "-q", ".");
    await git("clean", "-q", "-f", "-d");
  }, 90_000);

  test("generated code of another description is told, since imports are judged by it", async () => {
    const stale = expect.stringMatching(
      /^`generated\/` was made from another description/,
    ) as string;
    await put("generated/openapi.json", description("0.0.9"));
    expect((await against("HEAD")).remarks).toContainEqual(stale);
    const { bundle } = await bundleSource(await readSource(spec));
    await put("generated/openapi.json", bundle);
    expect((await against("HEAD")).remarks).not.toContainEqual(stale);
    await git("clean", "-q", "-f", "-d");
  }, 90_000);

  test("a new operation asks for a minor, below 1.0.0 too", async () => {
    const { paths, ...rest } = description("0.1.0");
    await put("spec/openapi.yaml", { ...rest, paths: { ...(paths as JsonObject), "/new": paths } });
    const { undeclared, needed } = await against("HEAD");
    expect([undeclared, needed]).toEqual([false, { description: "minor", package: "minor" }]);
    await git("checkout", "-q", ".");
  }, 90_000);

  test("a description that was deleted breaks every caller", async () => {
    await rm(spec);
    const { undeclared, findings } = await against("HEAD");
    expect([undeclared, findings.map(({ verdict, what }) => `${verdict}: ${what}`)]).toEqual([
      true,
      ["breaks: spec/openapi.yaml was deleted"],
    ]);
    await git("checkout", "-q", ".");
  }, 90_000);

  test("a door without a source is told, not passed over", async () => {
    await rm(join(folder, "src/extra"), { recursive: true });
    await expect(against("HEAD")).rejects.toThrow("package.json exports ./extra");
    await git("checkout", "-q", ".");
  }, 90_000);

  test("what is no base is refused; a base without a description makes all of it new", async () => {
    expect((await against("HEAD~1")).isNew).toBe(true);
    await expect(against("no-such-ref")).rejects.toThrow(ReviewProblem);
    await expect(against("--help")).rejects.toThrow(ReviewProblem);
    await git("checkout", "-q", "--orphan", "elsewhere");
    await commit("Something else");
    await expect(against("main")).rejects.toThrow("no commit in common");
  });
});

test("every door of this package has its source", async () => {
  expect([...(await doorsOf("."))].length).toBeGreaterThan(1);
});

test("a description that cannot be read is no description without changes", async () => {
  const spec = await put("pair/after.json", description("1.0.0"));
  const base = await put("pair/broken.json", "{");
  const options = { base, spec, repository: undefined, root: folder, cwd: folder };
  await expect(review(options)).rejects.toThrow();
});
