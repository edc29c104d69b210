import { $batchUnsubscribeAll } from "../../generated/operations.js";
import { withPlace } from "../client/call-line.js";
import type { HubSpotClient } from "../client/client.js";
import type { ResponseInfo } from "../client/result.js";
import type { Outcome } from "../outcome/outcome.js";
import type { ReadBack } from "../outcome/read-back.js";
import type { Entry } from "./entry.js";

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

/** The calls of a route, for one client and brand; none is repeated by the client. */
export interface RouteCalls {
  /** The most addresses in a call, to begin with. */
  readonly size: number;
  /** The address stands in the path, so that an answer about the path may be about the address. */
  readonly inPath: boolean;
  /** @param onBegun told at the moment from which the call may be carried out */
  optOut(entries: readonly Sent[], onBegun: () => void): Promise<Answer<Outcome>>;
  readBack(entries: readonly Sent[]): Promise<Answer<ReadBack>>;
}

type Sent = Pick<Entry, "sent">;

export const routeNames = ["batch", "single"] as const satisfies readonly Route[];

export function createRoute(
  route: Route,
  client: HubSpotClient,
  businessUnitId: number | undefined,
): RouteCalls {
  const reading = { businessUnitId, retries: 0 };
  const optingOut = { ...reading, verbose: true };
  if (route === "batch") {
    const addresses = (entries: readonly Sent[]) => entries.map(({ sent }) => sent);
    return {
      size: $batchUnsubscribeAll.batch.size,
      inPath: false,
      optOut: (entries, onBegun) =>
        client.batchUnsubscribeAll(addresses(entries), withPlace({ ...optingOut, onBegun })),
      readBack: (entries) => client.batchReadUnsubscribeAll(addresses(entries), withPlace(reading)),
    };
  }
  const address = ([first]: readonly Sent[]) => first?.sent ?? "";
  return {
    size: 1,
    inPath: true,
    async optOut(entries, onBegun) {
      const options = withPlace({ ...optingOut, onBegun });
      const result = await client.unsubscribeAllForContact(address(entries), options);
      return { outcomes: [result.outcome], response: result.response };
    },
    async readBack(entries) {
      const result = await client.readUnsubscribeAllForContact(
        address(entries),
        withPlace(reading),
      );
      return { outcomes: [result.outcome], response: result.response };
    },
  };
}
