import type { JournalContents } from "./contents.js";

/** What a run is about, as far as a journal is bound to it. */
export interface JobBinding {
  readonly origin: string;
  readonly businessUnitId?: number | undefined;
  /** Left out where no list has been named. */
  readonly listDigest?: string | undefined;
}

/** Something in which a run differs from its journal, each as it is to be shown. */
export interface BindingMismatch {
  readonly what: "origin" | "business-unit" | "list";
  readonly journal: string;
  readonly run: string;
}

/** In what a run differs from the job that a journal is of; a journal without a list differs in none. */
export function checkBinding(contents: JournalContents, run: JobBinding): BindingMismatch[] {
  const { head, list } = contents;
  const brand = (id: number | undefined): string => (id === undefined ? "none" : String(id));
  const pairs: readonly BindingMismatch[] = [
    { what: "origin", journal: head.origin, run: run.origin },
    { what: "business-unit", journal: brand(head.businessUnitId), run: brand(run.businessUnitId) },
    { what: "list", journal: list?.digest ?? "", run: run.listDigest ?? "" },
  ];
  return pairs.filter(
    ({ what, journal, run: asked }) =>
      journal !== asked && (what !== "list" || (journal !== "" && asked !== "")),
  );
}
