export { createClient } from "./client.js";
export type { BatchUnsubscribeAllOptions, HubSpotClient } from "./client.js";
export type { ClientOptions, Fetch } from "./options.js";
export type { Hooks, RequestFacts, ResponseFacts, RetryFacts } from "./hooks.js";
export type { RetryReason } from "./call/retry.js";
export type { RateLimit } from "./call/rate-limit.js";
export type { HeaderReader } from "./call/header-reader.js";

export type { BatchResult, CompleteResult, IncompleteResult, ResponseInfo } from "./call/result.js";
export { describeUnknown } from "./outcome/describe-unknown.js";
export type {
  Accepted,
  AlreadyUnsubscribed,
  Outcome,
  OutcomeCounts,
  Rejected,
  SettledOutcome,
  Unknown,
  UnknownReason,
  Unsubscribed,
} from "./outcome/outcome.js";

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
  BatchUnsubscribeAllResponse,
  SubscriptionStatus,
} from "../generated/schemas.js";
