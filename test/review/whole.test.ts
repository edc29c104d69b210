import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";

import type { JsonObject } from "../../scripts/model/json.ts";
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

test("against a commit: the generated names, the deviations and what does not agree", async () => {
  await git("init", "-q", "-b", "main");
  await put("README.md", "t");
  await commit("Begin");
  await put("spec/openapi.yaml", description("0.1.0"));
  await put("spec/deviations.yaml", {
    deviations: [{ document: "ours", pointer: "/paths/~1x", kind: "status" }],
  });
  await put(
    "generated/types.ts",
    "export interface operations { getX: 1; gone: 2 }\nexport type A = 1;\n",
  );
  await put("package.json", { name: "t", version: "0.1.0" });
  await commit("Describe");
  await put("spec/openapi.yaml", description("0.1.0", { ...deprecated }));
  await put("spec/deviations.yaml", {
    deviations: [{ document: "ours", pointer: "/paths/~1z", kind: "status" }],
  });
  await put(
    "generated/types.ts",
    "export interface operations { getX: 3 }\nexport type A = 1;\nexport type B = 2;\n",
  );
  const spec = join(folder, "spec/openapi.yaml");
  const against = (base: string): Promise<Report> =>
    review({ base, spec, repository: folder, root: folder, cwd: folder });

  const report = await against("HEAD");
  expect(report.undeclared).toBe(true);
  expect(report.exports).toEqual([
    { file: "types.ts", added: ["B"], removed: ["operations.gone"], changed: ["operations.getX"] },
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

  await put(".changeset/some.md", "---\nt: minor\n---\n\nIt asks for p.\n");
  await put("spec/openapi.yaml", description("0.2.0", { ...deprecated }));
  await put("spec/deviations.yaml", { deviations: [] });
  const declared = await against("HEAD");
  expect([declared.undeclared, declared.remarks]).toEqual([false, []]);

  expect((await against("HEAD~1")).isNew).toBe(true);
  await expect(against("no-such-ref")).rejects.toThrow(ReviewProblem);
  await expect(against("--help")).rejects.toThrow(ReviewProblem);
  await git("checkout", "-q", "--orphan", "elsewhere");
  await commit("Something else");
  await expect(against("main")).rejects.toThrow("no commit in common");
});

test("a description that cannot be read is no description without changes", async () => {
  const spec = await put("pair/after.json", description("1.0.0"));
  const base = await put("pair/broken.json", "{");
  const options = { base, spec, repository: undefined, root: folder, cwd: folder };
  await expect(review(options)).rejects.toThrow();
});
