import type { Outcome } from "../index.js";
import type { MockState } from "../mock/index.js";

/** Whether exactly those that the client calls out are out, by the mock's own record. */
export function agrees(outcomes: readonly Outcome[], state: MockState): boolean {
  const out = new Set(state.out["portal"]);
  const claimed = new Set<string>();
  for (const { outcome, address } of outcomes) {
    const isOut = outcome === "unsubscribed" || outcome === "already-unsubscribed";
    if (isOut !== out.has(address.toLowerCase())) return false;
    if (isOut) claimed.add(address.toLowerCase());
  }
  return claimed.size === out.size;
}
