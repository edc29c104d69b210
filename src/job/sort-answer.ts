import type { Outcome } from "../outcome/outcome.js";
import type { Entry } from "./entry.js";
import { isTaken, type Taken } from "./job-outcome.js";
import type { Unresolved } from "./pending-call.js";
import { isAlreadyOut, isPassing, rejectionOf, type Rejection } from "./rejection.js";

/** The entries of a call by what its answer says of them. */
export interface SortedAnswer<Data> {
  readonly taken: readonly {
    readonly entry: Entry<Data>;
    readonly outcome: Taken;
  }[];
  /** Refused by name, for a cause that lasts. */
  readonly named: readonly { readonly entry: Entry<Data>; readonly rejection: Rejection }[];
  /** Addresses that the answer leaves open, by the reason. */
  readonly open: ReadonlyMap<Unresolved["reason"], readonly Entry<Data>[]>;
}

/** @param outcomes of each entry, in the same order */
export function sortAnswer<Data>(
  entries: readonly Entry<Data>[],
  outcomes: readonly Outcome[],
  correlationId: string | undefined,
): SortedAnswer<Data> {
  const taken: SortedAnswer<Data>["taken"][number][] = [];
  const named: SortedAnswer<Data>["named"][number][] = [];
  const open = new Map<Unresolved["reason"], Entry<Data>[]>();
  const leaveOpen = (entry: Entry<Data>, reason: Unresolved["reason"]): void => {
    const others = open.get(reason);
    if (others === undefined) open.set(reason, [entry]);
    else others.push(entry);
  };
  entries.forEach((entry, index) => {
    // A client that is not ours may answer with anything, even with too few outcomes.
    const outcome: Outcome | undefined = outcomes[index];
    const found = outcome?.outcome;
    if (isTaken(found)) {
      taken.push({ entry, outcome: found });
    } else if (outcome?.outcome === "rejected") {
      const rejection = rejectionOf(outcome, correlationId);
      if (isPassing(rejection)) leaveOpen(entry, "named-error");
      else if (isAlreadyOut(rejection)) leaveOpen(entry, "said-already-out");
      else named.push({ entry, rejection });
    } else leaveOpen(entry, outcome?.outcome === "unknown" ? outcome.reason : "no-statuses");
  });
  return { taken, named, open };
}
