import { access, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { lookThrough } from "../bounds/whereabouts.ts";
import { make } from "../made.ts";
import { escapeStep, type JsonObject } from "../model/json.ts";
import { pairOf } from "../model/node.ts";
import { writeFiles } from "../output/files.ts";
import { Silent, type Progress } from "../output/progress.ts";
import { InputProblem, startOf } from "../problem.ts";
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
export async function review(
  options: ReviewOptions,
  progress: Progress = new Silent(),
): Promise<Report> {
  const base = await progress.step("base", () => findBase(options.base, options.root, options.cwd));
  try {
    return conclude(await gather(base, options, progress));
  } finally {
    if (base.scratch !== undefined) await rm(base.scratch, { recursive: true, force: true });
  }
}

async function gather(
  base: Base,
  { spec, repository, root }: ReviewOptions,
  progress: Progress,
): Promise<Facts> {
  const read = (path: string) =>
    progress.step(`read ${relative(process.cwd(), path)}`, () =>
      lookThrough(
        async () => bundleSource(await readSource(path)),
        () => [startOf(path)],
      ),
    );
  if (base.spec === undefined) {
    await read(spec);
    return { base: base.name, findings: [], versions: undefined, rows: undefined };
  }
  const before = await read(base.spec);
  const isDeleted = repository !== undefined && !(await isThere(spec));
  const later = isDeleted ? undefined : await read(spec);
  // A missing part cannot be compared, and must not be reported as unchanged.
  const missing = [...(later?.dangling.values() ?? [])];
  if (missing.length > 0) throw new InputProblem(missing);
  const after = later?.bundle ?? {};
  const findings =
    later === undefined
      ? [deleted]
      : await progress.step("compare", () =>
          lookThrough(
            () => compare(before.bundle, later),
            (part) => {
              const [one, other] = pairOf(part);
              return [before.origins.find(one), later.origins.find(other)];
            },
          ),
        );
  const roots = { before: repository === undefined ? undefined : base.root, after: root };
  const versions = await readVersions({ before: before.bundle, after }, roots);
  if (repository === undefined) return { base: base.name, findings, versions, rows: undefined };
  const rows = await compareRows(
    base.root === undefined ? undefined : join(base.root, "spec/deviations.yaml"),
    join(repository, "spec/deviations.yaml"),
    after,
  );
  const ofPackage = (await compareCode(base, base.spec, repository, progress)).map(
    (finding): PlacedFinding => ({ ...finding, about: "package", source: undefined }),
  );
  const isStale = later !== undefined && !(await isMadeFrom(repository, after));
  return { base: base.name, findings: [...findings, ...ofPackage], versions, rows, isStale };
}

/** Whether the generated code, if there is any, is that of a description, which is kept beside it. */
async function isMadeFrom(repository: string, bundle: JsonObject): Promise<boolean> {
  const path = join(repository, "generated/openapi.json");
  if (!(await isThere(path))) return true;
  return JSON.stringify(JSON.parse(await readFile(path, "utf8"))) === JSON.stringify(bundle);
}

const deleted: PlacedFinding = {
  ...{ verdict: "breaks", direction: "neither", about: "description", source: undefined },
  ...{ place: "the description", what: "spec/openapi.yaml was deleted" },
} as const;

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
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
async function compareCode(
  base: Base,
  spec: string,
  repository: string,
  progress: Progress,
): Promise<Finding[]> {
  const types = (work: () => Promise<Finding[]>): Promise<Finding[]> =>
    progress.step("types of callers", () => lookThrough(work, () => [startOf(spec)]));
  const { root } = base;
  if (root !== undefined) {
    return types(async () => {
      const [before, after] = await Promise.all([doorsOf(root), doorsOf(repository)]);
      return compareDoors({ root, doors: before }, { root: repository, doors: after });
    });
  }
  const made = await make({ spec, lint: "off" }, progress);
  const fault = "refused" in made ? made.refused : made.isPartial ? made.told : undefined;
  if ("refused" in made || fault !== undefined)
    throw new ReviewProblem(`nothing can be generated from the base: ${fault?.trim()}`);
  const out = await mkdtemp(join(tmpdir(), "review-generated-"));
  try {
    await writeFiles(out, made.files);
    const now = join(repository, "generated");
    return await types(async () =>
      compareDoors(
        { root: out, doors: await generatedDoors(out) },
        { root: now, doors: await generatedDoors(now) },
      ),
    );
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

/** The operation that a place begins with, as a pointer. */
function operationPointer(place: string): string {
  const [, method = "", path = ""] = /^([A-Z]+) ([^,]*)/.exec(place) ?? [];
  return method === "" ? "#/info" : `#/paths/${escapeStep(path)}/${method.toLowerCase()}`;
}
