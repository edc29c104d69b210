import { expect } from "vitest";
import {
  createClient,
  HubSpotApiError,
  type ClientOptions,
  type HubSpotContractError,
} from "../../src/index.js";
import { accepted, serve, type Answer } from "../helpers/http.js";

export const LIST = ["ann@example.com", "bob@example.com"];

/** A call that succeeds, with what the contract hook was told. */
export async function call(
  answer: Answer,
  { verbose = false, ...options }: Partial<ClientOptions> & { verbose?: boolean } = {},
) {
  const server = await serve(answer);
  const reports: HubSpotContractError[] = [];
  const client = createClient({
    accessToken: "test-token",
    baseUrl: server.url,
    onContractViolation: (error) => reports.push(error),
    ...options,
  });
  const result = await client.batchUnsubscribeAll(LIST, { verbose });
  return { result, reports, server };
}

/** The reason of each unknown outcome. */
export function reasons(outcomes: readonly object[]): unknown[] {
  return outcomes.map((each) => ("reason" in each ? each.reason : undefined));
}

/** A call that fails with an API error, without a repeat. */
export async function fail(answer: Answer, options: Partial<ClientOptions> = {}) {
  const server = await serve(answer, accepted);
  const client = createClient({
    accessToken: "test-token",
    baseUrl: server.url,
    retries: 0,
    ...options,
  });
  const error: unknown = await client.batchUnsubscribeAll(LIST).then(
    () => expect.fail("the call succeeded"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof HubSpotApiError)) throw error;
  return { error, server };
}
