import type { RateLimit } from "./rate-limit.js";
import type { ContractViolation, ErrorFacts, ErrorOrigin } from "./error-facts.js";

/** From the registry that all realms share, so that it is the same in every copy of the package. */
const BRAND = Symbol.for("hubspot-batch-unsubscribe.HubSpotError");

/**
 * Whether a caught value is an error of this client. Unlike `instanceof` it also knows the errors of
 * another copy of the package and of another realm. `name` then tells which it is:
 *
 * @example
 * ```ts
 * const result = await client.batchUnsubscribeAll(addresses).catch((error: unknown) => {
 *   if (isHubSpotError(error) && error.name === "HubSpotPermissionError") {
 *     console.error(error.requiredScopes);
 *   }
 *   throw error;
 * });
 * ```
 */
export function isHubSpotError(error: unknown): error is AnyHubSpotError {
  return (
    typeof error === "object" &&
    error !== null &&
    (error as { readonly [BRAND]?: unknown })[BRAND] === true // any object may be asked
  );
}

/** Each error that is thrown, told apart by its `name`. */
export type AnyHubSpotError =
  | (HubSpotApiError & { readonly name: "HubSpotApiError" })
  | HubSpotAuthenticationError
  | HubSpotPermissionError
  | HubSpotRateLimitError
  | HubSpotTimeoutError
  | HubSpotNetworkError
  | HubSpotContractError
  | HubSpotAccountError;

/** The `name` of each class of error. */
export type HubSpotErrorName =
  | "HubSpotError"
  | "HubSpotApiError"
  | "HubSpotAuthenticationError"
  | "HubSpotPermissionError"
  | "HubSpotRateLimitError"
  | "HubSpotTimeoutError"
  | "HubSpotNetworkError"
  | "HubSpotContractError"
  | "HubSpotAccountError";

/**
 * The base of everything the client throws for what happened on the way or at HubSpot. Wrong
 * arguments are a `TypeError`, and an abort rejects with the reason of its signal.
 *
 * Holds no address and no token: server text is redacted and clipped.
 *
 * @see {@link https://developers.hubspot.com/docs/api-reference/latest/error-handling}
 */
export class HubSpotError extends Error implements ErrorFacts {
  // Declared only: unknown properties are absent, so that logs show no empty ones.
  declare readonly name: HubSpotErrorName;
  declare readonly callId: string | undefined;
  declare readonly operationId: string;
  declare readonly attempts: number;
  declare readonly mayHaveBeenApplied: boolean;
  declare readonly status: number | undefined;
  declare readonly category: string | undefined;
  declare readonly subCategory: string | undefined;
  declare readonly correlationId: string | undefined;
  declare readonly policyName: string | undefined;
  declare readonly serverMessage: string | undefined;
  declare readonly contentType: string | undefined;
  declare readonly retryAfterMs: number | undefined;
  declare readonly rateLimit: RateLimit | undefined;
  readonly #raw: string | undefined;

  static {
    setName(this, "HubSpotError");
    Object.defineProperty(this.prototype, BRAND, { value: true });
  }

  constructor(message: string, facts: ErrorFacts, origin: ErrorOrigin = {}) {
    super(message, origin.cause === undefined ? undefined : { cause: origin.cause });
    for (const [name, value] of Object.entries(facts)) {
      if (value !== undefined) Object.assign(this, { [name]: value });
    }
    this.#raw = origin.raw;
  }

  /**
   * The body as received, or `undefined`. It may contain people's addresses, so it is a method: logging the error does not
   * show it.
   */
  rawBody(): string | undefined {
    return this.#raw;
  }

  /** The error as plain data that is safe to log: without the raw body, the stack and unknown properties. */
  toJSON(): Record<string, unknown> {
    const { name, message, ...facts } = this;
    const json: Record<string, unknown> = { name, message, ...facts };
    if (this.cause instanceof Error) json["cause"] = causeToJSON(this.cause);
    return json;
  }
}

/** HubSpot, or something in front of it, answered with a status other than 2xx. */
export class HubSpotApiError extends HubSpotError {
  declare readonly name:
    | "HubSpotApiError"
    | "HubSpotAuthenticationError"
    | "HubSpotPermissionError"
    | "HubSpotRateLimitError";
  declare readonly status: number;

  static {
    setName(this, "HubSpotApiError");
  }
}

/** 401: the token is missing, unknown or out of date. */
export class HubSpotAuthenticationError extends HubSpotApiError {
  declare readonly name: "HubSpotAuthenticationError";

  static {
    setName(this, "HubSpotAuthenticationError");
  }
}

/** 403: the token lacks the scope, or the account the tier that comes with it. */
export class HubSpotPermissionError extends HubSpotApiError {
  declare readonly name: "HubSpotPermissionError";
  /** The scopes that HubSpot's answer names; empty where it names none. */
  readonly missingScopes: readonly string[];
  /** The scope of the operation in each known spelling. */
  readonly requiredScopes: readonly string[];

  static {
    setName(this, "HubSpotPermissionError");
  }

  constructor(
    message: string,
    facts: ErrorFacts,
    origin: ErrorOrigin,
    scopes: { readonly missing: readonly string[]; readonly required: readonly string[] },
  ) {
    super(message, facts, origin);
    this.missingScopes = scopes.missing;
    this.requiredScopes = scopes.required;
  }
}

/** 429: a rate limit was reached, and waiting within the call did not help or would have taken too long. */
export class HubSpotRateLimitError extends HubSpotApiError {
  declare readonly name: "HubSpotRateLimitError";

  static {
    setName(this, "HubSpotRateLimitError");
  }
}

/** No complete answer came in time. */
export class HubSpotTimeoutError extends HubSpotError {
  declare readonly name: "HubSpotTimeoutError";
  /** The limit that was reached: `timeout` of one attempt, or `deadline` of the call. */
  readonly scope: "attempt" | "deadline";

  static {
    setName(this, "HubSpotTimeoutError");
  }

  constructor(
    message: string,
    facts: ErrorFacts,
    origin: ErrorOrigin,
    scope: "attempt" | "deadline",
  ) {
    super(message, facts, origin);
    this.scope = scope;
  }
}

/** The connection failed before an answer came. */
export class HubSpotNetworkError extends HubSpotError {
  declare readonly name: "HubSpotNetworkError";
  /** The code of the fault, such as ECONNRESET, where the platform gives one. */
  declare readonly code: string | undefined;
  /** A retry would fail in the same way, as with a refused certificate; the message says what to do. */
  readonly permanent: boolean;

  static {
    setName(this, "HubSpotNetworkError");
  }

  constructor(
    message: string,
    facts: ErrorFacts,
    origin: ErrorOrigin,
    fault: { readonly code: string | undefined; readonly permanent: boolean },
  ) {
    super(message, facts, origin);
    if (fault.code !== undefined) this.code = fault.code;
    this.permanent = fault.permanent;
  }
}

/** An answer breaks the contract that the description of the API sets. */
export class HubSpotContractError extends HubSpotError {
  declare readonly name: "HubSpotContractError";
  /** Where it breaks the contract, and which rule. */
  readonly violations: readonly ContractViolation[];

  static {
    setName(this, "HubSpotContractError");
  }

  constructor(
    message: string,
    facts: ErrorFacts,
    origin: ErrorOrigin,
    violations: readonly ContractViolation[],
  ) {
    super(message, facts, origin);
    this.violations = violations;
  }
}

/**
 * The access token belongs to another account than expected, or HubSpot does not tell to which (403 or 404, since not every
 * token has the scope). Nothing was sent with it.
 */
export class HubSpotAccountError extends HubSpotError {
  declare readonly name: "HubSpotAccountError";
  /** The account asked for; absent where none was. */
  declare readonly account: number | undefined;
  /** The account that the token belongs to; absent where HubSpot does not tell. */
  declare readonly tokenAccount: number | undefined;

  static {
    setName(this, "HubSpotAccountError");
  }

  constructor(
    message: string,
    facts: ErrorFacts,
    account: number | undefined,
    tokenAccount: number | undefined,
  ) {
    super(message, facts);
    if (account !== undefined) this.account = account;
    if (tokenAccount !== undefined) this.tokenAccount = tokenAccount;
  }
}

/** On the prototype, where the engine finds it for the first line of the stack. */
function setName(errorClass: { readonly prototype: Error }, name: string): void {
  Object.defineProperty(errorClass.prototype, "name", { value: name, configurable: true });
}

function causeToJSON(error: Error): Record<string, unknown> {
  const json: Record<string, unknown> = { name: error.name, message: error.message };
  if ("code" in error) json["code"] = error.code;
  if (error.cause instanceof Error) json["cause"] = causeToJSON(error.cause);
  return json;
}
