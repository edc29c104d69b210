import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { refuseSwallowed, swallowed, UsageProblem } from "./swallowed.ts";

const LEVELS = ["strict", "recommended", "minimal", "off"] as const;

/** Which rules a description must keep; `strict` are those of this repository. */
export type LintLevel = (typeof LEVELS)[number];

export interface Options {
  /** Absolute path of the description. */
  readonly spec: string;
  /** Absolute path of the folder to write. */
  readonly out: string;
  readonly lint: LintLevel;
  /** Absolute path of the folder that references must not leave; that of the description if left out. */
  readonly root?: string | undefined;
  /** Tags and paths of the operations that are wanted; all if there are none. */
  readonly include?: readonly string[] | undefined;
  /** Whether a run succeeds though operations had to be left out. */
  readonly skipFaulty?: boolean | undefined;
  /** What one step may take, in milliseconds; two minutes if left out. */
  readonly mostMs?: number | undefined;
  readonly mode: "write" | "check" | "watch" | "help";
}

export const USAGE = `Usage: npm run generate [-- options]

Turns an OpenAPI description into a typed client: lint, bundle, types, client, validators, format, self-check.

  --spec FILE    the description, OpenAPI 3.0 or 3.1, YAML or JSON (spec/openapi.yaml)
  --out DIR      the folder to write (generated)
  --lint LEVEL   strict, recommended, minimal or off (strict for spec/openapi.yaml, else minimal)
  --root DIR     the folder that no reference may leave (the description's own)
  --include WORD only the operations of this tag, or at or below this path; repeatable
  --skip-faulty  exit 0 though operations had to be left out, which else is exit 1
  --step-limit S seconds that a step may take before it is ended (120)
  --check        write nothing; exit 0 if the folder is up to date, 1 if not, 2 if that could not be told
  --watch        run again whenever a file of the description is saved
  --help         this text`;

/** A day, and well below what a timer takes. */
const MOST_SECONDS = 86_400;

const FLAGS = {
  spec: { type: "string" },
  out: { type: "string" },
  lint: { type: "string" },
  root: { type: "string" },
  include: { type: "string", multiple: true },
  "skip-faulty": { type: "boolean", default: false },
  "step-limit": { type: "string" },
  check: { type: "boolean", default: false },
  watch: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/**
 * The arguments, with a `--check` that npm has kept to itself. Any other flag that it has kept is refused, since it would
 * write where it should not, or another description.
 *
 * @throws {UsageProblem} if there is one
 */
export function withSwallowed(args: readonly string[], env: NodeJS.ProcessEnv): string[] {
  const kept = swallowed("generate", FLAGS, env);
  const isCheck = args.includes("--check") || kept.get("check") === "true";
  kept.delete("check");
  // As in `npm test --watch`, which passes `--check` itself.
  if (args.includes("--check")) kept.delete("watch");
  refuseSwallowed("generate", FLAGS, kept, args);
  return isCheck && !args.includes("--check") ? [...args, "--check"] : [...args];
}

/**
 * Reads the command line. Paths that are left out are those of the repository; given ones are relative to
 * `cwd`, the folder where the command was typed.
 */
export function parseOptions(args: readonly string[], root: string, cwd: string): Options {
  const values = parse(args);
  const spec = values.spec === undefined ? undefined : resolve(cwd, values.spec);
  const ownSpec = resolve(root, "spec/openapi.yaml");
  if (values.spec !== undefined && /^[a-z][a-z0-9+.-]+:\/\//i.test(values.spec)) {
    throw new UsageProblem(
      "--spec takes a file: download the description first, then the same command makes the same code tomorrow",
    );
  }
  const level = values.lint ?? (spec === undefined || spec === ownSpec ? "strict" : "minimal");
  if (!isLevel(level)) {
    throw new UsageProblem(`--lint takes ${LEVELS.join(", ")}, not ${JSON.stringify(level)}`);
  }
  if (spec !== undefined && spec !== ownSpec && values.out === undefined) {
    throw new UsageProblem("--spec needs --out: generated/ holds what spec/openapi.yaml gives");
  }
  if (values.check && values.watch)
    throw new UsageProblem("--check and --watch exclude each other");
  return {
    mostMs: stepLimit(values["step-limit"]),
    spec: spec ?? ownSpec,
    out: values.out === undefined ? resolve(root, "generated") : resolve(cwd, values.out),
    lint: level,
    include: values.include,
    skipFaulty: values["skip-faulty"],
    root: values.root === undefined ? undefined : resolve(cwd, values.root),
    mode: values.help ? "help" : values.check ? "check" : values.watch ? "watch" : "write",
  };
}

/**
 * What a step may take in milliseconds, as the flag says.
 *
 * @throws {UsageProblem} if it is no number of seconds
 */
export function stepLimit(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const seconds = Number(given);
  if (seconds > 0 && seconds <= MOST_SECONDS) return seconds * 1000;
  throw new UsageProblem(
    `--step-limit takes seconds, up to ${MOST_SECONDS}, not ${JSON.stringify(given)}`,
  );
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: FLAGS,
    });
    return values;
  } catch (error) {
    throw new UsageProblem(error instanceof Error ? error.message : String(error));
  }
}

function isLevel(level: string): level is LintLevel {
  return LEVELS.some((known) => known === level);
}
