import type { JobBinding } from "../job/store.js";
import type { JournalFacts } from "./facts.js";

/** A difference between a run and its journal, with both values as they are shown. */
export interface BindingMismatch {
  readonly what: "server" | "account" | "brand";
  readonly journal: string;
  readonly run: string;
}

/**
 * The differences between a run and the job of a journal. A journal from which nobody was sent takes the server and the
 * brand of the run, and its account too if nobody has agreed to the list; a journal without an account takes that of the
 * run.
 *
 * @param journal the journal, opened or read
 * @param run what the run would be bound to
 */
export function checkBinding(
  { binding, hasSent, confirmed }: Pick<JournalFacts, "binding" | "hasSent" | "confirmed">,
  run: JobBinding,
): BindingMismatch[] {
  if (binding === undefined) return [];
  const isBound = (what: BindingMismatch["what"]): boolean =>
    hasSent || (what === "account" && confirmed !== undefined);
  return compareBindings(binding, run).filter(({ what }) => isBound(what));
}

/** In what two bindings differ. */
export function compareBindings(binding: JobBinding, run: JobBinding): BindingMismatch[] {
  const brand = (id: number | undefined): string => (id === undefined ? "none" : String(id));
  const account = String(run.account?.id ?? "not known");
  const pairs: readonly BindingMismatch[] = [
    { what: "server", journal: binding.server, run: run.server },
    { what: "account", journal: String(binding.account?.id ?? account), run: account },
    { what: "brand", journal: brand(binding.businessUnitId), run: brand(run.businessUnitId) },
  ];
  return pairs.filter(({ journal, run: asked }) => journal !== asked);
}

/** The mismatches in words. */
export function describeMismatch(mismatches: readonly BindingMismatch[]): string {
  return mismatches
    .map(({ what, journal, run }) => `the ${what} there is ${journal}, here ${run}`)
    .join("; ");
}
