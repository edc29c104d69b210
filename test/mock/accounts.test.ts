import { describe, expect, test } from "vitest";

import * as validators from "../../generated/validators.js";
import { startMock, type MockOptions } from "../../src/mock/index.js";
import { ask, call } from "./calls.js";

const details = "/account-info/2026-03/details";
const inputs = ["ada@example.com"];

describe("several accounts", () => {
  test("each has its own record, limit and log entry", async () => {
    await using mock = await startMock({
      token: "first",
      rate: { calls: 1, seconds: 10 },
      accounts: [{ token: "second", portalId: 99, alreadyOut: ["ben@example.org"] }],
    });
    const statuses: number[] = [];
    for (const token of ["first", "first", "second", "second"]) {
      statuses.push((await call(mock, inputs, { token })).status);
    }
    expect(statuses).toEqual([200, 429, 200, 200]);
    await call(mock, inputs, { token: "third" });
    expect(mock.state().accounts).toEqual([
      { portalId: 1234567, out: { portal: inputs } },
      { portalId: 99, out: { portal: ["ben@example.org", ...inputs] } },
    ]);
    expect(mock.state().out).toEqual({ portal: inputs });
    // A token that is none of the mock's might be a real one, and is not kept.
    expect(mock.state().calls.map(({ portalId, token }) => [portalId, token])).toEqual([
      [1234567, "first"],
      [1234567, "first"],
      [99, "second"],
      [99, "second"],
      [null, null],
    ]);
    mock.reset();
    expect(mock.state().accounts[1]?.out).toEqual({ portal: ["ben@example.org"] });
  });

  test("shows each caller its own limit in the headers", async () => {
    await using mock = await startMock({
      accounts: [{ token: "limited", daily: 5 }],
    });
    const first = await call(mock, inputs);
    const second = await call(mock, inputs, { token: "limited" });
    expect(first.headers.get("X-HubSpot-RateLimit-Daily")).toBeNull();
    expect(second.headers.get("X-HubSpot-RateLimit-Daily-Remaining")).toBe("4");
  });

  test("an account has the brands it was given, and brand 0", async () => {
    await using mock = await startMock({
      brands: [7],
      accounts: [{ token: "any-brand" }],
    });
    const statuses: number[] = [];
    for (const brand of [0, 7, 8]) {
      const query = `?channel=EMAIL&businessUnitId=${brand}`;
      statuses.push((await call(mock, inputs, { query })).status);
      statuses.push((await call(mock, inputs, { query, token: "any-brand" })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 400, 200]);
    await call(mock, inputs, { query: "?channel=EMAIL&businessUnitId=none" });
    await call(mock, inputs);
    expect(mock.state().calls.map(({ businessUnitId }) => businessUnitId)).toEqual([
      ...[0, 0, 7, 7, 8, 8],
      null,
      null,
    ]);
  });

  test("a fault can be meant for one token", async () => {
    await using mock = await startMock({
      accounts: [{ token: "second" }],
      faults: [{ kind: "status", status: 503, body: "empty", token: "second" }],
    });
    expect((await call(mock, inputs)).status).toBe(200);
    expect((await call(mock, inputs, { token: "second" })).status).toBe(503);
  });
});

describe("several tokens of an account", () => {
  test("share its record and its limit, and have scopes of their own", async () => {
    await using mock = await startMock({
      rate: { calls: 2, seconds: 10 },
      tokens: [{ token: "reader", scopes: ["communication_preferences.statuses.batch.read"] }],
    });
    const statuses: number[] = [];
    for (const token of [mock.token, "reader", mock.token, mock.token]) {
      statuses.push((await call(mock, inputs, { token })).status);
    }
    expect(statuses).toEqual([200, 403, 200, 429]);
  });

  test("a token is refused once it has expired, another one of the account is not", async () => {
    let now = Date.UTC(2026, 0, 1);
    await using mock = await startMock({
      now: () => now,
      expiresAfterMs: 1_800_000,
      tokens: [{ token: "next" }],
    });
    now += 1_799_999;
    expect((await call(mock, inputs)).status).toBe(200);
    now += 1;
    const refused = await call(mock, inputs);
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ category: "EXPIRED_AUTHENTICATION" });
    expect((await call(mock, inputs, { token: "next" })).status).toBe(200);
    mock.reset();
    expect((await call(mock, inputs)).status).toBe(200);
  });
});

describe("the details of the account", () => {
  test("are those of the token's account, for a token of any scope", async () => {
    await using mock = await startMock({
      now: () => Date.UTC(2026, 0, 15, 12),
      scopes: [],
      accounts: [
        {
          token: "other",
          portalId: 42,
          accountType: "SANDBOX",
          timeZone: "America/New_York",
        },
      ],
    });
    const { status, body } = await ask(mock, "GET", details);
    expect(status).toBe(200);
    expect(validators.getAccountDetails.responses["200"](body)).toBe(true);
    expect(body).toMatchObject({ portalId: 1234567, accountType: "STANDARD", timeZone: "UTC" });
    expect(body).toMatchObject({ utcOffset: "+00:00", utcOffsetMilliseconds: 0 });
    expect((await ask(mock, "GET", details, "other")).body).toMatchObject({
      portalId: 42,
      accountType: "SANDBOX",
      timeZone: "America/New_York",
      utcOffset: "-05:00",
      utcOffsetMilliseconds: -18_000_000,
    });
    expect((await ask(mock, "GET", details, "nobody")).status).toBe(401);
    expect((await ask(mock, "POST", details)).status).toBe(405);
  });

  test("the day of the limit ends at midnight in the account's time zone", async () => {
    let now = Date.UTC(2026, 6, 1, 21, 59); // 23:59 in Berlin
    await using mock = await startMock({ now: () => now, daily: 1, timeZone: "Europe/Berlin" });
    expect((await call(mock, inputs)).status).toBe(200);
    expect((await call(mock, inputs)).status).toBe(429);
    now += 60_000;
    expect((await call(mock, inputs)).status).toBe(200);
  });
});

describe("options of accounts that are not right", () => {
  test.each<[MockOptions, string]>([
    [{ accounts: [{}] }, "accounts[0].token must be given"],
    [{ accounts: [{ token: "mock-token" }] }, "each token must be given once"],
    [{ tokens: [{ token: "two words" }] }, "tokens[0].token must be a text"],
    [{ tokens: [{ scopes: [] }] }, "tokens[0].token must be given"],
    [{ accounts: [{ token: "PAT-eu1-x" }] }, "accounts[0].token looks like a real one"],
    [{ accounts: [{ token: "a", rate: { calls: 0, seconds: 1 } }] }, "accounts[0].rate must have"],
    [{ expiresAfterMs: -1 }, "expiresAfterMs must be"],
    [{ brands: [-1] }, "brands must be a list"],
    [{ portalId: 0 }, "portalId must be"],
    [{ timeZone: "Mars/Olympus" }, "timeZone must be the IANA name"],
    [JSON.parse('{"accounts": [null]}') as MockOptions, "accounts[0] must be an object"],
    [
      JSON.parse('{"accounts": [{"token": "a", "port": 1}]}') as MockOptions,
      "accounts[0].port is no",
    ],
    [JSON.parse('{"tokens": {}}') as MockOptions, "tokens must be a list"],
    [JSON.parse('{"onCall": 1}') as MockOptions, "onCall must be a function"],
  ])("%j: a TypeError that names it", async (options, words) => {
    await expect(startMock(options)).rejects.toThrow(TypeError);
    await expect(startMock(options)).rejects.toThrow(words);
  });
});
