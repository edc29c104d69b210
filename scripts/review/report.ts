import type { Place } from "../problem.ts";
import type { Finding, Verdict } from "./change.ts";
import type { RowsChange } from "./deviation-rows.ts";
import { bumpOf, isBelow, largest, type Bump, type Versions } from "./versions.ts";

/** A finding, and what it is about: calls, which `info.version` counts, or imports, which the package's version does. */
export interface PlacedFinding extends Finding {
  readonly about: "description" | "package";
  /** Of its operation in the sources, where it has one. */
  readonly source: Pick<Place, "file" | "line" | "column"> | undefined;
}

/** What a reviewer is told. */
export interface Report {
  readonly base: string;
  /** The base has no description yet: everything is new. */
  readonly isNew: boolean;
  readonly findings: readonly PlacedFinding[];
  /** The bumps that the findings need; that of the package is that of the worst of all. */
  readonly needed: Readonly<Record<PlacedFinding["about"], Bump>>;
  /** Callers break, and the version that counts it does not say so. */
  readonly undeclared: boolean;
  readonly versions: Versions | undefined;
  readonly rows: RowsChange | undefined;
  /** `generated/` was made from another description than the later one. */
  readonly isStale?: boolean;
  /** What does not agree, in sentences. */
  readonly remarks: readonly string[];
}

export type Facts = Pick<Report, "base" | "findings" | "versions" | "rows" | "isStale">;

const order: readonly Verdict[] = ["breaks", "compiles-not", "adds", "fits", "text"];

/** Draws the conclusions. */
export function conclude(facts: Facts): Report {
  const { versions } = facts;
  const findings = facts.findings.toSorted(
    (one, other) => order.indexOf(one.verdict) - order.indexOf(other.verdict),
  );
  const [ofCalls, ofImports] = (["description", "package"] as const).map((about) =>
    findings.filter((finding) => finding.about === about),
  );
  const needed = {
    description: neededBy(ofCalls ?? [], versions?.description.before),
    package: neededBy(
      findings.filter(({ verdict }) => verdict !== "text"),
      versions?.package?.before,
    ),
  };
  const isSilent = (list: readonly PlacedFinding[], said: Bump, need: Bump): boolean =>
    list.some(breaks) && isBelow(said, need);
  const undeclared =
    isSilent(ofCalls ?? [], versions?.declared ?? "none", needed.description) ||
    (versions?.package !== undefined &&
      isSilent(ofImports ?? [], versions.package.announced, needed.package));
  return {
    ...facts,
    findings,
    isNew: versions === undefined,
    needed,
    undeclared,
    remarks: versions === undefined ? [] : remarksOn(versions, needed, facts),
  };
}

export function breaks({ verdict }: Finding): boolean {
  return verdict === "breaks" || verdict === "compiles-not";
}

function neededBy(findings: readonly Finding[], version = ""): Bump {
  return largest(findings.map(({ verdict }) => bumpOf(verdict, version)));
}

function remarksOn(
  versions: Versions,
  needed: Report["needed"],
  { rows, isStale }: Facts,
): string[] {
  const remarks: string[] = [];
  if (isStale)
    remarks.push(
      "`generated/` was made from another description, and imports are judged by it: `npm run generate`, then review again.",
    );
  const { before, after } = versions.description;
  if (isBelow(versions.declared, needed.description)) {
    const raised = before === after ? `is still ${after}` : `goes from ${before} to ${after}`;
    remarks.push(`\`info.version\` ${raised}; this asks for a ${needed.description} bump.`);
  }
  if (versions.package !== undefined && needed.package !== "none") {
    const { announced, told } = versions.package;
    if (isBelow(announced, needed.package)) {
      const said = announced === "none" ? "no bump" : `a ${announced} bump`;
      remarks.push(
        `The package announces ${said}; this asks for ${needed.package}: \`npx changeset\`.`,
      );
    }
    if (!told) remarks.push("Neither a changeset nor the changelog says anything.");
  }
  for (const row of rows?.stale ?? []) {
    remarks.push(`spec/deviations.yaml lists ${row}, which is not in the description any more.`);
  }
  return remarks;
}

export function countOf(report: Report, verdict: Verdict): number {
  return report.findings.filter((finding) => finding.verdict === verdict).length;
}
