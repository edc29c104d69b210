import { relative, resolve } from "node:path";
import { lookThrough } from "../bounds/whereabouts.ts";
import type { Json } from "../model/json.ts";
import { pairOf } from "../model/node.ts";
import { versionsOf, type ApiVersion } from "../model/versions.ts";
import type { Progress } from "../output/progress.ts";
import { InputProblem, shownPath, startOf } from "../problem.ts";
import { bundleSource, readSource, readValues, type Bundled } from "../read/read.ts";
import { compare } from "./compare.ts";
import { describe } from "./describe.ts";
import { Differences } from "./difference.ts";
import { findRoutes, knownOf, loadPublished, type Published } from "./published.ts";
import { withRows } from "./rows.ts";
import { endingSupport } from "./support.ts";
import { isUrl, TextFile } from "./text-file.ts";
import { decide, type Verdict } from "./verdict.ts";

export interface UpstreamRequest {
  /** Files and addresses. */
  readonly sources: readonly string[];
  readonly cwd: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly spec: string;
  readonly deviations: string;
  /** Whether to compare with what `x-versions` says where it is published, too. */
  readonly published: boolean;
  /** Whether to add the rows that are missing. */
  readonly write: boolean;
}

export interface Upstream {
  readonly text: string;
  readonly markdown: string;
  /** Whether nothing is left to be done. */
  readonly agrees: boolean;
  /** The text of the deviations with the rows that were missing; undefined if it is as it was. */
  readonly deviations: string | undefined;
}

/** @throws {InputProblem} if it cannot be told */
export async function upstream(request: UpstreamRequest, progress: Progress): Promise<Upstream> {
  const { now, write } = request;
  const ours = await readOne(progress, request.spec, async () =>
    bundleSource(await readSource(request.spec)),
  );
  const versions = versionsOf(ours.bundle);
  const rounds = [request.sources, ...(request.published ? publishedOf(versions) : [])];
  const name = relative(process.cwd(), request.deviations);
  const texts: string[] = [];
  const reports: string[] = [];
  let agrees = true;
  let added: string | undefined;
  for (const sources of rounds.filter(({ length }) => length > 0)) {
    const { parsed, source } = await readOne(progress, request.deviations, () =>
      readValues(request.deviations, added),
    );
    const deviations = new TextFile(name, source.body);
    const verdict = await compareWith(sources, request, ours, parsed as Json, progress); // YAML of plain values
    const written = write && verdict.unlisted.length > 0;
    const places = { sources: sources.join(" and "), origins: ours.origins, deviations };
    await progress.step("describe", () => {
      texts.push(describe(verdict, places, { markdown: false, written }));
      reports.push(describe(verdict, places, { markdown: true, written: false }));
    });
    if (written) added = withRows(deviations, verdict.unlisted);
    if (verdict.unlisted.length + verdict.stale.length > 0) agrees = false;
  }
  const ending = endingSupport(versions, now);
  const told = [...ending, ...(request.published ? unpublishedOf(versions) : [])];
  for (const parts of [texts, reports]) parts.push(...told.map((line) => `${line}\n`));
  return {
    text: texts.join("\n"),
    markdown: reports.join("\n"),
    agrees: agrees && ending.length === 0,
    deviations: added,
  };
}

async function readOne<T>(progress: Progress, path: string, work: () => Promise<T>): Promise<T> {
  return progress.step(`read ${shownPath(path)}`, () => lookThrough(work, () => [startOf(path)]));
}

async function compareWith(
  sources: readonly string[],
  { cwd }: UpstreamRequest,
  { bundle: ours, origins }: Bundled,
  listed: Json,
  progress: Progress,
): Promise<Verdict> {
  const all: Published[] = [];
  for (const source of sources) {
    const path = isUrl(source) ? source : resolve(cwd, source);
    all.push(await readOne(progress, path, () => loadPublished(source, cwd)));
  }
  const routes = findRoutes(ours, all, knownOf(listed));
  for (const each of all) {
    if (routes.length > 0 && !routes.some(({ published }) => published?.by === each)) {
      const name = each.file.name;
      throw new InputProblem(`${name} has none of our operations: is it the right description?`);
    }
  }
  const differences = new Differences();
  return progress.step("compare", () =>
    lookThrough(
      () => decide(compare(ours, all, routes, differences), listed, { ours, all, routes }),
      (part) => {
        const [one, other] = pairOf(part);
        return [differences.published?.file.positionOf(other.slice(1)), origins.find(one)];
      },
    ),
  );
}

/** Where the descriptions of each version are published. */
function publishedOf(versions: readonly ApiVersion[]): string[][] {
  const segments = [...new Set(versions.map(({ segment }) => segment))];
  return segments.map((segment) =>
    versions.flatMap((each) =>
      each.segment === segment && each.published ? [each.published] : [],
    ),
  );
}

function unpublishedOf(versions: readonly ApiVersion[]): string[] {
  return versions
    .filter(({ published }) => published === undefined)
    .map(
      ({ prefix, segment }) =>
        `Not compared: version ${segment} of ${prefix}, since x-versions does not say where it is published.`,
    );
}
