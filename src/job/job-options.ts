import { readMembers, type NamesOf } from "../text/known-names.js";
import type { HubSpotClient } from "../client/client.js";
import { checkClient } from "../client/internals.js";
import {
  checkBusinessUnit,
  checkChoice,
  checkFunction,
  checkSignal,
  checkWait,
  readCount,
} from "../client/options.js";
import type { JobProgress } from "./progress.js";
import { routeNames, type Route } from "./route.js";

/** Options of every job on a list of addresses. */
export interface JobOptions {
  /**
   * The number of the brand; 0 is the account's default brand. HubSpot does not document which brands a call without one
   * applies to: with the Brands add-on, the other brands may still send mail.
   * @default no brand is named
   */
  businessUnitId?: number | undefined;
  /**
   * Which calls send the addresses: `"batch"`, up to a hundred per call, or `"single"`, one per call, for accounts without
   * Marketing Hub Enterprise. The latter needs a hundred times as many calls, and each address is part of a URL, so it
   * appears in the logs of HubSpot and of proxies. The route never changes automatically; a stopped job can continue with
   * either.
   * @default "batch"
   */
  route?: Route | undefined;
  /**
   * Ends the job early: no further call is made. A loop over the job ends at once; `await job.finished` waits for the open
   * calls, and `job.outcomes()` then lists all outcomes. To abort the open calls too, give the client a signal.
   */
  signal?: AbortSignal | undefined;
  /**
   * The longest time that the job waits, in milliseconds: for a rate limit, for a migration, or without a successful call.
   * If it would have to wait longer, it stops.
   * @default 300_000
   */
  maxWait?: number | undefined;
  /**
   * The share of the account's daily calls, from 0 to 1, that is left to its other apps.
   * @default 0.1
   */
  dailyReserve?: number | undefined;
  /**
   * How long a batch that is not full waits for another entry, in milliseconds, if the list is an async iterable that has
   * none ready. A batch is sent at the latest 10 seconds after its first entry.
   * @default 1_000
   */
  linger?: number | undefined;
  /** Called after each call of the job. An error that it throws is ignored. */
  onProgress?: ((progress: JobProgress) => unknown) | undefined;
}

export const JOB_OPTIONS: NamesOf<JobOptions> = {
  businessUnitId: true,
  route: true,
  signal: true,
  maxWait: true,
  linger: true,
  dailyReserve: true,
  onProgress: true,
};

/** The options with their defaults, checked. */
export type JobSettings = JobOptions & {
  readonly [Name in "route" | "maxWait" | "linger" | "dailyReserve"]: NonNullable<JobOptions[Name]>;
};

/** @throws {TypeError} that names the option that is wrong, or the client that is none */
export function readJobSettings<Options extends JobOptions>(
  job: string,
  client: HubSpotClient | null,
  options: Options,
  names: NamesOf<Options>,
): JobSettings {
  checkClient(job, client?.batchUnsubscribeAll);
  const given = readMembers(job, options, names);
  const { businessUnitId, route = "batch", signal, onProgress } = given;
  const { maxWait = 300_000, linger = 1_000, dailyReserve = 0.1 } = given;
  checkBusinessUnit(businessUnitId);
  checkChoice("route", route, routeNames);
  checkSignal(signal);
  for (const [name, ms] of Object.entries({ maxWait, linger })) checkWait(name, ms);
  if (!(typeof dailyReserve === "number" && dailyReserve >= 0 && dailyReserve <= 1)) {
    throw new TypeError("dailyReserve must be a share from 0 to 1");
  }
  checkFunction("onProgress", onProgress);
  return { businessUnitId, route, signal, maxWait, linger, dailyReserve, onProgress };
}

/** @throws {TypeError} that names `limit` */
export function readLimit(limit = Infinity): number {
  return limit === Infinity ? limit : readCount("limit", limit, 0);
}
