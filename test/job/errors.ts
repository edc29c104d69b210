import { markFetch } from "../../src/client/request.js";
import { createClient, HubSpotError, type ClientOptions, type Fetch } from "../../src/index.js";

/** The error that the client throws for one attempt with this `fetch`, in place of the platform's. */
export async function errorOf(
  fetch: Fetch,
  options: Partial<ClientOptions> = {},
): Promise<HubSpotError> {
  const client = createClient({
    accessToken: "test-token",
    fetch: markFetch(fetch),
    retries: 0,
    ...options,
  });
  const error: unknown = await client
    .batchUnsubscribeAll(["ana@example.com"])
    .catch((thrown: unknown) => thrown);
  if (!(error instanceof HubSpotError)) throw new Error("the call has not failed");
  return error;
}
