import type { OutcomeName } from "../../job/job-outcome.js";

/** How an outcome is called on the page, and what it means. */
export interface OutcomeWords {
  readonly label: string;
  readonly meaning: string;
}

export const outcomeWords: Readonly<Record<OutcomeName, OutcomeWords>> = {
  unsubscribed: { label: "Unsubscribed", meaning: "Out; this job has done it." },
  "already-unsubscribed": { label: "Already out", meaning: "Out before this job came to it." },
  rejected: { label: "Rejected", meaning: "Not out: HubSpot refused the address by itself." },
  unknown: { label: "Unknown", meaning: "May be out or not: no answer tells." },
  "not-sent": { label: "Not sent", meaning: "Not out by this job: it ended before." },
  invalid: { label: "Invalid", meaning: "Not out: what the list holds is no e-mail address." },
  duplicate: { label: "Duplicate", meaning: "Stands in the list before, and counts there." },
};

/** The outcomes that somebody must look at, the gravest first. */
export const failureNames = [
  "rejected",
  "unknown",
  "invalid",
  "not-sent",
] as const satisfies readonly OutcomeName[];

export type FailureName = (typeof failureNames)[number];
