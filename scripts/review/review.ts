import { execFile } from "node:child_process";
import { access, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { escapeStep, type JsonObject } from "../model/json.ts";
import { bundleSource, readSource, type Bundled } from "../read/read.ts";
import { findBase, type Base } from "./base.ts";
import type { Finding } from "./change.ts";
import { compareDoors } from "./compare-doors.ts";
import { compareRows } from "./deviation-rows.ts";
import { doorsOf, generatedDoors } from "./doors.ts";
import { findChanges } from "./find-changes.ts";
import { judgeSecurity } from "./judge-security.ts";
import { judge } from "./judge.ts";
import { ReviewProblem } from "./problem.ts";
import { conclude, type Facts, type PlacedFinding, type Report } from "./report.ts";
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
  if (base.spec === undefined) {
    await readSource(spec);
    return { base: base.name, findings: [], versions: undefined, rows: undefined };
  }
  const { bundle: before } = await bundleSource(await readSource(base.spec));
  const later = await laterOf(spec, repository);
  const after = later?.bundle ?? {};
  const findings = later === undefined ? [deleted] : compare(before, later);
  const roots = { before: repository === undefined ? undefined : base.root, after: root };
  const versions = await readVersions({ before, after }, roots);
  if (repository === undefined) return { base: base.name, findings, versions, rows: undefined };
  const rows = await compareRows(
    base.root === undefined ? undefined : join(base.root, "spec/deviations.yaml"),
    join(repository, "spec/deviations.yaml"),
    after,
  );
  const ofPackage = (await compareCode(base, base.spec, repository)).map(
    (finding): PlacedFinding => ({ ...finding, about: "package", source: undefined }),
  );
  return { base: base.name, findings: [...findings, ...ofPackage], versions, rows };
}

const deleted: PlacedFinding = {
  ...{ verdict: "breaks", direction: "neither", about: "description", source: undefined },
  ...{ place: "the description", what: "spec/openapi.yaml was deleted" },
} as const;

/** Undefined where our own description is gone; that of somebody else must be there. */
async function laterOf(spec: string, repository: string | undefined): Promise<Bundled | undefined> {
  const isThere = await access(spec).then(
    () => true,
    () => false,
  );
  if (!isThere && repository !== undefined) return undefined;
  return bundleSource(await readSource(spec));
}

function compare(before: JsonObject, { bundle: after, origins }: Bundled): PlacedFinding[] {
  const findings = [...judge(findChanges(before, after)), ...judgeSecurity(before, after)];
  return findings.map((finding) => ({
    ...finding,
    about: "description",
    source: origins.find(operationPointer(finding.place)),
  }));
}

/** What callers import: the doors of the package, or, against a mere file, what is generated from each description. */
async function compareCode(base: Base, spec: string, repository: string): Promise<Finding[]> {
  if (base.root !== undefined) {
    const [before, after] = await Promise.all([doorsOf(base.root), doorsOf(repository)]);
    return compareDoors({ root: base.root, doors: before }, { root: repository, doors: after });
  }
  const out = await mkdtemp(join(tmpdir(), "review-generated-"));
  try {
    const main = join(repository, "scripts/main.mjs");
    const folder = join(out, "generated");
    const args = [main, "--spec", spec, "--out", folder, "--lint", "off"];
    await promisify(execFile)(process.execPath, args).catch((error: unknown) => {
      throw new ReviewProblem(`nothing can be generated from the base: ${stderrOf(error)}`);
    });
    const now = join(repository, "generated");
    return await compareDoors(
      { root: folder, doors: await generatedDoors(folder) },
      { root: now, doors: await generatedDoors(now) },
    );
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
