import type { EmitTypes } from "./emit/types-thread.ts";
import type { Files } from "./output/files.ts";
import type { Progress } from "./output/progress.ts";
import { describeFaults, describeProblem } from "./output/report.ts";
import { render, type Request } from "./pipeline.ts";
import type { Refused } from "./problem.ts";
import { orRefused, tellFindings } from "./linted.ts";

/** What a run of the pipeline comes to, as texts alone, so that another thread can hand it over. */
export type Made = Taken | Refused;

interface Taken {
  readonly files: Files;
  readonly inputs: readonly string[];
  /** What there is to be said of the description. */
  readonly told: string;
  /** Whether operations had to be left out. */
  readonly isPartial: boolean;
  /** Whether the next run has something to say, too, though nothing has changed. */
  readonly saysAgain: boolean;
}

/** Makes code of a description, or says what is wrong with it. */
export type Pipeline = (request: Request, progress: Progress) => Promise<Made>;

export function make(request: Request, progress: Progress, types?: EmitTypes): Promise<Made> {
  return orRefused(request.spec, async () => {
    const { files, findings, faults, notes, inputs } = await render(request, progress, types);
    const told = [
      tellFindings(findings),
      ...(notes.length > 0 ? [`${describeProblem(notes)}\n`] : []),
      ...(faults.length > 0 ? [`${describeFaults(faults)}\n`] : []),
    ];
    return {
      files,
      inputs,
      told: told.join(""),
      isPartial: faults.some(({ lost }) => lost.length > 0),
      saysAgain: faults.length > 0 || notes.length > 0,
    };
  });
}
