import type { Settled } from "../job/job-outcome.js";
import type { SettledEntry } from "../job/store.js";
import { toTime, type OutcomeLine } from "./lines.js";
import { formatRanges } from "./ranges.js";

/** Outcomes as lines: those that are alike share one. */
export function settledLines(results: readonly SettledEntry[]): OutcomeLine[] {
  const groups: { readonly settled: Settled; readonly ids: number[] }[] = [];
  const byKey = new Map<string, number[]>();
  for (const { entry, result: settled } of results) {
    // Those of one call follow each other and mostly are alike.
    const last = groups.at(-1);
    if (last !== undefined && last.settled === settled) {
      last.ids.push(entry.id);
      continue;
    }
    const key = JSON.stringify(toLine(settled, ""));
    const known = byKey.get(key);
    if (known !== undefined) {
      known.push(entry.id);
      continue;
    }
    const ids = [entry.id];
    byKey.set(key, ids);
    groups.push({ settled, ids });
  }
  return groups.map(({ settled, ids }) => toLine(settled, formatRanges(ids)));
}

function toLine(settled: Settled, entries: string): OutcomeLine {
  return {
    outcome: settled.outcome,
    reason: settled.reason,
    entries,
    time: settled.time === undefined ? undefined : toTime(settled.time),
    correlationId: settled.correlationId,
    message: "message" in settled ? settled.message : undefined,
  };
}
