import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import semver from "semver";
import { isObject, textOf, type JsonObject } from "../model/json.ts";
import type { Verdict } from "./change.ts";

export type Bump = "none" | "patch" | "minor" | "major";
const order: readonly Bump[] = ["none", "patch", "minor", "major"];

/** The versions on both sides. */
export interface Versions {
  /** `info.version` of the description, before and after. */
  readonly description: { readonly before: string; readonly after: string };
  /** The bump that the description declares by it. */
  readonly declared: Bump;
  /** Undefined where the base is a mere file. */
  readonly package: PackageVersions | undefined;
}

export interface PackageVersions {
  readonly before: string;
  /** The bump that the changesets announce which the base lacks, or the raised version. */
  readonly announced: Bump;
  /** Whether the changelog, or a changeset, has something to say. */
  readonly told: boolean;
}

/**
 * The bump that a verdict asks of a version. Below 1.0.0, where anything may change (semver.org, 4), a break raises the
 * second number, since npm's `^0.2.0` takes no `0.3.0`.
 */
export function bumpOf(verdict: Verdict, version: string): Bump {
  if (verdict === "fits" || verdict === "text") return "patch";
  if (verdict === "adds") return "minor";
  return isYoung(version) ? "minor" : "major";
}

export function isBelow(bump: Bump, needed: Bump): boolean {
  return order.indexOf(bump) < order.indexOf(needed);
}

export function largest(bumps: readonly Bump[]): Bump {
  return order.findLast((bump) => bumps.includes(bump)) ?? "none";
}

/** The bump between two versions; `none` if the later one is not higher, or either is none. */
function bumpBetween(before: string, after: string): Bump {
  if (semver.valid(before) === null || semver.valid(after) === null) return "none";
  if (!semver.gt(after, before)) return "none";
  const difference = semver.diff(before, after)?.replace(/^pre/, "");
  return difference === "major" || difference === "minor" ? difference : "patch";
}

export async function readVersions(
  documents: { readonly before: JsonObject; readonly after: JsonObject },
  roots: { readonly before: string | undefined; readonly after: string },
): Promise<Versions> {
  const description = {
    before: infoVersion(documents.before),
    after: infoVersion(documents.after),
  };
  const declared = bumpBetween(description.before, description.after);
  if (roots.before === undefined) return { description, declared, package: undefined };
  const [old, now] = await Promise.all([packageVersion(roots.before), packageVersion(roots.after)]);
  // What the base announces already tells of changes before it.
  const [known, pending] = await Promise.all([changesets(roots.before), changesets(roots.after)]);
  const added = [...pending].filter(([name]) => !known.has(name)).map(([, bumps]) => bumps);
  const announced = largest([bumpBetween(old, now), ...added.flat()]);
  const [oldLog, log] = await Promise.all([
    text(roots.before, "CHANGELOG.md"),
    text(roots.after, "CHANGELOG.md"),
  ]);
  const told = added.length > 0 || oldLog !== log;
  return { description, declared, package: { before: old, announced, told } };
}

function isYoung(version: string): boolean {
  return semver.valid(version) !== null && semver.major(version) === 0;
}

function infoVersion(document: JsonObject): string {
  const { info } = document;
  return isObject(info) ? textOf(info["version"] ?? "") : "";
}

async function packageVersion(root: string): Promise<string> {
  const manifest: unknown = JSON.parse((await text(root, "package.json")) || "{}");
  return isObject(manifest) ? textOf(manifest["version"] ?? "") : "";
}

/** The changesets of a folder by their names, with the bumps that each names in its head. */
async function changesets(root: string): Promise<Map<string, Bump[]>> {
  const folder = join(root, ".changeset");
  const names = await readdir(folder).catch(() => [] as string[]);
  const found = new Map<string, Bump[]>();
  for (const name of names.filter((each) => each.endsWith(".md") && each !== "README.md")) {
    const [, head = ""] = /^---\n([\s\S]*?)\n---/.exec(await text(folder, name)) ?? [];
    const bumps = [...head.matchAll(/:\s*(patch|minor|major)\b/g)].map(([, bump]) => bump as Bump); // by the pattern
    found.set(name, bumps);
  }
  return found;
}

function text(folder: string, name: string): Promise<string> {
  return readFile(join(folder, name), "utf8").catch(() => "");
}
