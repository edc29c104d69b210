import type { InvalidReason } from "../address/address.js";
import type { HubSpotError } from "../errors/errors.js";
import type { Settled } from "../job/job-outcome.js";

/** What became of an address that was given to a queue. */
export type QueueOutcome =
  | ({
      /** As it was given. */
      readonly address: string;
      /** As it goes out. */
      readonly sent: string;
      /**
       * For `not-sent` while the queue has stopped: when it tries again, in milliseconds since 1970. Requests before that
       * are answered at once.
       */
      readonly retryAt?: number | undefined;
      /**
       * For `not-sent`, the error for which the queue has stopped, such as a `HubSpotPermissionError`. It contains no
       * address and no token, so log it.
       */
      readonly cause?: Error | undefined;
    } & Settled)
  | {
      readonly address: string;
      readonly outcome: "invalid";
      readonly reason: InvalidReason;
      /** The character at fault, such as `U+00A0`. */
      readonly codePoint?: string;
    };

/** What a caller is told of an address. */
export type Answer = Settled & {
  readonly retryAt?: number | undefined;
  readonly cause?: Error | undefined;
  /** What is thrown in place of the outcome. */
  readonly refusal?: HubSpotError | undefined;
};
/** What a caller is told of an address that is not sent. */
export type Unsent = Extract<Answer, { outcome: "not-sent" }>;

/** Somebody who waits for the outcome of an address. */
export interface Caller {
  answer(answer: Answer): void;
}
