export { createClient, maxAddressesPerCall } from "./client/client.js";
export type {
  HubSpotClient,
  ReadUnsubscribeAllForContactOptions,
  UnsubscribeAllForContactOptions,
} from "./client/client.js";
export type {
  BatchReadUnsubscribeAllOptions,
  BatchUnsubscribeAllOptions,
} from "./client/address-calls.js";
export { readAccount } from "./client/read-account.js";
export type { Account, ReadAccountOptions } from "./client/read-account.js";
export { apiVersions } from "./client/version.js";
export type { ApiVersion } from "./client/version.js";
export type { ClientOptions } from "./client/options.js";
export type {
  Fetch,
  FetchBody,
  FetchBodyReader,
  FetchInit,
  FetchResponse,
} from "./client/request.js";
export type {
  AttemptFacts,
  FaultFacts,
  Hooks,
  RequestFacts,
  ResponseFacts,
  RetryFacts,
} from "./client/hooks.js";
export type { AccessToken, TokenContext } from "./client/token.js";
export type { RetryReason } from "./client/retry.js";
export type { RateLimit } from "./errors/rate-limit.js";
export type { HeaderReader } from "./client/headers.js";

export type {
  BatchResult,
  CompleteReadBack,
  CompleteResult,
  IncompleteReadBack,
  IncompleteResult,
  ReadBackResult,
  ResponseInfo,
  SingleReadBack,
  SingleResult,
} from "./client/result.js";
export type { GivenAddress } from "./outcome/batch.js";
export { describeUnknown } from "./outcome/describe-unknown.js";
export type {
  Accepted,
  AlreadyUnsubscribed,
  Outcome,
  OutcomeCounts,
  Rejected,
  OptedOut,
  Unsubscribed,
} from "./outcome/outcome.js";
export type { Confirmed, NotConfirmed, ReadBack, ReadBackCounts } from "./outcome/read-back.js";
export type { Unknown, UnknownReason } from "./outcome/unknown.js";

export { unsubscribeAll } from "./job/unsubscribe-all.js";
export type { UnsubscribeAllOptions } from "./job/unsubscribe-all.js";
export { verifyAll } from "./job/verify-all.js";
export type { VerifiedEntry } from "./job/verify-all.js";
export type { AddressSource } from "./job/list-reader.js";
export type { BulkJob } from "./job/job.js";
export type { JobOptions } from "./job/job-options.js";
export type { Route } from "./job/route.js";
export type { DataOf, Entry, ListEntry, RowOf } from "./job/entry.js";
export { describeOutcome } from "./job/describe-outcome.js";
export type {
  EntryOutcome,
  JobUnknownReason,
  NotSentReason,
  OutcomeName,
  ReadOutcome,
  Row,
  SentOutcome,
  Settled,
} from "./job/job-outcome.js";
export { createOptOutQueue } from "./queue/create-opt-out-queue.js";
export type { OptOutQueueOptions } from "./queue/create-opt-out-queue.js";
export { OptOutQueueFullError } from "./queue/opt-out-queue.js";
export type { OptOutOptions, OptOutQueue } from "./queue/opt-out-queue.js";
export type { QueueOutcome } from "./queue/caller.js";
export type { InvalidReason } from "./address/address.js";
export { createMemoryStore } from "./job/memory-store.js";
export type {
  CallRecord,
  JobBinding,
  JobPhase,
  JobStanding,
  JobStore,
  SettledEntry,
  StoredOutcome,
  Taken,
} from "./job/store.js";
export type { JobTotals } from "./job/totals.js";
export type { JobWait } from "./client/pace.js";
export type { JobProgress } from "./job/progress.js";
export type { JobStop } from "./job/stop.js";
export type { Verdict } from "./job/read-back-policy.js";

export {
  HubSpotAccountError,
  HubSpotApiError,
  HubSpotAuthenticationError,
  HubSpotContractError,
  HubSpotError,
  HubSpotNetworkError,
  HubSpotPermissionError,
  HubSpotRateLimitError,
  HubSpotTimeoutError,
  isHubSpotError,
} from "./errors/errors.js";
export type { AnyHubSpotError, HubSpotErrorName } from "./errors/errors.js";
export type { ContractViolation } from "./errors/error-facts.js";

// What a body holds, as the description has it; the rest of the generated code is not part of the API.
export type {
  AddressResult,
  BatchError,
  BatchReadUnsubscribeAllResponse,
  BatchUnsubscribeAllResponse,
  ReadUnsubscribeAllForContactResponse,
  SubscriptionStatus,
  UnsubscribeAllForContactResponse,
  WideStatus,
  WideStatusResult,
} from "../generated/schemas.js";
