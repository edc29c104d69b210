import { describe, expectTypeOf, test } from "vitest";
import {
  createClient,
  HubSpotApiError,
  HubSpotError,
  HubSpotPermissionError,
  HubSpotTimeoutError,
  type BatchReadUnsubscribeAllResponse,
  type BatchResult,
  type BatchUnsubscribeAllResponse,
  type Confirmed,
  type Outcome,
  type RateLimit,
  type ReadBack,
  type ReadBackResult,
  type OptedOut,
  type UnknownReason,
} from "../../src/index.js";

const client = createClient({ accessToken: "test-token" });
/** Compiled and never run. */
const unrun = (check: () => unknown): void => void check;

describe("the types", () => {
  test("a partial failure cannot be taken for success", () => {
    unrun((result = {} as BatchResult<BatchUnsubscribeAllResponse>) => {
      expectTypeOf(result.outcomes).not.toExtend<readonly OptedOut[]>();
      if (result.complete) expectTypeOf(result.outcomes).toEqualTypeOf<readonly OptedOut[]>();
      else expectTypeOf(result.outcomes).toEqualTypeOf<readonly Outcome[]>();
    });
  });

  test("an address that is not confirmed cannot be taken for one that is", () => {
    unrun((result = {} as ReadBackResult<BatchReadUnsubscribeAllResponse>) => {
      expectTypeOf(result.outcomes).not.toExtend<readonly Confirmed[]>();
      if (result.complete) expectTypeOf(result.outcomes).toEqualTypeOf<readonly Confirmed[]>();
      else expectTypeOf(result.outcomes).toEqualTypeOf<readonly ReadBack[]>();
      if (result.response.conforms) {
        expectTypeOf(result.response.body).toEqualTypeOf<
          BatchReadUnsubscribeAllResponse | undefined
        >();
      }
      // @ts-expect-error nothing is accepted by a read
      return result.counts.accepted;
    });
  });

  test("an outcome has what belongs to its kind", () => {
    unrun((outcome = {} as Outcome) => {
      expectTypeOf(outcome.address).toEqualTypeOf<string>();
      if (outcome.outcome === "unknown") {
        expectTypeOf(outcome.reason).toEqualTypeOf<UnknownReason>();
      }
      if (outcome.outcome === "rejected") {
        expectTypeOf(outcome.message).toEqualTypeOf<string | undefined>();
      }
      // @ts-expect-error an outcome that was accepted has no message
      if (outcome.outcome === "accepted") return outcome.message;
      // @ts-expect-error there is no such kind
      return outcome.outcome === "done";
    });
  });

  test("a body is of its type only where it keeps the contract", () => {
    unrun(({ response } = {} as BatchResult<BatchUnsubscribeAllResponse>) => {
      if (response.conforms) {
        expectTypeOf(response.body).toEqualTypeOf<BatchUnsubscribeAllResponse | undefined>();
        expectTypeOf(response.body?.results[0]?.subscriberIdString).toEqualTypeOf<
          string | undefined
        >();
      } else {
        expectTypeOf(response.body).toBeUnknown();
      }
    });
  });

  test("an error has what belongs to its class", () => {
    unrun((error: unknown = undefined) => {
      if (error instanceof HubSpotPermissionError) {
        expectTypeOf(error.name).toEqualTypeOf<"HubSpotPermissionError">();
        expectTypeOf(error.missingScopes).toEqualTypeOf<readonly string[]>();
      }
      if (error instanceof HubSpotApiError) expectTypeOf(error.status).toEqualTypeOf<number>();
      if (error instanceof HubSpotTimeoutError) {
        expectTypeOf(error.scope).toEqualTypeOf<"attempt" | "deadline">();
      }
      if (error instanceof HubSpotError) {
        expectTypeOf(error.mayHaveBeenApplied).toEqualTypeOf<boolean>();
        expectTypeOf(error.rateLimit).toEqualTypeOf<RateLimit | undefined>();
        // @ts-expect-error nobody sets a field of an error
        error.attempts = 2;
      }
    });
  });

  test("a wrong call does not compile", () => {
    unrun(() => {
      // @ts-expect-error the token is required
      createClient({});
      // @ts-expect-error there is no such option
      createClient({ accessToken: "test-token", token: "x" });
      // @ts-expect-error there are two ways to validate
      createClient({ accessToken: "test-token", validate: "lax" });
      // @ts-expect-error a list, not one address
      void client.batchUnsubscribeAll("a@example.com");
      // @ts-expect-error a brand is a number
      void client.batchUnsubscribeAll([], { businessUnitId: "0" });
      // @ts-expect-error the channel is always e-mail
      void client.batchUnsubscribeAll([], { channel: "EMAIL" });
      // @ts-expect-error a read has nothing to be verbose about
      void client.batchReadUnsubscribeAll([], { verbose: true });
    });
  });

  test("a read-only list and options that are undefined are taken", () => {
    unrun((list = [] as readonly string[]) => {
      createClient({ accessToken: async () => "test-token", signal: undefined, fetch: undefined });
      return client.batchUnsubscribeAll(list, { signal: undefined, verbose: undefined });
    });
  });
});
