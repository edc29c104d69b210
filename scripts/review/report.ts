import type { Place } from "../problem.ts";
import type { Finding, Verdict } from "./change.ts";
import type { RowsChange } from "./deviation-rows.ts";
import type { ExportsChange } from "./exported.ts";
import { bumpOf, isBelow, largest, type Bump, type Versions } from "./versions.ts";

/** A finding with the place of its operation in the sources, where it has one. */
export interface PlacedFinding extends Finding {
  readonly source: Pick<Place, "file" | "line" | "column"> | undefined;
}

/** What a reviewer is told. */
export interface Report {
  readonly base: string;
  /** The base has no description yet: everything is new. */
  readonly isNew: boolean;
  readonly findings: readonly PlacedFinding[];
  /** The bump of `info.version` that the findings need. */
  readonly needed: Bump;
  /** Callers break, and `info.version` does not say so. */
  readonly undeclared: boolean;
  readonly versions: Versions | undefined;
  /** Undefined where the base is a file that nothing could be generated from. */
  readonly exports: readonly ExportsChange[] | undefined;
  readonly rows: RowsChange | undefined;
  /** What does not agree, in sentences. */
  readonly remarks: readonly string[];
}

export type Facts = Pick<Report, "base" | "findings" | "versions" | "exports" | "rows">;

const order: readonly Verdict[] = ["breaks", "compiles-not", "adds", "fits", "text"];
const harmful: readonly Verdict[] = ["breaks", "compiles-not"];

/** Draws the conclusions. */
export function conclude(facts: Facts): Report {
  const { versions } = facts;
  const findings = facts.findings.toSorted(
    (one, other) => order.indexOf(one.verdict) - order.indexOf(other.verdict),
  );
  const base = versions?.description.before ?? "";
  const needed = largest(findings.map(({ verdict }) => bumpOf(verdict, base)));
  const breaks = findings.some(({ verdict }) => harmful.includes(verdict));
  const declared = versions?.declared ?? "none";
  return {
    ...facts,
    findings,
    isNew: versions === undefined,
    needed,
    undeclared: breaks && isBelow(declared, needed),
    remarks: versions === undefined ? [] : remarksOn(versions, needed, facts),
  };
}

function remarksOn(versions: Versions, needed: Bump, { exports, rows }: Facts): string[] {
  const remarks: string[] = [];
  const { before, after } = versions.description;
  if (isBelow(versions.declared, needed)) {
    const raised = before === after ? `is still ${after}` : `goes from ${before} to ${after}`;
    remarks.push(`\`info.version\` ${raised}; this asks for a ${needed} bump.`);
  }
  const callersNotice = needed !== "none" && (exports?.length ?? 0) > 0;
  if (versions.announced !== undefined && callersNotice) {
    if (isBelow(versions.announced, needed)) {
      const announced = versions.announced === "none" ? "no bump" : `a ${versions.announced} bump`;
      remarks.push(
        `The package announces ${announced}; this asks for ${needed}: \`npx changeset\`.`,
      );
    }
    if (versions.told === false)
      remarks.push("Neither a changeset nor the changelog says anything.");
  }
  for (const row of rows?.stale ?? []) {
    remarks.push(`spec/deviations.yaml lists ${row}, which is not in the description any more.`);
  }
  return remarks;
}

export function countOf(report: Report, verdict: Verdict): number {
  return report.findings.filter((finding) => finding.verdict === verdict).length;
}
