import type { Progress } from "./output/progress.ts";
import { describeFindings, describeProblem } from "./output/report.ts";
import type { Request } from "./pipeline.ts";
import { InputProblem, type Refused } from "./problem.ts";
import type { LintFinding } from "./read/lint.ts";
import { lintStep, withSource } from "./read/steps.ts";

/** What the linter says of a description that it takes. */
export interface Linted {
  readonly told: string;
}

/** Lints a description by itself, while another thread makes code of it. */
export function lintAlone(request: Request, progress: Progress): Promise<Linted | Refused> {
  return orRefused(request.spec, () =>
    withSource(request, progress, async (source, steps) => ({
      told: tellFindings(await lintStep(() => source, request.lint, steps)),
    })),
  );
}

export function tellFindings(findings: readonly LintFinding[]): string {
  return findings.length > 0 ? `  ${describeFindings(findings)}\n` : "";
}

/** What some work on a description comes to, or what is wrong with that. */
export async function orRefused<T>(spec: string, work: () => Promise<T>): Promise<T | Refused> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    const refused = `${describeProblem(error.details, error.hint)}\n`;
    return { refused, inputs: [spec, ...error.inputs] };
  }
}
