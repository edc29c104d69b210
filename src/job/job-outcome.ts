import type { UnknownReason } from "../outcome/unknown.js";
import type { InvalidReason } from "../address/address.js";

/** Where an entry stands: the row of a file, the key of a row in a database. */
export type Row = number | string | bigint;

/** Why an address was not sent. */
export type NotSentReason =
  /** `limit` was reached before it. */
  | "limit"
  /** The job was told to stop. */
  | "stopped"
  /** The token, its scopes or the account's tier do not allow the call. */
  | "credentials"
  /** HubSpot's limit, of the day or one whose wait is longer than `maxWait`, or the daily reserve. */
  | "rate-limit"
  /** HubSpot is moving the account. */
  | "migration"
  /** HubSpot refuses the request whatever the address, a wrong brand for instance. */
  | "request-fault"
  /** HubSpot, or the way there, failed for longer than `maxWait`. */
  | "unavailable"
  /** The job has not come to it yet: only while it runs. */
  | "pending";

/** Why nothing is known of an address, beside what an answer leaves open. */
export type JobUnknownReason =
  | UnknownReason
  /** The call may have been carried out, but no answer came, or only errors of the server. */
  | "no-answer"
  /** HubSpot said that the address is out already, by a refusal, and reading back did not confirm it. */
  | "said-already-out"
  /** The job ended between the call and its answer. */
  | "interrupted"
  /** The call has no answer yet: only while the job runs. */
  | "under-way";

/** What a call has brought for one address. */
export type SentOutcome =
  | {
      readonly outcome: "unsubscribed";
      /** Proven by reading back. */ readonly reason?: "read-back";
    }
  | { readonly outcome: "already-unsubscribed"; readonly reason?: "read-back" }
  | {
      readonly outcome: "rejected";
      /** HubSpot's class of error, such as VALIDATION_ERROR, or the status, as HTTP_400; REJECTED where a 2xx gives none. */
      readonly reason: string;
      /** HubSpot's words; they may hold the address. */
      readonly message?: string;
    }
  | { readonly outcome: "unknown"; readonly reason: JobUnknownReason }
  | {
      readonly outcome: "not-sent";
      readonly reason: NotSentReason;
      /**
       * Why, in a sentence for a person, where more is known than the reason. It may hold the address only where the reason is
       * `request-fault`, since these are HubSpot's words.
       */
      readonly message?: string;
    };

/** The outcome of an address with the call that brought it. */
export type Settled = SentOutcome & {
  /** Milliseconds since 1970. */
  readonly time?: number;
  /** The identifier to give to HubSpot's support. */
  readonly correlationId?: string;
};

/** The outcome of an entry that is not sent for what it is. */
export type ReadOutcome<Data = unknown, R extends Row = Row> = {
  readonly row: R;
  /** As it was typed. */
  readonly address: string;
  /** The caller's own, as it came with the entry. */
  readonly data?: Data | undefined;
} & (
  | { readonly outcome: "invalid"; readonly reason: InvalidReason; readonly codePoint?: string }
  | {
      readonly outcome: "duplicate";
      readonly sent: string;
      /** The row of the first entry with this address. */
      readonly duplicateOf: R;
    }
);

/** What became of one entry of a list; its row is of the type that was given. */
export type EntryOutcome<Data = unknown, R extends Row = Row> =
  | ({
      /** The row that came with the entry; without one, its place among the entries of this call, counted from 1. */
      readonly row: R;
      /** As it was typed. */
      readonly address: string;
      /** As it goes out. */
      readonly sent: string;
      /** The caller's own, as it came with the entry. */
      readonly data?: Data | undefined;
    } & Settled)
  | ReadOutcome<Data, R>;

/** The name of each outcome that an entry can have. */
export type OutcomeName = EntryOutcome["outcome"];

/** How an answer tells that an address is out. */
export type Taken = "unsubscribed" | "already-unsubscribed";

export function isTaken(outcome: string | undefined): outcome is Taken {
  return outcome === "unsubscribed" || outcome === "already-unsubscribed";
}

/** Every outcome of an address that is sent, in the order in which totals are shown. */
export const sentOutcomes = [
  "unsubscribed",
  "already-unsubscribed",
  "rejected",
  "unknown",
  "not-sent",
] as const satisfies readonly SentOutcome["outcome"][];

/** Every outcome, in the same order. */
export const outcomeNames = [
  ...sentOutcomes,
  "invalid",
  "duplicate",
] as const satisfies readonly OutcomeName[];
