import { createClient, HubSpotError, type ClientOptions } from "../../src/index.js";

/** The error that the client throws for one attempt with this `fetch`. */
export async function errorOf(
  fetch: ClientOptions["fetch"],
  options: Partial<ClientOptions> = {},
): Promise<HubSpotError> {
  const client = createClient({ accessToken: "test-token", fetch, retries: 0, ...options });
  const error: unknown = await client
    .batchUnsubscribeAll(["ana@example.com"])
    .catch((thrown: unknown) => thrown);
  if (!(error instanceof HubSpotError)) throw new Error("the call has not failed");
  return error;
}
