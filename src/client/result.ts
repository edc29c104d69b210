import type { Outcome, OutcomeCounts, OptedOut } from "../outcome/outcome.js";
import type { Confirmed, ReadBack, ReadBackCounts } from "../outcome/read-back.js";
import type { RateLimit } from "../errors/rate-limit.js";
import type { HeaderReader } from "./headers.js";

/** The answer behind a result. */
export type ResponseInfo<Body> = {
  /** The HTTP status, a 2xx. */
  readonly status: number;
  /** Its headers; a token that the server sent back in one is taken out. */
  readonly headers: HeaderReader;
  /** The same that the hooks were told of this call. */
  readonly callId: string;
  /** The identifier to give to HubSpot's support. */
  readonly correlationId: string | undefined;
  /** How often the request was made. */
  readonly attempts: number;
  /** What the headers say of the account's limits. */
  readonly rateLimit: RateLimit | undefined;
} & (
  | {
      /** The body keeps the contract, or there is none. */
      readonly conforms: true;
      readonly body: Body | undefined;
    }
  | {
      /** The body breaks the contract: see `validate` of `ClientOptions`. */
      readonly conforms: false;
      /** Whatever JSON came; `undefined` where none could be read. */
      readonly body: unknown;
    }
);

interface ResultBase<Counts, Body> {
  /** How many of the outcomes are of each kind. */
  readonly counts: Counts;
  readonly response: ResponseInfo<Body>;
}

/** Every address is out, or taken without proof where `verbose` was turned off. */
export interface CompleteResult<Body> extends ResultBase<OutcomeCounts, Body> {
  readonly complete: true;
  /** One for each address given, in its order; a duplicate repeats the outcome. */
  readonly outcomes: readonly OptedOut[];
}

/** At least one address was rejected, or nothing is known of it. */
export interface IncompleteResult<Body> extends ResultBase<OutcomeCounts, Body> {
  readonly complete: false;
  /** One for each address given, in its order; a duplicate repeats the outcome. */
  readonly outcomes: readonly Outcome[];
}

/**
 * What became of a batch. Discriminated on `complete`, so that the good half cannot be read without
 * seeing that there may be another.
 */
export type BatchResult<Body> = CompleteResult<Body> | IncompleteResult<Body>;

/** Every address is confirmed as out. */
export interface CompleteReadBack<Body> extends ResultBase<ReadBackCounts, Body> {
  readonly complete: true;
  /** One for each address given, in its order; a duplicate repeats the outcome. */
  readonly outcomes: readonly Confirmed[];
}

/** At least one address is not confirmed, or nothing is known of it. */
export interface IncompleteReadBack<Body> extends ResultBase<ReadBackCounts, Body> {
  readonly complete: false;
  /** One for each address given, in its order; a duplicate repeats the outcome. */
  readonly outcomes: readonly ReadBack[];
}

/** What is on record for a batch. Discriminated on `complete`, as `BatchResult` is. */
export type ReadBackResult<Body> = CompleteReadBack<Body> | IncompleteReadBack<Body>;

/** Puts a result together; complete if every outcome is as it should be. */
export function createResult<Each, Good extends Each, Counts, Body>(
  outcomes: readonly Each[],
  isGood: (outcome: Each) => outcome is Good,
  counts: Counts,
  response: ResponseInfo<Body>,
) {
  return outcomes.every(isGood)
    ? { complete: true as const, outcomes, counts, response }
    : { complete: false as const, outcomes, counts, response };
}

/** What became of a single address. Discriminated on `complete`, as the result of a batch is. */
export type SingleResult<Body> =
  | {
      readonly complete: true;
      readonly outcome: OptedOut;
      readonly response: ResponseInfo<Body>;
    }
  | {
      readonly complete: false;
      readonly outcome: Exclude<Outcome, OptedOut>;
      readonly response: ResponseInfo<Body>;
    };

/** What is on record for a single address. */
export type SingleReadBack<Body> =
  | {
      readonly complete: true;
      readonly outcome: Confirmed;
      readonly response: ResponseInfo<Body>;
    }
  | {
      readonly complete: false;
      readonly outcome: Exclude<ReadBack, Confirmed>;
      readonly response: ResponseInfo<Body>;
    };

/** As `createResult`, for a single address. */
export function createSingleResult<Each, Good extends Each, Body>(
  [outcome]: readonly Each[],
  isGood: (outcome: Each) => outcome is Good,
  response: ResponseInfo<Body>,
) {
  if (outcome === undefined) throw new Error("a call on one address has one outcome");
  return isGood(outcome)
    ? { complete: true as const, outcome, response }
    : // What the guard says no to; the compiler does not work that out of a type parameter.
      { complete: false as const, outcome: outcome as Exclude<Each, Good>, response };
}
