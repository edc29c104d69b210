import { startStep } from "../bounds/whereabouts.ts";
import type { LintLevel } from "../options.ts";
import type { Progress } from "../output/progress.ts";
import { InputProblem, reasonOf } from "../problem.ts";
import type { LintFinding } from "./lint.ts";
import { toPlace } from "./places.ts";
import { readSource, type Source } from "./read.ts";

export type Steps = Pick<Progress, "step">;

/**
 * Reads a description and works on it, in steps that are counted.
 *
 * @throws {InputProblem} if something is wrong with it, with the files that were read
 */
export async function withSource<T>(
  { spec, root }: { readonly spec: string; readonly root?: string | undefined },
  progress: Progress,
  work: (source: Source, steps: Steps) => Promise<T>,
): Promise<T> {
  const steps: Steps = {
    step: (name, task, took) =>
      progress.step(
        name,
        () => {
          startStep();
          return task();
        },
        took,
      ),
  };
  const source = await steps.step("read", () => readSource(spec, root));
  try {
    return await work(source, steps);
  } catch (thrown) {
    const start = { source: source.root.source, pointer: "#" };
    const error =
      thrown instanceof RangeError
        ? new InputProblem(reasonOf(thrown), toPlace(start, source.resolver))
        : thrown;
    if (error instanceof InputProblem) error.inputs = source.resolver.paths();
    throw error;
  }
}

/**
 * What the linter finds and the level lets pass.
 *
 * @param read gives the description as it was written, not yet brought into one document
 */
export async function lintStep(
  read: () => Source | Promise<Source>,
  level: LintLevel,
  { step }: Steps,
): Promise<readonly LintFinding[]> {
  if (level === "off") return [];
  return step("lint", async () => {
    // Only now: no other step needs the rules, which take longer to load than the rest of the linter.
    const { judge, lintSource } = await import("./lint.ts");
    return judge(await lintSource(await read(), level), level);
  });
}
