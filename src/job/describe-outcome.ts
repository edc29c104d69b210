import { describeInvalid } from "./describe-invalid.js";
import type { InvalidReason } from "../address/address.js";
import type { EntryOutcome, JobUnknownReason, NotSentReason, SentOutcome } from "./job-outcome.js";
import { describeUnknown } from "../outcome/describe-unknown.js";
import { cutAtWord } from "../text/cut.js";
import { sentenceFor } from "../text/sentence-for.js";

/** Longer words of a server say nothing more to a person. */
const MAX_WORDS = 1000;

const NOT_SENT: Readonly<Record<NotSentReason, string>> = {
  limit: "The limit that was set for the run was reached before this address.",
  stopped: "The run was stopped before this address was sent.",
  credentials: "HubSpot does not allow the call with this token.",
  "rate-limit":
    "HubSpot's rate limit, or the reserve kept from it, was reached before this address.",
  migration: "HubSpot is moving the account and takes no calls meanwhile.",
  "request-fault": "HubSpot refuses the request whatever the address; the brand may be wrong.",
  unavailable: "HubSpot, or the way there, failed for too long.",
  pending: "The job was still running, and had not come to this address yet.",
};

/** The outcome of an entry of a list, or of an address that was given to a queue. */
type AnyOutcome =
  | EntryOutcome
  | SentOutcome
  | {
      readonly outcome: "invalid";
      readonly reason: InvalidReason;
      readonly codePoint?: string | undefined;
    };

/**
 * What became of an entry, and why, as English on one line. It holds no address of ours, but HubSpot's
 * words, which a rejection quotes, may hold one.
 *
 * @example
 * ```ts
 * for await (const entry of unsubscribeAll(client, addresses)) console.log(describeOutcome(entry));
 * ```
 */
export function describeOutcome(outcome: AnyOutcome): string {
  switch (outcome.outcome) {
    case "unsubscribed":
      return outcome.reason === "read-back"
        ? "The address is out; reading its status back has shown it."
        : "The address is out.";
    case "already-unsubscribed":
      return outcome.reason === "read-back"
        ? "The address was out before; reading its status back has shown it."
        : "The address was out before.";
    case "rejected": {
      const words = oneLine(outcome.message ?? "");
      return words === "" ? "HubSpot refused the address and did not say why." : words;
    }
    case "unknown":
      return describeJobUnknown(outcome.reason);
    case "not-sent": {
      const words = oneLine(outcome.message ?? "");
      return words === "" ? sentenceFor(NOT_SENT, outcome.reason) : words;
    }
    case "invalid": {
      const { reason, codePoint } = outcome;
      const problem = {
        ok: false,
        reason,
        ...(codePoint === undefined ? {} : { codePoint }),
      } as const;
      return `Not an address: ${describeInvalid(problem)}.`;
    }
    case "duplicate":
      return `The same address stands in row ${outcome.duplicateOf}.`;
  }
}

/** The reason of an `unknown` outcome of a job as an English sentence. */
function describeJobUnknown(reason: JobUnknownReason): string {
  switch (reason) {
    case "no-answer":
      return "HubSpot may have done it, but gave no answer.";
    case "said-already-out":
      return "HubSpot said that the address was out before, but reading its status back did not show it.";
    case "interrupted":
      return "The run ended between the call and its answer.";
    case "under-way":
      return "The job was still running, and the call with this address had no answer yet.";
    default:
      return describeUnknown(reason);
  }
}

/** Most texts are ASCII, on one line, and need no second look. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** A text on one line: control characters and line breaks become blanks, and the length is bounded. */
export function oneLine(text: string): string {
  if (text.length <= MAX_WORDS && PLAIN.test(text)) return text;
  return cutAtWord(text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim(), MAX_WORDS);
}
