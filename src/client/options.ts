import { DEFAULT_BASE_URL, readBaseUrl } from "./base-url.js";
import type { Hooks } from "./hooks.js";
import { readMembers, type NamesOf } from "../text/known-names.js";
import { isMarkedFetch, type Fetch } from "./request.js";
import type { Fault, Reply } from "./reply.js";
import { checkToken, createTokenSource, type AccessToken, type TokenSource } from "./token.js";
import { readApiVersion, type ApiVersion } from "./version.js";
import { MAX_TIMER } from "./wakeup.js";

/** Options of `createClient`. */
export interface ClientOptions extends Hooks {
  /**
   * The Bearer token, or a function that gives it. The function is called before each attempt; calls that need a token at
   * the same time share its result. After a 401 it is called again, once for each refused token, and the call continues
   * with the new token; if it returns the same token, the 401 is final. An error that it throws is passed on unchanged.
   *
   * @example
   * ```ts
   * accessToken: ({ refusedToken }) => oauth.accessToken({ fresh: refusedToken !== undefined })
   * ```
   * @see {@link https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/overview}
   */
  accessToken: AccessToken;
  /**
   * The server, optionally with a path before that of the operation. `https:`, or `http:` on loopback.
   * @default "https://api.hubapi.com"
   */
  baseUrl?: string | URL | undefined;
  /**
   * Makes the requests, for instance through a proxy.
   * @default the global `fetch`, looked up at each attempt
   */
  fetch?: Fetch | undefined;
  /** Aborts every call of the client, which then rejects with the signal's reason. @default none */
  signal?: AbortSignal | undefined;
  /**
   * The time limit of one attempt, from the token to the end of the answer's body, in milliseconds. The default is longer
   * than the 100 seconds after which HubSpot's edge gives up.
   * @default 120_000
   */
  timeout?: number | undefined;
  /**
   * The time limit of a whole call including its waits, in milliseconds. A wait that would exceed it is not started.
   * @default Infinity
   */
  deadline?: number | undefined;
  /** How many times a call is retried after the first attempt. @default 4 */
  retries?: number | undefined;
  /** The largest answer body that is read, in bytes. @default 10_485_760 */
  maxBodyBytes?: number | undefined;
  /**
   * The number of the account that every call is meant for. The client asks HubSpot once for each token which account it
   * belongs to, before it sends anything with it; a call with the token of another account rejects with a
   * `HubSpotAccountError`. `undefined` is refused, so that a missing setting does not turn the check off unnoticed.
   * @default the account is not checked
   */
  account?: number;
  /**
   * What to do if HubSpot does not tell the account of a token (403 or 404, since not every token has the scope):
   * `"refuse"` throws a `HubSpotAccountError`, `"accept"` assumes that it is `account`.
   * @default "refuse"
   */
  unverifiedAccount?: "refuse" | "accept" | undefined;
  /**
   * The version of HubSpot's API for the calls about subscriptions.
   * @default "2026-03"
   */
  apiVersion?: ApiVersion | undefined;
  /**
   * What to do with a 2xx whose body does not match the description: `"report"` calls `onContractViolation` and reads what
   * it can, `"strict"` also throws a `HubSpotContractError`.
   * @default "report"
   */
  validate?: "report" | "strict" | undefined;
}

/** Asked with a token before a call is sent with it: nothing where it may be, else how the call ends instead. */
export type Guard = (token: string) => Promise<Reply | Fault | undefined>;

/**
 * How a client's direct calls queue beside those of the jobs and queues that share it. Empty until the first of these, so
 * that a client alone need not load the pace.
 */
export interface CallSlot {
  line?: {
    call<Plan extends Placed, Result>(
      plan: Plan,
      make: (plan: Plan) => Promise<Result>,
    ): Promise<Result>;
  };
}

/** What is read of a call that takes its place. */
export interface Placed {
  readonly settings: Settings;
  readonly signal: AbortSignal | undefined;
  readonly onBegun: (() => unknown) | undefined;
  /** When the call must end, on the clock of `performance.now`; its deadline from now on, unless told. */
  readonly deadlineAt?: number | undefined;
}

/** The options with their defaults, checked. */
export interface Settings extends Hooks {
  readonly tokens: TokenSource;
  readonly baseUrl: string;
  /** `undefined` for the global one: it may be replaced later, and must keep its own `this`. */
  readonly fetch: Fetch | undefined;
  /** An error of `fetch` can prove that nothing was sent. */
  readonly provesNotSent: boolean;
  readonly signal: AbortSignal | undefined;
  readonly timeout: number;
  readonly deadline: number;
  readonly retries: number;
  readonly maxBodyBytes: number;
  readonly strict: boolean;
  readonly apiVersion: ApiVersion;
  readonly account: number | undefined;
  /** Where HubSpot does not tell whose a token is, the caller's word is taken. */
  readonly trustsAccount: boolean;
  readonly guard?: Guard | undefined;
  /** One for all clients that are made of the same options. */
  readonly slot: CallSlot;
}

const HOOKS: NamesOf<Hooks> = {
  onRequest: true,
  onResponse: true,
  onFault: true,
  onRetry: true,
  onContractViolation: true,
};

const CLIENT_OPTIONS: NamesOf<ClientOptions> = {
  accessToken: true,
  baseUrl: true,
  fetch: true,
  signal: true,
  timeout: true,
  deadline: true,
  retries: true,
  maxBodyBytes: true,
  account: true,
  unverifiedAccount: true,
  apiVersion: true,
  validate: true,
  ...HOOKS,
};

/** @throws {TypeError} that names the option and quotes neither a token nor a URL. */
export function readOptions(options: ClientOptions): Settings {
  const given = readMembers("createClient", options, CLIENT_OPTIONS);
  const { accessToken, validate = "report", unverifiedAccount = "refuse", ...others } = given;
  const { fetch, signal } = others;
  if (typeof accessToken !== "function") checkToken(accessToken);
  checkSignal(signal);
  checkChoice("validate", validate, ["report", "strict"]);
  checkChoice("unverifiedAccount", unverifiedAccount, ["refuse", "accept"]);
  for (const name of ["fetch", ...Object.keys(HOOKS)] as ("fetch" | keyof Hooks)[])
    checkFunction(name, others[name]);
  return {
    ...others,
    tokens: createTokenSource(accessToken),
    baseUrl: readBaseUrl(given.baseUrl ?? DEFAULT_BASE_URL),
    fetch,
    provesNotSent: fetch === undefined || isMarkedFetch(fetch),
    signal,
    timeout: readDuration("timeout", given.timeout ?? 120_000),
    deadline: readDuration("deadline", given.deadline ?? Infinity),
    retries: readCount("retries", given.retries ?? 4, 0),
    maxBodyBytes: readCount("maxBodyBytes", given.maxBodyBytes ?? 10 * 1024 * 1024, 1),
    strict: validate === "strict",
    apiVersion: readApiVersion(given.apiVersion),
    account: "account" in given ? readCount("account", given.account, 1) : undefined,
    trustsAccount: unverifiedAccount === "accept",
    slot: {},
  };
}

/** @throws {TypeError} that names `signal`. */
export function checkSignal(signal: AbortSignal | undefined): void {
  // By its shape: a signal of a polyfill or of another realm is no instance of the global class.
  if (signal !== undefined && typeof signal?.addEventListener !== "function") {
    throw new TypeError("signal must be an AbortSignal");
  }
}

/** @throws {TypeError} that names the option. */
export function checkFunction(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== "function") {
    throw new TypeError(`${name} must be a function`);
  }
}

/** @throws {TypeError} that names the option and what it may be. */
export function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  throw new TypeError(`${name} must be ${choices.map((each) => `"${each}"`).join(" or ")}`);
}

/** @throws {TypeError} that names it. */
export function checkBusinessUnit(id: number | undefined): void {
  if (id !== undefined) readCount("businessUnitId", id, 0);
}

/** @throws {TypeError} that names the option. */
export function checkWait(name: string, ms: number): void {
  if (typeof ms === "number" && ms >= 0 && ms <= MAX_TIMER) return;
  throw new TypeError(`${name} must be milliseconds from 0 to ${MAX_TIMER}`);
}

function readDuration(name: string, value: number): number {
  if (value === Infinity || (typeof value === "number" && value > 0 && value <= MAX_TIMER)) {
    return value;
  }
  throw new TypeError(`${name} must be milliseconds from above 0 to ${MAX_TIMER}, or Infinity`);
}

/** @throws {TypeError} that names the option. */
export function readCount(name: string, value: number | undefined, least: number): number {
  if (value !== undefined && Number.isSafeInteger(value) && value >= least) return value;
  throw new TypeError(`${name} must be an integer of at least ${least}`);
}
