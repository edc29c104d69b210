import { describe, expect, test } from "vitest";
import {
  createClient,
  HubSpotAccountError,
  HubSpotAuthenticationError,
  isHubSpotError,
  readAccount,
  type ClientOptions,
} from "../../src/index.js";
import { createMock, type Fault, type MockOptions } from "../../src/mock/index.js";
import { skipWaits } from "../helpers/waits.js";

const LIST = ["ann@example.com"];
const OURS = 1234567;

/** A client of a mock with two accounts, ours and another. */
function connect(options: Partial<ClientOptions> = {}, mocked: MockOptions = {}) {
  const mock = createMock({
    ...mocked,
    tokens: [{ token: "ours-too" }],
    accounts: [{ token: "theirs", portalId: 42 }],
  });
  const given = { accessToken: mock.token, fetch: mock.fetch, ...options };
  const called = () => mock.state().calls.map(({ operationId }) => operationId);
  return { mock, client: createClient(given), called };
}

function refusing(status: number, times: Fault["times"] = "always"): MockOptions {
  return {
    faults: [{ kind: "status", status, body: "json", times, operation: "getAccountDetails" }],
  };
}

async function thrown(work: Promise<unknown>): Promise<HubSpotAccountError> {
  const error: unknown = await work.then(
    () => expect.fail("it was not refused"),
    (reason: unknown) => reason,
  );
  if (!isHubSpotError(error) || error.name !== "HubSpotAccountError") throw error;
  return error;
}

describe("the account of a client", () => {
  test("is not asked for where none is named", async () => {
    const { client, called } = connect();
    await client.batchUnsubscribeAll(LIST);
    await client.batchReadUnsubscribeAll(LIST);
    expect(called()).toEqual(["batchUnsubscribeAll", "batchReadUnsubscribeAll"]);
  });

  test("is read before the first call with a token, and once only", async () => {
    const { client, called, mock } = connect({ account: OURS });
    await Promise.all(Array.from({ length: 5 }, () => client.batchUnsubscribeAll(LIST)));
    await client.batchReadUnsubscribeAll(LIST);
    expect(called()[0]).toBe("getAccountDetails");
    expect(called().filter((id) => id === "getAccountDetails")).toHaveLength(1);
    expect(mock.state().out).toEqual({ portal: LIST });
  });

  test("is read once more for each token that a function gives", async () => {
    let accessToken = "mock-token";
    const { client, called } = connect({ accessToken: () => accessToken, account: OURS });
    for (const token of ["mock-token", "ours-too", "mock-token"]) {
      accessToken = token;
      await client.batchUnsubscribeAll(LIST);
    }
    expect(called().filter((id) => id === "getAccountDetails")).toHaveLength(2);
  });

  test("that is another refuses every call, and nothing is sent", async () => {
    const { client, called, mock } = connect({ accessToken: "theirs", account: OURS });
    for (const call of [client.batchUnsubscribeAll, client.batchReadUnsubscribeAll]) {
      const error = await thrown(call(LIST));
      expect(error).toBeInstanceOf(HubSpotAccountError);
      expect(error).toMatchObject({ account: OURS, tokenAccount: 42, mayHaveBeenApplied: false });
      expect(error.message).toContain("belongs to account 42, and account 1234567 is asked for");
    }
    expect(called()).toEqual(["getAccountDetails"]);
    expect(mock.state().accounts.map(({ out }) => out)).toEqual([{}, {}]);
  });

  test("is held to while tokens change: another account's ends the calls", async () => {
    let accessToken = "mock-token";
    const { client, mock } = connect({ accessToken: () => accessToken, account: OURS });
    await client.batchUnsubscribeAll(LIST);
    accessToken = "theirs";
    await thrown(client.batchUnsubscribeAll(["bob@example.com"]));
    expect(mock.state().accounts.map(({ out }) => out)).toEqual([{ portal: LIST }, {}]);
  });

  test.each([403, 404])("that HubSpot does not tell (%i) refuses the calls", async (status) => {
    const { client, mock } = connect({ account: OURS }, refusing(status));
    const error = await thrown(client.batchUnsubscribeAll(LIST));
    expect(error).toMatchObject({ status, account: OURS });
    expect(error.tokenAccount).toBeUndefined();
    expect(error.message).toContain("nothing shows that it belongs to account 1234567");
    expect(error.message).toContain('set `account` and `unverifiedAccount: "accept"`');
    expect(mock.state().out).toEqual({});
  });

  test("that HubSpot does not tell may be the caller's word, and is not asked for again", async () => {
    const options = { account: OURS, unverifiedAccount: "accept" } as const;
    const { client, called } = connect(options, refusing(403));
    expect(await readAccount(client)).toEqual({ id: OURS, verified: false });
    await client.batchUnsubscribeAll(LIST);
    await client.batchUnsubscribeAll(LIST);
    expect(called().filter((id) => id === "getAccountDetails")).toHaveLength(1);
  });

  test("the caller's word does not stand against HubSpot's", async () => {
    const { client } = connect({
      accessToken: "theirs",
      account: OURS,
      unverifiedAccount: "accept",
    });
    await thrown(client.batchUnsubscribeAll(LIST));
  });

  test.each<[string, MockOptions]>([
    [
      "429",
      { faults: [{ kind: "rate-limit", policy: "SECONDLY", operation: "getAccountDetails" }] },
    ],
    ["503", refusing(503, 2)],
    ["reset", { faults: [{ kind: "reset", when: "before", operation: "getAccountDetails" }] }],
    ["cut off", { faults: [{ kind: "reset", when: "body", operation: "getAccountDetails" }] }],
  ])("is asked for again after a fault that passes: %s", async (_, mocked) => {
    const { onRetry, seen } = skipWaits();
    const { client, mock } = connect({ account: OURS, onRetry }, mocked);
    await client.batchUnsubscribeAll(LIST);
    expect(seen.length).toBeGreaterThan(0);
    expect(mock.state().out).toEqual({ portal: LIST });
  });

  test("a server that stays down is told as the account's, and nothing may have been done", async () => {
    const { client } = connect({ account: OURS, retries: 0 }, refusing(503));
    const error: unknown = await client
      .batchUnsubscribeAll(LIST)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: "HubSpotApiError",
      operationId: "getAccountDetails",
      status: 503,
      mayHaveBeenApplied: false,
    });
  });

  test("an answer that breaks off each time tells of the connection, and nothing may have been done", async () => {
    const { client, mock } = connect(
      { account: OURS, unverifiedAccount: "accept", retries: 1, onRetry: skipWaits().onRetry },
      {
        faults: [{ kind: "reset", when: "body", operation: "getAccountDetails", times: "always" }],
      },
    );
    const error: unknown = await client
      .batchUnsubscribeAll(LIST)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: "HubSpotNetworkError",
      operationId: "getAccountDetails",
      attempts: 2,
      mayHaveBeenApplied: false,
    });
    expect(mock.state().out).toEqual({});
  });

  test("a token that is refused there is renewed as at any call", async () => {
    const accessToken = ({ refusedToken }: { refusedToken?: string | undefined }) =>
      refusedToken === undefined ? "out-of-date" : "ours-too";
    const { client, mock } = connect({ accessToken, account: OURS });
    await client.batchUnsubscribeAll(LIST);
    expect(mock.state().out).toEqual({ portal: LIST });
    const fixed = connect({ accessToken: "out-of-date", account: OURS });
    await expect(fixed.client.batchUnsubscribeAll(LIST)).rejects.toThrow(
      HubSpotAuthenticationError,
    );
  });

  test("an answer that names no account is no proof, whoever vouches for it", async () => {
    const fetch = async () => new Response("<html>Sign in</html>", { status: 200 });
    const options = { account: OURS, unverifiedAccount: "accept", fetch } as const;
    const error = await thrown(connect(options).client.batchUnsubscribeAll(LIST));
    expect(error.tokenAccount).toBeUndefined();
  });

  test("a call that ends meanwhile ends alone; others have the answer", async () => {
    const { client, called } = connect({ account: OURS }, { latencyMs: 5 });
    const controller = new AbortController();
    const ended = client.batchUnsubscribeAll(LIST, { signal: controller.signal });
    const other = client.batchUnsubscribeAll(LIST);
    controller.abort(new Error("enough"));
    await expect(ended).rejects.toThrow("enough");
    expect((await other).complete).toBe(true);
    expect(called()).toEqual(["getAccountDetails", "batchUnsubscribeAll"]);
  });

  test("a wrong option is refused by name", () => {
    for (const [options, words] of [
      [{ account: 0 }, "account must be"],
      [{ account: "1" }, "account must be"],
      [{ unverifiedAccount: true }, "unverifiedAccount must be"],
      [{ apiVersion: "v4" }, "apiVersion must be 2026-03 or 2026-09"],
    ] as const) {
      // What a caller without types may pass.
      const given = { accessToken: "t", ...options } as unknown as ClientOptions;
      expect(() => createClient(given)).toThrow(words);
    }
  });
});

describe("readAccount", () => {
  test("tells number, type and time zone, and asks once", async () => {
    const { client, called } = connect({}, { accountType: "SANDBOX", timeZone: "US/Eastern" });
    const account = { id: OURS, verified: true, type: "SANDBOX", timeZone: "US/Eastern" };
    expect(await readAccount(client)).toEqual(account);
    expect(await readAccount(client)).toEqual(account);
    await client.batchUnsubscribeAll(LIST);
    expect(called()).toEqual(["getAccountDetails", "batchUnsubscribeAll"]);
  });

  test("throws where HubSpot does not tell, or tells another than the client names", async () => {
    const { client } = connect({}, refusing(404));
    const error = await thrown(readAccount(client));
    expect(error.message).not.toContain("undefined");
    const named = connect({ accessToken: "theirs", account: OURS });
    expect(await thrown(readAccount(named.client))).toMatchObject({ tokenAccount: 42 });
  });

  test("shows nothing of the token, whatever the server says", async () => {
    const token = "pat-na1-11111111-2222-4333-8444-555555555555";
    const details = { portalId: OURS, accountType: token, timeZone: `Zone/${token}` };
    const client = createClient({ accessToken: token, fetch: async () => Response.json(details) });
    expect(JSON.stringify(await readAccount(client))).not.toContain(token);
  });

  test("needs a client of this package", async () => {
    const { client } = connect();
    await expect(readAccount({ ...client })).rejects.toThrow(TypeError);
  });
});

test("an account that is not told in time is an answer that did not come, for a call and for the reading", async () => {
  const fetch = () => new Promise<never>(() => {});
  const client = createClient({ accessToken: "t", fetch, account: OURS, timeout: 30, retries: 0 });
  for (const call of [client.batchUnsubscribeAll(LIST), readAccount(client)]) {
    const failed = call.catch((error: unknown) => error);
    expect(await failed).toMatchObject({
      operationId: "getAccountDetails",
      message: expect.stringContaining("no complete answer within the time-out of 30 ms") as string,
      mayHaveBeenApplied: false,
    });
  }
});
