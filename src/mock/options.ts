import type { MockCall } from "./call-log.js";
import { samples } from "./description.js";
import type { Fault } from "./faults.js";
import {
  boolean,
  checkFields,
  callback,
  count,
  counts,
  isObject,
  list,
  milliseconds,
  oneOf,
  optional,
  rate,
  text,
  texts,
  timeZone,
  type Field,
  type FieldsOf,
} from "./fields.js";
import { parseFaults } from "./faults.js";
import type { Limits } from "./rate-limiter.js";

const nonVerboseAnswers = ["empty-results", "no-statuses", "empty-body", "no-content"] as const;

/**
 * What a call without `verbose` is answered when nothing failed; HubSpot only calls it "empty".
 * An envelope without results, one whose results have no statuses (of a batch), a 200 without a body,
 * or a 204.
 */
export type NonVerboseAnswer = (typeof nonVerboseAnswers)[number];

/** A token, and what it may do. */
export interface MockToken {
  /** A made-up token; one that looks real is refused. @default `"mock-token"`, for the first token only */
  readonly token?: string | undefined;
  /** An operation that needs another scope is answered with a 403. @default every scope there is */
  readonly scopes?: readonly string[] | undefined;
  /**
   * How long the token is valid, in milliseconds of `now` since the start or the last reset; after that it is answered with
   * a 401 of the category EXPIRED_AUTHENTICATION.
   * @default for ever
   */
  readonly expiresAfterMs?: number | undefined;
}

/** An account with a token, and with more of them if told; each account has its own state and limits. */
export interface MockAccount extends MockToken {
  /** Further tokens of the same account. @default none */
  readonly tokens?: readonly MockToken[] | undefined;
  /** The number of the account. @default 1234567 for the first account, and one more for each further one */
  readonly portalId?: number | undefined;
  /** Its `accountType`. @default "STANDARD" */
  readonly accountType?: string | undefined;
  /** An IANA name; the day of `daily` ends at its midnight. @default "UTC" */
  readonly timeZone?: string | undefined;
  /** A rolling window over the calls of all its tokens. @default no limit */
  readonly rate?: { readonly calls: number; readonly seconds: number } | undefined;
  /** Calls a day. @default no limit */
  readonly daily?: number | undefined;
  /**
   * The brands it has beside 0; a call that names another is answered with a 400.
   * @default every brand there is
   */
  readonly brands?: readonly number[] | undefined;
  /** Addresses that are out before the first call, in the scope without a brand. @default none */
  readonly alreadyOut?: readonly string[] | undefined;
}

/** How the mock behaves. The options of an account describe the first account. */
export interface MockOptions extends MockAccount {
  /** The port on 127.0.0.1. @default 0: a free one */
  readonly port?: number | undefined;
  /** Further accounts; each must name its token. @default none */
  readonly accounts?: readonly MockAccount[] | undefined;
  /** The faults, in order; `inject` adds more. @default nothing */
  readonly faults?: readonly Fault[] | undefined;
  /** How long every answer takes, in milliseconds; the work is done on arrival. @default 0 */
  readonly latencyMs?: number | undefined;
  /** How many inputs one call may have; a call with more gets an error that names the number. @default no cap */
  readonly cap?: number | undefined;
  /** The status of that error. @default 400 */
  readonly capAnswer?: 400 | 413 | undefined;
  /** How long after an opt-out a read begins to show it, in milliseconds of `now`. @default 0 */
  readonly readLagMs?: number | undefined;
  /** What a call without `verbose` is answered. @default "empty-results" */
  readonly nonVerbose?: NonVerboseAnswer | undefined;
  /** Whether the log of calls keeps the addresses of each call. @default false: only their number */
  readonly keepInputs?: boolean | undefined;
  /** Called for each call of an operation when it is answered. @default nobody is told */
  readonly onCall?: ((call: MockCall) => void) | undefined;
  /** Milliseconds since 1970, for the limits, the tokens and the timestamps. @default Date.now */
  readonly now?: (() => number) | undefined;
}

const tokenFields: FieldsOf<MockToken> = {
  token: optional({
    fits: isToken,
    expected: "must be a text of letters, digits and - . _ ~ + / only",
  }),
  scopes: optional(texts("the names of scopes")),
  expiresAfterMs: optional(count(0)),
};
const accountFields: FieldsOf<MockAccount> = {
  ...tokenFields,
  tokens: optional(list),
  portalId: optional(count(1)),
  accountType: optional(text),
  timeZone: optional(timeZone),
  rate: optional(rate),
  daily: optional(count(0)),
  brands: optional(counts("the numbers of brands")),
  alreadyOut: optional(texts("addresses")),
};
const fields: FieldsOf<MockOptions> = {
  ...accountFields,
  port: optional(count(0, 65_535)),
  accounts: optional(list),
  faults: optional(list),
  latencyMs: optional(milliseconds),
  cap: optional(count(1)),
  capAnswer: optional({
    fits: (value) => value === 400 || value === 413,
    expected: "must be 400 or 413",
  }),
  readLagMs: optional(count(0)),
  nonVerbose: optional(oneOf(...nonVerboseAnswers)),
  keepInputs: optional(boolean),
  onCall: optional(callback),
  now: optional(callback),
};

/** A token with its defaults in place. */
export interface ResolvedToken extends Pick<MockToken, "scopes" | "expiresAfterMs"> {
  readonly token: string;
}

/** An account with its defaults in place. */
export interface ResolvedAccount extends Limits {
  readonly tokens: readonly ResolvedToken[];
  readonly portalId: number;
  readonly accountType: string;
  readonly timeZone: string;
  readonly brands: readonly number[] | undefined;
  readonly alreadyOut: readonly string[];
}

/** The options with their defaults in place. */
export interface ResolvedOptions {
  readonly port: number;
  readonly accounts: readonly ResolvedAccount[];
  readonly faults: readonly Fault[];
  readonly latencyMs: number;
  readonly cap: number | undefined;
  readonly capAnswer: 400 | 413;
  readonly readLagMs: number;
  readonly nonVerbose: NonVerboseAnswer;
  readonly keepInputs: boolean;
  readonly onCall: ((call: MockCall) => void) | undefined;
  readonly now: () => number;
}

/** @throws {TypeError} naming the option that is not right, and never repeating its value */
export function resolveOptions(options: MockOptions): ResolvedOptions {
  check(options, fields, "");
  const [first, ...further] = [options, ...(options.accounts ?? [])];
  const accounts = [
    resolveAccount({ ...first, token: first?.token ?? "mock-token" }, "", 0),
    ...further.map((account, index) => {
      check(account, accountFields, `accounts[${index}].`);
      return resolveAccount(account, `accounts[${index}].`, index + 1);
    }),
  ];
  const tokens = accounts.flatMap((account) => account.tokens.map(({ token }) => token));
  if (new Set(tokens).size < tokens.length) {
    throw new TypeError("each token must be given once: it says whose account is meant");
  }
  return {
    port: options.port ?? 0,
    accounts,
    faults: parseFaults(options.faults ?? []),
    latencyMs: options.latencyMs ?? 0,
    cap: options.cap,
    capAnswer: options.capAnswer ?? 400,
    readLagMs: options.readLagMs ?? 0,
    nonVerbose: options.nonVerbose ?? "empty-results",
    keepInputs: options.keepInputs ?? false,
    onCall: options.onCall,
    now: options.now ?? Date.now,
  };
}

function resolveAccount(account: MockAccount, prefix: string, index: number): ResolvedAccount {
  const more = (account.tokens ?? []).map((token, place) => {
    check(token, tokenFields, `${prefix}tokens[${place}].`);
    return resolveToken(token, `${prefix}tokens[${place}].`);
  });
  return {
    tokens: [resolveToken(account, prefix), ...more],
    portalId: account.portalId ?? samples.accountDetails.portalId + index,
    accountType: account.accountType ?? samples.accountDetails.accountType,
    timeZone: account.timeZone ?? "UTC",
    rate: account.rate,
    daily: account.daily,
    brands: account.brands,
    alreadyOut: account.alreadyOut ?? [],
  };
}

function resolveToken({ token, scopes, expiresAfterMs }: MockToken, prefix: string): ResolvedToken {
  if (token === undefined) throw new TypeError(`${prefix}token must be given`);
  // The mock is for made-up tokens only: a real one does not belong on a command line or in a test.
  if (looksReal(token)) {
    throw new TypeError(
      `${prefix}token looks like a real one; the mock takes made-up tokens only, such as mock-token`,
    );
  }
  return { token, scopes, expiresAfterMs };
}

function check(given: unknown, table: Readonly<Record<string, Field>>, prefix: string): void {
  if (!isObject(given))
    throw new TypeError(`${prefix.slice(0, -1) || "options"} must be an object`);
  checkFields(given, table, prefix, (name) => {
    // A name as it stands, unless it may be somebody's address or a token.
    const shown = /^\w{1,40}$/.test(name) ? `${prefix}${name}` : "a member of the options";
    return `${shown} is no option of the mock`;
  });
}

/** Whether a text has the characters of a bearer token alone: RFC 6750 section 2.1. */
function isToken(value: unknown): boolean {
  return typeof value === "string" && /^[\w.~+/-]+=*$/.test(value);
}

function looksReal(token: string): boolean {
  return (
    token.length > 40 || // OAuth access tokens are long and opaque
    /^pat-/i.test(token) || // service keys and private apps
    /^eyJ/.test(token) || // a JWT: base64url of {"
    /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.test(token) || // API keys were UUIDs
    (/^[A-Za-z0-9_]{24,}$/.test(token) && /\d/.test(token)) // opaque, without words or breaks
  );
}
