import { $batchUnsubscribeAll } from "../../generated/operations.js";
import type {
  BatchReadUnsubscribeAllOptions,
  BatchUnsubscribeAllOptions,
} from "../client/address-calls.js";
import { withPlace } from "../client/call-line.js";
import type { HubSpotClient } from "../client/client.js";
import type { ResponseInfo } from "../client/result.js";
import type { Outcome } from "../outcome/outcome.js";
import type { ReadBack } from "../outcome/read-back.js";

/**
 * By which calls addresses are sent: `batch`, up to a hundred to a call, for which HubSpot asks for
 * Marketing Hub Enterprise; or `single`, one to a call, which stands in the URL.
 */
export type Route = "batch" | "single";

interface Answer<Each> {
  /** One for each address, in their order. */
  readonly outcomes: readonly Each[];
  readonly response: ResponseInfo<unknown>;
}

/** The calls of a route. */
export interface RouteCalls {
  /** The most addresses in a call, to begin with. */
  readonly size: number;
  /** The address stands in the path, so that an answer about the path may be about the address. */
  readonly inPath: boolean;
  readonly optOut: (
    client: HubSpotClient,
    addresses: readonly string[],
    options: BatchUnsubscribeAllOptions,
  ) => Promise<Answer<Outcome>>;
  readonly readBack: (
    client: HubSpotClient,
    addresses: readonly string[],
    options: BatchReadUnsubscribeAllOptions,
  ) => Promise<Answer<ReadBack>>;
}

export const routes: Readonly<Record<Route, RouteCalls>> = {
  batch: {
    size: $batchUnsubscribeAll.batch.size,
    inPath: false,
    optOut: (client, addresses, options) =>
      client.batchUnsubscribeAll(addresses, withPlace(options)),
    readBack: (client, addresses, options) =>
      client.batchReadUnsubscribeAll(addresses, withPlace(options)),
  },
  single: {
    size: 1,
    inPath: true,
    optOut: async (client, [address = ""], options) =>
      ofOne<Outcome>(await client.unsubscribeAllForContact(address, withPlace(options))),
    readBack: async (client, [address = ""], options) =>
      ofOne<ReadBack>(await client.readUnsubscribeAllForContact(address, withPlace(options))),
  },
};

function ofOne<Each>({
  outcome,
  response,
}: {
  readonly outcome: Each;
  readonly response: ResponseInfo<unknown>;
}): Answer<Each> {
  return { outcomes: [outcome], response };
}
