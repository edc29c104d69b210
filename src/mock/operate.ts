import type {
  BatchError,
  BatchReadUnsubscribeAllResponse,
  BatchUnsubscribeAllResponse,
  ReadUnsubscribeAllForContactResponse,
  SubscriptionStatus,
  UnsubscribeAllForContactResponse,
  WideStatus,
} from "../../generated/schemas.js";
import type { Account } from "./account.js";
import { samples, successSample, type OperationId } from "./description.js";
import type { BadAddressFault } from "./faults.js";
import { foldCase, FullError, type OptOut } from "./account.js";
import type { ResolvedOptions } from "./options.js";
import {
  badAddress,
  emptyReply,
  isoTime,
  jsonReply,
  ownProblem,
  textReply,
  wordsOf,
} from "./reply.js";
import type { Reply } from "./reply.js";

export type ParameterValue = string | number | boolean;

/** A call that has passed every check. */
export interface JudgedCall {
  readonly correlationId: string;
  readonly operationId: OperationId;
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  /** The addresses as they were sent. */
  readonly inputs: readonly string[];
  readonly badAddresses: readonly BadAddressFault[];
  readonly account: Account;
  /** Milliseconds since 1970. */
  readonly now: number;
}

type Settings = Pick<ResolvedOptions, "nonVerbose" | "readLagMs">;

/** Does the work of an operation and answers; the samples answer where the mock knows no work for it. */
const work: Readonly<
  Partial<Record<OperationId, (call: JudgedCall, settings: Settings) => Reply>>
> = {
  batchUnsubscribeAll: (call, settings) =>
    optOut(call, settings, (optOuts) => batchResults(call, settings, optOuts)),
  unsubscribeAllForContact: (call, settings) =>
    optOut(call, settings, (optOuts) =>
      isVerbose(call) ? optOuts.flatMap((out) => subscriptionsOf(call, out)) : [],
    ),
  batchReadUnsubscribeAll: (call, settings) =>
    readBack(call, (addresses) =>
      addresses.map((subscriberIdString) => {
        const wideStatuses = wideStatusesOf(call, settings, subscriberIdString);
        return { subscriberIdString, wideStatuses };
      }),
    ),
  readUnsubscribeAllForContact: (call, settings) =>
    readBack(call, (addresses) =>
      addresses.flatMap((address) => wideStatusesOf(call, settings, address)),
    ),
  getAccountDetails: ({ account, now }) => jsonReply(200, account.details(now)),
};

export function operate(call: JudgedCall, settings: Settings): Reply {
  try {
    return (work[call.operationId] ?? answerFromSample)(call, settings);
  } catch (error) {
    if (!(error instanceof FullError)) throw error;
    return ownProblem(507, error.message, call.correlationId);
  }
}

function answerFromSample({ operationId, correlationId }: JudgedCall): Reply {
  const sample = successSample(operationId);
  if (sample === undefined) {
    const message = "The description has no sample of a success of this operation.";
    return ownProblem(501, message, correlationId);
  }
  const { status, body } = sample;
  if (body === undefined) return emptyReply(status);
  const { mediaType, value } = body;
  if (/[/+]json\b/.test(mediaType)) return jsonReply(status, value, { "Content-Type": mediaType });
  return textReply(status, mediaType, typeof value === "string" ? value : JSON.stringify(value));
}

function optOut(
  call: JudgedCall,
  { nonVerbose }: Settings,
  resultsOf: (
    optOuts: readonly OptOut[],
  ) => BatchUnsubscribeAllResponse["results"] | SubscriptionStatus[],
): Reply {
  const { sunk, good, status, errors } = sortInputs(call);
  if (sunk !== undefined) return sunk;
  const optOuts = call.account.optOuts.add(brandOf(call), good, call.now);
  if (!isVerbose(call) && errors.numErrors === undefined) {
    if (nonVerbose === "no-content") return emptyReply(204);
    if (nonVerbose === "empty-body") return { ...jsonReply(200, null), body: "" };
  }
  // No order is promised; the last first shows up a client that goes by position.
  return envelope(call, status, { results: resultsOf(optOuts.toReversed()), ...errors });
}

function readBack(
  call: JudgedCall,
  resultsOf: (
    addresses: readonly string[],
  ) => BatchReadUnsubscribeAllResponse["results"] | WideStatus[],
): Reply {
  const { sunk, good, status, errors } = sortInputs(call);
  return sunk ?? envelope(call, status, { results: resultsOf(good.toReversed()), ...errors });
}

function envelope(
  { now }: JudgedCall,
  status: number,
  members:
    | BatchUnsubscribeAllResponse
    | UnsubscribeAllForContactResponse
    | BatchReadUnsubscribeAllResponse
    | ReadUnsubscribeAllForContactResponse,
): Reply {
  const times = { startedAt: isoTime(now), completedAt: isoTime(now) };
  return jsonReply(status, { ...samples.empty, ...members, ...times });
}

const isVerbose = ({ parameters }: JudgedCall): boolean => parameters.get("verbose") === true;

function brandOf({ parameters }: JudgedCall): number | undefined {
  const brand = parameters.get("businessUnitId");
  return typeof brand === "number" ? brand : undefined;
}

function batchResults(
  call: JudgedCall,
  { nonVerbose }: Settings,
  optOuts: readonly OptOut[],
): BatchUnsubscribeAllResponse["results"] {
  if (isVerbose(call)) {
    return optOuts.map((out) => ({
      subscriberIdString: out.address,
      statuses: subscriptionsOf(call, out),
    }));
  }
  if (nonVerbose !== "no-statuses") return [];
  return optOuts.map(({ address }) => ({ subscriberIdString: address }));
}

// The subscriptions that every address of the mock has.
const subscriptions: readonly SubscriptionStatus[] = samples.verbose.results[0]?.statuses ?? [];

function subscriptionsOf(
  call: JudgedCall,
  { address, changed, since }: OptOut,
): SubscriptionStatus[] {
  return subscriptions.map((status) => ({
    ...status,
    subscriberIdString: address,
    setStatusSuccessReason: changed ? "UNSUBSCRIBE_FROM_ALL_OCCURRED" : "NO_STATUS_CHANGE",
    timestamp: isoTime(since),
    businessUnitId: brandOf(call) ?? 0,
  }));
}

/**
 * What holds for an address in the scope that the call asks for and in no other: of the whole account,
 * or of the brand that it names. HubSpot does not say how a batch tells of an address that is not out;
 * an empty list claims least.
 */
function wideStatusesOf(call: JudgedCall, { readLagMs }: Settings, address: string): WideStatus[] {
  const brand = brandOf(call);
  const since = call.account.optOuts.since(brand, address);
  if (since === undefined || call.now < since + readLagMs) return [];
  return [
    {
      subscriberIdString: address,
      wideStatusType: brand === undefined ? "PORTAL_WIDE" : "BUSINESS_UNIT_WIDE",
      channel: "EMAIL",
      status: "UNSUBSCRIBED",
      timestamp: isoTime(since),
      ...(brand === undefined ? undefined : { businessUnitId: brand }),
    },
  ];
}

/** The addresses of a call, with what is wrong with them. */
interface SortedInputs {
  /** The answer to the whole call, where a bad address sinks it. */
  readonly sunk: Reply | undefined;
  /** The other addresses, each once, their case folded. */
  readonly good: readonly string[];
  /** A 207 where a bad address asks for it. */
  readonly status: 200 | 207;
  /** The members of the envelope that tell of bad addresses; none where all are good. */
  readonly errors: { readonly numErrors?: number; readonly errors?: BatchError[] };
}

function sortInputs({ correlationId, inputs, badAddresses }: JudgedCall): SortedInputs {
  const refused = new Map(badAddresses.map((fault) => [foldCase(fault.address), fault]));
  const addresses = [...new Set(inputs.map((address) => foldCase(address)))];
  const bad = addresses.flatMap((address) => refused.get(address) ?? []);
  const asks = (answer: BadAddressFault["answer"]): boolean =>
    bad.some((fault) => fault.answer === answer);
  return {
    sunk: asks("400") ? badAddress(correlationId, bad) : undefined,
    good: addresses.filter((address) => !refused.has(address)),
    status: asks("207") ? 207 : 200,
    errors: bad.length === 0 ? {} : { numErrors: bad.length, errors: errorsOf(bad) },
  };
}

const [errorTemplate] = samples.partialFailure.errors;

function errorsOf(bad: readonly BadAddressFault[]): BatchError[] {
  return bad
    .filter((fault) => fault.named ?? true)
    .map((fault) => ({
      ...errorTemplate,
      ...wordsOf(fault),
      context: { subscriberIdString: [fault.address] },
    }));
}
