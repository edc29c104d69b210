import type { Config, NormalizedProblem, UserContext } from "@redocly/openapi-core";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { at, Stopped } from "../bounds/whereabouts.ts";
import { withoutOptimising } from "../emit/codegen-patches.ts";
import type { LintLevel } from "../options.ts";
import { InputProblem, reasonOf, type Place } from "../problem.ts";
import { ROOT } from "../root.ts";
import { locateCircular } from "./circular.ts";
import { hintFor } from "./hints.ts";
import { toPlace, type Location } from "./places.ts";
import { part } from "./openapi-core.ts";
import type { Source } from "./read.ts";
import { noSuchFile, type LocalResolver } from "./resolver.ts";

export interface LintFinding {
  readonly rule: string;
  readonly severity: "error" | "warn";
  readonly message: string;
  readonly places: readonly Place[];
}

const { createConfig, loadConfig } = await part("config/load.js");
const { lintDocument } = await part("lint.js");

const STRICT_CONFIG = join(ROOT, "redocly.yaml");

// The linter judges examples by a copy of Ajv, which is a dependency of its own.
const require = createRequire(import.meta.url);
const linter = createRequire(require.resolve("@redocly/openapi-core"));
const { CodeGen } = linter("@redocly/ajv") as Pick<typeof import("ajv"), "CodeGen">;
withoutOptimising(CodeGen);

/**
 * Lints a parsed description. `strict` is this repository's own redocly.yaml; the other levels are the linter's.
 * No configuration is looked up in the surroundings.
 */
export async function lintSource(
  { root, resolver }: Source,
  level: Exclude<LintLevel, "off">,
): Promise<LintFinding[]> {
  const config = await configOf(level);
  let here: Location | undefined;
  tellWhereabouts(config, (location) => {
    here = location;
    at(location.pointer ?? "#");
  });
  const problems = await locateCircular(resolver, () =>
    lintDocument({ document: root, externalRefResolver: resolver, config }),
  ).catch((error: unknown) => {
    if (error instanceof InputProblem || !(error instanceof Error)) throw error;
    // A rule may fail at what nobody thought of, such as a mapping with the key `hasOwnProperty`.
    const isOurs = error instanceof Stopped || error instanceof RangeError;
    const reason = isOurs
      ? reasonOf(error)
      : `the linter fails at this (${error.message}); \`--lint off\` asks no linter`;
    throw new InputProblem(
      reason,
      toPlace(here ?? { source: root.source, pointer: "#" }, resolver),
    );
  });
  return problems.map((problem) => ({
    rule: problem.ruleId,
    severity: problem.severity,
    get message() {
      return messageOf(problem, resolver);
    },
    // Only for those that are shown: a large description has thousands of findings that are only counted.
    get places() {
      return problem.location.map((at) => toPlace(at, resolver));
    },
  }));
}

/** Has the linter tell which part of the description it is about to judge. */
function tellWhereabouts(config: Config, tell: (location: Location) => void): void {
  const name = "bounds/whereabouts";
  const enter = (_: unknown, { location }: UserContext): void =>
    tell({ source: location.source, pointer: location.pointer, reportOnKey: true });
  config.plugins.unshift({ id: "bounds", rules: { oas3: { [name]: () => ({ any: { enter } }) } } });
  for (const version of ["oas3_0", "oas3_1"] as const) config.rules[version][name] = "error";
}

function messageOf(problem: NormalizedProblem, resolver: LocalResolver): string {
  const { message, suggest } = problem;
  if (suggest.length > 0) return `${message} Did you mean ${suggest.join(", ")}?`;
  const hint = hintFor(problem, resolver);
  const told = noSuchFile(message);
  return (hint.startsWith(";") ? told.replace(/\.$/, "") : told) + hint;
}

async function configOf(level: Exclude<LintLevel, "off">): Promise<Config> {
  if (level !== "strict") return createConfig({ extends: [level] });
  try {
    return await loadConfig({ configPath: STRICT_CONFIG });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const file = relative(process.cwd(), STRICT_CONFIG);
    const told = existsSync(STRICT_CONFIG)
      ? `cannot read ${file}: ${reason}`
      : `there is no ${file}`;
    throw new InputProblem(
      `${told}; \`--lint strict\` takes its rules from there: restore it, or choose another level`,
    );
  }
}

/**
 * `strict` lets nothing pass, `recommended` warnings. Below that style is a warning, whatever the linter calls it: what
 * cannot be generated rightly is found by the steps that would do it.
 */
export function judge(findings: readonly LintFinding[], level: LintLevel): readonly LintFinding[] {
  const refused = (finding: LintFinding) =>
    level === "strict" || (level === "recommended" && finding.severity === "error");
  const fatal = findings.filter(refused).sort((a, b) => rank(a) - rank(b));
  if (fatal.length === 0) return findings;
  const details = fatal.map((finding) => ({
    get message() {
      return `${finding.message} (${finding.rule})`;
    },
    get place() {
      return finding.places[0];
    },
  }));
  // Somebody else's description may be taken as it is; one that is held to `strict` must be corrected.
  const way = "`--lint minimal` takes these for warnings, `--lint off` asks no linter";
  throw new InputProblem(
    details,
    level === "strict" ? `${details.length} lint errors` : `${details.length} lint errors; ${way}`,
  );
}

/** The cause first: what is not there or has another form makes the rules about its content fail, too. */
function rank({ rule }: LintFinding): number {
  const place = ["no-unresolved-refs", "struct", "no-required-schema-properties-undefined"].indexOf(
    rule,
  );
  return place === -1 ? 3 : place;
}
