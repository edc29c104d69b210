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

/** What every job on a list of addresses can be told. */
export interface JobOptions {
  /**
   * The number of the brand; 0 is the account's default brand. HubSpot does not document which brands a call without one
   * applies to: with the Brands add-on, the other brands may still send mail.
   * @default no brand is named
   */
  businessUnitId?: number | undefined;
  /**
   * By which calls the addresses are sent: many to a call, or `"single"`, one to a call, for accounts without Marketing Hub
   * Enterprise. It takes a hundred times as many calls, and each address stands in a URL, and so in the logs of HubSpot and
   * of proxies. It is never changed by itself; a job that has stopped goes on by either.
   * @default "batch"
   */
  route?: Route | undefined;
  /**
   * Ends the job early: no further call is made. A loop over the job ends at once; `await job.finished` waits for the calls
   * under way, and `job.outcomes()` tells what became of everybody. To cut those calls off too, give the client a signal.
   */
  signal?: AbortSignal | undefined;
  /**
   * The longest wait that the job sits out, in milliseconds: for a rate limit, for a migration, or
   * without any call succeeding. A longer one ends the job.
   * @default 300_000
   */
  maxWait?: number | undefined;
  /**
   * The share of the account's calls of the day, from 0 to 1, that is left to its other apps.
   * @default 0.1
   */
  dailyReserve?: number | undefined;
  /**
   * How long a batch that is not full waits for one more entry, in milliseconds, where the list is an async iterable that
   * has nothing more for now. A batch goes at the latest 10 seconds after its first entry came.
   * @default 1_000
   */
  linger?: number | undefined;
  /** Told after each call of the job; what it throws is ignored. */
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
