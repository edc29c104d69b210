import type { HubSpotClient } from "../client/client.js";
import { internals } from "../client/internals.js";
import type { NamesOf } from "../text/known-names.js";
import { checkWait, readCount } from "../client/options.js";
import { readJobSettings, type JobOptions } from "../job/job-options.js";
import { Queue, type OptOutQueue } from "./opt-out-queue.js";

/** Options of `createOptOutQueue`. */
export interface OptOutQueueOptions extends Pick<
  JobOptions,
  "route" | "maxWait" | "dailyReserve" | "onProgress"
> {
  /**
   * How long a batch that is not full waits after its first request, in milliseconds.
   * @default 50
   */
  maxDelay?: number | undefined;
  /**
   * How many callers may wait at a time; one more is rejected at once.
   * @default 10_000
   */
  maxWaiting?: number | undefined;
  /**
   * The part of the account's limit that this process may use, from 0 to 1, if HubSpot's answers do not say what is left of
   * it. If they do, several processes share the limit without this option.
   * @default 1
   */
  share?: number | undefined;
}

const OPTIONS: NamesOf<OptOutQueueOptions> = {
  route: true,
  maxDelay: true,
  maxWaiting: true,
  share: true,
  maxWait: true,
  dailyReserve: true,
  onProgress: true,
};

/**
 * A queue for opt-outs that come one by one: from a form, a webhook or a message queue. Requests that come at about the
 * same time are sent in one call, within the account's limit, and each caller gets the outcome of its own address. The
 * queue lives in memory and remembers nothing that is settled.
 *
 * After a stop (the limit of the day, a token that is refused) `not-sent` comes at once, with `retryAt`; whoever asks after
 * that moment starts a trial call, and the queue goes on by itself once one succeeds.
 *
 * @throws {TypeError} for a wrong client or option
 *
 * @example
 * ```ts
 * const queue = createOptOutQueue(client);
 * const { outcome } = await queue.optOut("ana@example.com");
 * ```
 */
export function createOptOutQueue(
  client: HubSpotClient,
  options: OptOutQueueOptions = {},
): OptOutQueue {
  const { route, maxWait, dailyReserve, onProgress } = readJobSettings(
    "createOptOutQueue",
    client,
    options,
    OPTIONS,
  );
  const { maxDelay = 50, maxWaiting = 10_000, share = 1 } = options;
  checkWait("maxDelay", maxDelay);
  readCount("maxWaiting", maxWaiting, 1);
  if (!(typeof share === "number" && share > 0 && share <= 1)) {
    throw new TypeError("share must be a number above 0, up to 1");
  }
  if (share < 1) internals(client).pace.takeUnseen(share);
  return new Queue(client, {
    route,
    maxDelay,
    maxWaiting,
    maxWait,
    dailyReserve,
    onProgress,
  });
}
