import type { JobWait, OutcomeName } from "../../index.js";

/** What is shown of a job on its way. */
export interface ProgressView {
  /** Addresses to send, or to read back, in this run. */
  readonly total: number;
  /** Those that are settled. */
  readonly done: number;
  /** What they came to, by name, in the order to show. */
  readonly counts: Readonly<Partial<Record<OutcomeName | Verdict, number>>>;
  readonly wait: JobWait | undefined;
  /** Calls answered with a 429. */
  readonly rateLimited: number;
  /** Calls under way. */
  readonly underWay: number;
  /** It sends nothing more, and waits for the calls under way. */
  readonly stopping: boolean;
}

type Verdict = "confirmed" | "not-confirmed" | "unconfirmable";
