import { sentenceFor } from "../text/sentence-for.js";
import type { UnknownReason } from "./unknown.js";

const SENTENCES: Readonly<Record<UnknownReason, string>> = {
  "batch-unfinished": "HubSpot did not report the batch as complete.",
  "named-error": "HubSpot reported an error about the address in place of its status.",
  "unnamed-error": "HubSpot reported an error without saying which address it is about.",
  missing: "The answer does not mention the address.",
  "no-statuses": "The answer mentions the address without the status of any subscription.",
  "unreadable-status": "The answer holds a status of the address that cannot be read.",
  contradictory: "The answer says of the address both that it is out and that it is not.",
  "other-scope": "The answer says that the address is out for another brand or scope only.",
  "not-unsubscribed": "The answer holds a status of the address other than unsubscribed.",
  "empty-body": "The answer is empty although the statuses were asked for.",
  "unreadable-body": "The answer cannot be read.",
  "body-too-large": "The answer is larger than maxBodyBytes.",
  "body-cut-off": "The connection broke before the end of the answer.",
};

/** The reason of an `unknown` outcome as an English sentence. */
export function describeUnknown(reason: UnknownReason): string {
  return sentenceFor(SENTENCES, reason);
}
