import type { Settled } from "../job/job-outcome.js";
import type { SettledEntry } from "../job/store.js";
import { toTime, type OutcomeLine } from "./lines.js";
import { formatRanges } from "./ranges.js";

/** Outcomes as lines: those that are alike share one. */
export function settledLines(results: readonly SettledEntry[]): OutcomeLine[] {
  const groups = new Map<string, { readonly settled: Settled; readonly ids: number[] }>();
  // Addresses of one call mostly share one result object, so each object is turned into text once.
  const idsOf = new Map<Settled, number[]>();
  for (const { entry, result: settled } of results) {
    let ids = idsOf.get(settled);
    if (ids === undefined) {
      const key = JSON.stringify(toLine(settled, ""));
      const group = groups.get(key) ?? { settled, ids: [] };
      groups.set(key, group);
      ids = group.ids;
      idsOf.set(settled, ids);
    }
    ids.push(entry.id);
  }
  return [...groups.values()].map(({ settled, ids }) => toLine(settled, formatRanges(ids)));
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
