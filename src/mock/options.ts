import type { Fault } from "./faults.js";
import { parseFaults } from "./parse-faults.js";
import type { Limits } from "./rate-limiter.js";
import { checkToken, defaultToken } from "./token.js";

const nonVerboseAnswers = ["empty-results", "no-statuses", "empty-body", "no-content"] as const;

/**
 * What a call without `verbose` is answered when nothing failed; HubSpot only calls it "empty".
 * An envelope without results, one whose results have no statuses, a 200 without a body, or a 204.
 */
export type NonVerboseAnswer = (typeof nonVerboseAnswers)[number];

/** How the mock is to behave. */
export interface MockOptions {
  /** The port on 127.0.0.1. Default: 0, a free one. */
  readonly port?: number | undefined;
  /** The only token it takes; one that looks real is refused. Default: `"mock-token"`. */
  readonly token?: string | undefined;
  /** A rolling window over the calls. Default: no limit. */
  readonly rate?: { readonly calls: number; readonly seconds: number } | undefined;
  /** Calls a day, until midnight UTC. Default: no limit. */
  readonly daily?: number | undefined;
  /** What goes wrong, in this order; `inject` adds more. Default: nothing. */
  readonly faults?: readonly Fault[] | undefined;
  /** How long every answer takes, in milliseconds; the work is done on arrival. Default: 0. */
  readonly latencyMs?: number | undefined;
  /**
   * The scopes of the token; an operation that needs another is answered with a 403.
   * Default: every scope there is.
   */
  readonly scopes?: readonly string[] | undefined;
  /** How many inputs one call may hold; more get an error that names the number. Default: no cap. */
  readonly cap?: number | undefined;
  /** The status of that error. Default: 400. */
  readonly capAnswer?: 400 | 413 | undefined;
  /** Addresses that are out before the first call, in the scope without a brand. Default: none. */
  readonly alreadyOut?: readonly string[] | undefined;
  /** How long after an opt-out a read begins to show it, in milliseconds of `now`. Default: 0. */
  readonly readLagMs?: number | undefined;
  /** Default: `"empty-results"`. */
  readonly nonVerbose?: NonVerboseAnswer | undefined;
  /** Whether the log of calls keeps the addresses of each call. Default: false, only their number. */
  readonly keepInputs?: boolean | undefined;
  /** Milliseconds since 1970, for the limits and the timestamps. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

// A record of all the names, so that the compiler finds one that is missing.
const names: Readonly<Record<keyof MockOptions, true>> = {
  port: true,
  token: true,
  rate: true,
  daily: true,
  faults: true,
  latencyMs: true,
  scopes: true,
  cap: true,
  capAnswer: true,
  readLagMs: true,
  alreadyOut: true,
  nonVerbose: true,
  keepInputs: true,
  now: true,
};

/** The options with their defaults in place. */
export interface ResolvedOptions {
  readonly port: number;
  readonly token: string;
  readonly limits: Limits;
  readonly faults: readonly Fault[];
  readonly latencyMs: number;
  readonly scopes: readonly string[] | undefined;
  readonly cap: number | undefined;
  readonly capAnswer: 400 | 413;
  readonly readLagMs: number;
  readonly alreadyOut: readonly string[];
  readonly nonVerbose: NonVerboseAnswer;
  readonly keepInputs: boolean;
  readonly now: () => number;
}

/** @throws {TypeError} naming the option that is not right, and never repeating its value */
export function resolveOptions(options: MockOptions): ResolvedOptions {
  for (const name of Object.keys(options)) {
    check(Object.hasOwn(names, name), `${shown(name)} is no option of the mock`);
  }
  const { port = 0, rate, daily, latencyMs = 0, scopes, cap, alreadyOut = [] } = options;
  const { capAnswer = 400, readLagMs = 0 } = options;
  const { nonVerbose = "empty-results", keepInputs = false, now = Date.now } = options;
  check(isWhole(port, 0) && port <= 65_535, "port must be a whole number from 0 to 65535");
  check(
    rate === undefined || (isWhole(rate?.calls, 1) && isSeconds(rate.seconds)),
    "rate must have calls, a whole number of 1 or more, and seconds, above 0 and at most 86400",
  );
  check(daily === undefined || isWhole(daily, 0), "daily must be a whole number, 0 or more");
  check(
    isWhole(latencyMs, 0) && latencyMs < 2 ** 31, // beyond it a timer of Node fires at once
    "latencyMs must be whole milliseconds, 0 or more, less than 2147483648",
  );
  check(cap === undefined || isWhole(cap, 1), "cap must be a whole number, 1 or more");
  check(capAnswer === 400 || capAnswer === 413, "capAnswer must be 400 or 413");
  check(scopes === undefined || areTexts(scopes), "scopes must be a list of the names of scopes");
  check(isWhole(readLagMs, 0), "readLagMs must be whole milliseconds, 0 or more");
  check(areTexts(alreadyOut), "alreadyOut must be a list of addresses");
  check(
    nonVerboseAnswers.includes(nonVerbose),
    `nonVerbose must be one of ${nonVerboseAnswers.join(", ")}`,
  );
  check(typeof now === "function", "now must be a function");
  return {
    port,
    token: checkToken(options.token ?? defaultToken),
    limits: { rate, daily },
    faults: parseFaults(options.faults ?? []),
    latencyMs,
    scopes,
    cap,
    capAnswer,
    readLagMs,
    alreadyOut,
    nonVerbose,
    keepInputs,
    now,
  };
}

function check(holds: boolean, message: string): void {
  if (!holds) throw new TypeError(message);
}

/** A name as it stands, unless it may be somebody's address or a token. */
function shown(name: string): string {
  return /^\w{1,40}$/.test(name) ? name : "a member of the options";
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}

function isSeconds(value: unknown): boolean {
  return typeof value === "number" && value > 0 && value <= 86_400;
}

function isWhole(value: unknown, least: number): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= least;
}
