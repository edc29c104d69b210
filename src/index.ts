export { createClient, maxAddressesPerCall } from "./client.js";
export type {
  BatchReadUnsubscribeAllOptions,
  BatchUnsubscribeAllOptions,
  HubSpotClient,
} from "./client.js";
export type { ClientOptions, Fetch } from "./options.js";
export type { Hooks, RequestFacts, ResponseFacts, RetryFacts } from "./hooks.js";
export type { RetryReason } from "./call/retry.js";
export type { RateLimit } from "./rate-limit.js";
export type { HeaderReader } from "./call/header-reader.js";

export type {
  BatchResult,
  CompleteReadBack,
  CompleteResult,
  IncompleteReadBack,
  IncompleteResult,
  ReadBackResult,
  ResponseInfo,
} from "./call/result.js";
export { describeUnknown } from "./outcome/describe-unknown.js";
export type {
  Accepted,
  AlreadyUnsubscribed,
  Outcome,
  OutcomeCounts,
  Rejected,
  SettledOutcome,
  Unsubscribed,
} from "./outcome/outcome.js";
export type { Confirmed, NotConfirmed, ReadBack, ReadBackCounts } from "./outcome/read-back.js";
export type { Unknown, UnknownReason } from "./outcome/unknown.js";

export {
  HubSpotApiError,
  HubSpotAuthenticationError,
  HubSpotContractError,
  HubSpotError,
  HubSpotNetworkError,
  HubSpotPermissionError,
  HubSpotRateLimitError,
  HubSpotTimeoutError,
} from "./errors/errors.js";
export type { ContractViolation } from "./errors/error-facts.js";

// What a body holds, as the description has it; the rest of the generated code is not part of the API.
export type {
  AddressResult,
  BatchError,
  BatchReadUnsubscribeAllResponse,
  BatchUnsubscribeAllResponse,
  SubscriptionStatus,
  WideStatus,
  WideStatusResult,
} from "../generated/schemas.js";
