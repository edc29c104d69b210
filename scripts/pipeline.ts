import type { EmitTypes } from "./emit/types-thread.ts";
import type { JsonObject } from "./model/json.ts";
import { near } from "./model/near.ts";
import { including } from "./model/select.ts";
import type { Options } from "./options.ts";
import type { Files } from "./output/files.ts";
import type { Progress } from "./output/progress.ts";
import { buildRest, type Built } from "./partial.ts";
import { InputProblem } from "./problem.ts";
import type { LintFinding } from "./read/lint.ts";
import { bundleSource, readSource, type Source } from "./read/read.ts";
import { lintStep, withSource, type Steps } from "./read/steps.ts";

/** What is to be made of which description. */
export interface Request extends Pick<Options, "spec" | "lint" | "root" | "include"> {
  /** Whether another thread lints it. */
  readonly isLinted?: boolean;
}

export interface Rendered extends Built {
  /** The absolute path of every file that the description is made of. */
  readonly inputs: readonly string[];
  /** What the linter found and the level lets pass. */
  readonly findings: readonly LintFinding[];
}

/** The types step in this thread; loaded only then, since it brings the compiler of TypeScript. */
const emitTypesHere: EmitTypes = async (view, took) => {
  const { emitTypes } = await import("./emit/types.ts");
  const start = performance.now();
  const types = await emitTypes(view);
  took(performance.now() - start);
  return types;
};

/**
 * From a description to the text of every generated file. Writes nothing.
 *
 * @param types the types step, where another thread takes it
 */
export async function render(
  request: Request,
  progress: Progress,
  types: EmitTypes = emitTypesHere,
): Promise<Rendered> {
  return withSource(request, progress, async (source, steps) => {
    let linting: Promise<readonly LintFinding[]> | undefined;
    // Read anew: what is brought into one document is changed.
    const { spec, root, lint } = request;
    const linted = (): Promise<readonly LintFinding[]> =>
      (linting ??=
        request.isLinted === true
          ? Promise.resolve([])
          : lintStep(() => readSource(spec, root), lint, steps));
    try {
      const rendered = await renderSource(source, request, steps, types, linted);
      return { ...rendered, findings: await linted() };
    } catch (error) {
      // What the linter refuses is told first: it may be the cause.
      await linted();
      throw error;
    }
  });
}

async function renderSource(
  source: Source,
  { lint, include = [] }: Request,
  progress: Steps,
  types: EmitTypes,
  beside: () => Promise<unknown>,
): Promise<Omit<Rendered, "findings">> {
  const bundled = await progress.step("bundle", () => bundleSource(source));
  if (lint === "strict" && bundled.renamed.length > 0) throw new InputProblem(bundled.renamed);
  const chosen = include.length === 0 ? bundled.bundle : choose(bundled.bundle, include);
  const { files, faults, notes } = await buildRest(
    { ...bundled, bundle: chosen },
    progress,
    types,
    beside,
  );
  if (faults.length > 0 && (lint === "strict" || nothingIsLeft(files))) {
    throw new InputProblem([...faults, ...notes]);
  }
  return { files, faults, notes, inputs: source.resolver.paths() };
}

function nothingIsLeft(files: Files): boolean {
  return files.get("client.ts")?.includes("export function") !== true;
}

function choose(bundle: JsonObject, words: readonly string[]): JsonObject {
  const { document, unknown, known } = including(bundle, words);
  const [word] = unknown;
  if (word === undefined) return document;
  throw new InputProblem(`--include ${word}: no tag and no path is called so${near(word, known)}`);
}
