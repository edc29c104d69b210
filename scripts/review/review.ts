import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { inline } from "../model/inline.ts";
import { escapeStep } from "../model/json.ts";
import { bundleSource, readSource } from "../read/read.ts";
import { findBase, type Base } from "./base.ts";
import type { Finding } from "./change.ts";
import { compareRows } from "./deviation-rows.ts";
import { compareExports } from "./exported.ts";
import { findChanges } from "./find-changes.ts";
import { judgeSecurity } from "./judge-security.ts";
import { judge } from "./judge.ts";
import { ReviewProblem } from "./problem.ts";
import { conclude, type Facts, type Report } from "./report.ts";
import { readVersions } from "./versions.ts";

export interface ReviewOptions {
  /** A git ref or a file. */
  readonly base: string;
  /** The later description. */
  readonly spec: string;
  /** This repository; undefined where the later description is another one's. */
  readonly repository: string | undefined;
  readonly root: string;
  readonly cwd: string;
}

/** @throws {ReviewProblem | InputProblem} if it cannot be judged */
export async function review(options: ReviewOptions): Promise<Report> {
  const base = await findBase(options.base, options.root, options.cwd);
  try {
    return conclude(await gather(base, options));
  } finally {
    if (base.scratch !== undefined) await rm(base.scratch, { recursive: true, force: true });
  }
}

async function gather(base: Base, { spec, repository, root }: ReviewOptions): Promise<Facts> {
  const later = await bundleSource(await readSource(spec));
  if (base.spec === undefined) {
    return {
      base: base.name,
      findings: [],
      versions: undefined,
      exports: undefined,
      rows: undefined,
    };
  }
  const earlier = await bundleSource(await readSource(base.spec));
  const sides = { before: inline(earlier.bundle), after: inline(later.bundle) };
  const changes = await findChanges(sides.before, sides.after);
  const findings: Finding[] = [
    ...judge(changes, sides),
    ...judgeSecurity(sides.before, sides.after),
  ];
  const placed = findings.map((finding) => {
    const source = later.origins.find(operationPointer(finding.place));
    return { ...finding, source };
  });
  const versions = await readVersions(sides, {
    before: repository === undefined ? undefined : base.root,
    after: root,
  });
  if (repository === undefined) {
    return { base: base.name, findings: placed, versions, exports: undefined, rows: undefined };
  }
  const rows = await compareRows(
    base.root === undefined ? undefined : join(base.root, "spec/deviations.yaml"),
    join(repository, "spec/deviations.yaml"),
    later.bundle,
  );
  const exports = await exportsSince(base, base.spec, repository);
  return { base: base.name, findings: placed, versions, exports, rows };
}

async function exportsSince(base: Base, spec: string, repository: string) {
  const now = join(repository, "generated");
  if (base.root !== undefined) return compareExports(join(base.root, "generated"), now);
  const out = await mkdtemp(join(tmpdir(), "review-generated-"));
  try {
    const main = join(repository, "scripts/main.mjs");
    const args = [main, "--spec", spec, "--out", join(out, "generated"), "--lint", "off"];
    await promisify(execFile)(process.execPath, args);
    return await compareExports(join(out, "generated"), now);
  } catch (error) {
    throw new ReviewProblem(`nothing can be generated from the base: ${stderrOf(error)}`);
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

function stderrOf(error: unknown): string {
  const stderr: unknown = error instanceof Error ? Reflect.get(error, "stderr") : undefined;
  return typeof stderr === "string" && stderr.trim() !== "" ? stderr.trim() : String(error);
}

/** The operation that a place begins with, as a pointer. */
function operationPointer(place: string): string {
  const [, method = "", path = ""] = /^([A-Z]+) ([^,]*)/.exec(place) ?? [];
  return method === "" ? "#/info" : `#/paths/${escapeStep(path)}/${method.toLowerCase()}`;
}
