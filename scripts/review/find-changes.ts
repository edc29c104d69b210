import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isObject, stepsOf, type JsonObject } from "../model/json.ts";
import type { Change } from "./change.ts";
import { ReviewProblem } from "./problem.ts";

const cli = createRequire(import.meta.url).resolve("@redocly/cli/bin/cli.js");

/**
 * Every difference between two descriptions, found by `redocly diff`. It pairs what belongs together (parameters by
 * name, alternatives by content, a path that was renamed); its own ratings are not used, since they overlook what a
 * type or an open enum makes of a change.
 *
 * The two must have their references followed: of a schema that stands in many places it only looks at one.
 */
export async function findChanges(before: JsonObject, after: JsonObject): Promise<Change[]> {
  // A tool that has lost its rules or its eyes must never pass for a description without changes.
  const seen = await diff(canary("string"), canary("integer"));
  if (!seen.rated || seen.changes.length !== 1) {
    throw new ReviewProblem(
      "`redocly diff` does not report a change that is there: its rules are off",
    );
  }
  return (await diff(before, after)).changes;
}

function canary(type: string): JsonObject {
  const schema = { type };
  const parameters = [{ name: "p", in: "query", schema }];
  const get = { operationId: "op", parameters, responses: { 204: { description: "None." } } };
  return { openapi: "3.1.0", info: { title: "t", version: "1.0.0" }, paths: { "/p": { get } } };
}

async function diff(
  before: JsonObject,
  after: JsonObject,
): Promise<{ readonly changes: Change[]; readonly rated: boolean }> {
  const folder = await mkdtemp(join(tmpdir(), "review-"));
  try {
    const paths = { before: join(folder, "before.json"), after: join(folder, "after.json") };
    await writeFile(paths.before, JSON.stringify(before));
    await writeFile(paths.after, JSON.stringify(after));
    const config = join(folder, "redocly.yaml");
    await writeFile(config, "extends: [diff-recommended]\n");
    const text = await run(["diff", paths.before, paths.after, "--config", config], folder);
    return readReport(text);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(args: readonly string[], cwd: string): Promise<string> {
  const env = {
    ...process.env,
    REDOCLY_TELEMETRY: "off",
    REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
    REDOCLY_SUPPRESS_NOTIFICATIONS: "true",
  };
  const flags = ["--format", "json", "--fail-on", "none", "--lint-config", "off"];
  return new Promise((resolve, reject) => {
    const options = { cwd, env, maxBuffer: 1 << 28 };
    execFile(process.execPath, [cli, ...args, ...flags], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new ReviewProblem(`\`redocly diff\` failed: ${stderr.trim() || error.message}`));
    });
  });
}

function readReport(text: string): { readonly changes: Change[]; readonly rated: boolean } {
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch {
    report = undefined;
  }
  if (!isObject(report) || report["reportVersion"] !== "1" || !Array.isArray(report["changes"])) {
    throw new ReviewProblem("`redocly diff` gives a report of another format than this one reads");
  }
  const listed = report["changes"].filter(isObject);
  return {
    changes: listed.map(toChange),
    rated: listed.some(({ verdicts }) => Array.isArray(verdicts) && verdicts.length > 0),
  };
}

function toChange({ kind, typeName, path, property, base, revision }: JsonObject): Change {
  if (kind !== "added" && kind !== "removed" && kind !== "modified") {
    throw new ReviewProblem(
      `\`redocly diff\` reports a change of an unknown kind: ${String(kind)}`,
    );
  }
  return {
    kind,
    type: String(typeName),
    path: stepsOf(String(path)) ?? [],
    property: typeof property === "string" ? property : undefined,
    before: isObject(base) ? base["value"] : undefined,
    after: isObject(revision) ? revision["value"] : undefined,
  };
}
