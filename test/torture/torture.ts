import { checkEvidence } from "./check-evidence.js";
import { bundleCommand } from "./command.js";
import { play } from "./play.js";
import { makeScenario } from "./scenario.js";

export interface TorturePlan {
  /** The seed of the first run; the next has the next. */
  readonly first: number;
  readonly runs: number;
  readonly atOnce: number;
  readonly scratch: string;
  readonly onDone?: (done: number) => void;
}

export interface Failure {
  readonly seed: number;
  readonly problems: readonly string[];
}

/** Plays so many scenarios, some at a time, and holds what each leaves behind against the server. */
export async function torture(plan: TorturePlan) {
  const command = await bundleCommand(plan.scratch);
  const failures: Failure[] = [];
  const totals = { entries: 0, processes: 0, calls: 0 };
  let next = plan.first;
  let done = 0;
  const worker = async (): Promise<void> => {
    while (next < plan.first + plan.runs) {
      const scenario = makeScenario(next);
      next += 1;
      let problems: readonly string[];
      try {
        const { evidence } = await play(scenario, command, plan.scratch);
        totals.entries += evidence.list.length;
        totals.calls += evidence.received.length;
        totals.processes += evidence.journal.split('\n{"opened"').length - 1;
        problems = checkEvidence(evidence);
      } catch (error) {
        problems = [error instanceof Error ? error.message : String(error)];
      }
      if (problems.length > 0) failures.push({ seed: scenario.seed, problems });
      done += 1;
      plan.onDone?.(done);
    }
  };
  await Promise.all(Array.from({ length: plan.atOnce }, worker));
  return { failures, totals };
}
