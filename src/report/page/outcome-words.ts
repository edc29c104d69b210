import type { OutcomeName } from "../../job/job-outcome.js";

/** What each outcome means; on the page it is called what it is called in the CSV report. */
export const outcomeMeanings: Readonly<Record<OutcomeName, string>> = {
  unsubscribed: "Out; this job has done it.",
  "already-unsubscribed": "Out before this job came to it.",
  rejected: "Not out: HubSpot refused the address by itself.",
  unknown: "May be out or not: no answer tells.",
  "not-sent": "Not out by this job: it has not come to it.",
  invalid: "Not out: the list holds no e-mail address there, or its row does not fit the header.",
  duplicate: "Stands in the list before, and counts there.",
};

/** The outcomes that somebody must look at, the gravest first. */
export const failureNames = [
  "rejected",
  "unknown",
  "invalid",
  "not-sent",
] as const satisfies readonly OutcomeName[];

export type FailureName = (typeof failureNames)[number];
