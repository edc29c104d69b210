import { describe, expect, test } from "vitest";

import * as validators from "../../generated/validators.js";
import { startMock } from "../../src/mock/index.js";
import { ask, call, read } from "./calls.js";

const of = (address: string, query = "?channel=EMAIL&verbose=true", version = "2026-03"): string =>
  `/communication-preferences/${version}/statuses/${address}/unsubscribe-all${query}`;
const ada = encodeURIComponent("ada+news@example.com");

describe("opting one address out", () => {
  test("answers with flat statuses, and a repeat with NO_STATUS_CHANGE", async () => {
    await using mock = await startMock();
    const first = await ask(mock, "POST", of(ada));
    expect(first.status).toBe(200);
    expect(validators.unsubscribeAllForContact.responses["200"](first.body)).toBe(true);
    expect(first.body).toMatchObject({
      status: "COMPLETE",
      results: [
        {
          subscriberIdString: "ada+news@example.com",
          setStatusSuccessReason: "UNSUBSCRIBE_FROM_ALL_OCCURRED",
          businessUnitId: 0,
        },
        { subscriptionId: 71002 },
      ],
    });
    const { body } = await ask(mock, "POST", of(ada));
    expect(body).toMatchObject({ results: [{ setStatusSuccessReason: "NO_STATUS_CHANGE" }, {}] });
    expect(mock.state().out).toEqual({ portal: ["ada+news@example.com"] });
  });

  test("decodes the path once, so that an address encoded twice is another one", async () => {
    await using mock = await startMock();
    for (const each of [ada, encodeURIComponent(ada), "a%2Fb%40example.com", "ada@example.org"]) {
      expect((await ask(mock, "POST", of(each))).status, each).toBe(200);
    }
    expect(mock.state().out["portal"]).toEqual([
      "ada+news@example.com",
      "ada%2bnews%40example.com",
      "a/b@example.com",
      "ada@example.org",
    ]);
    const broken = await ask(mock, "POST", of("ada%zz"));
    expect(broken.status).toBe(400);
    expect(broken.body).toMatchObject({ errors: [{ in: "subscriberIdString" }] });
  });

  test("has one record with the batch calls", async () => {
    await using mock = await startMock({ alreadyOut: ["ben@example.org"] });
    await ask(mock, "POST", of(ada, "?channel=EMAIL&businessUnitId=7"));
    await call(mock, ["ada+news@example.com"], { query: "?channel=EMAIL&businessUnitId=7" });
    const batch = await read(mock, ["ada+news@example.com"], {
      query: "?channel=EMAIL&businessUnitId=7",
    });
    expect(await batch.json()).toMatchObject({ results: [{ wideStatuses: [{}] }] });
    const { body } = await ask(mock, "POST", of("ben%40example.org"));
    expect(body).toMatchObject({ results: [{ setStatusSuccessReason: "NO_STATUS_CHANGE" }, {}] });
  });

  test.each([
    ["empty-results", 200, { results: [] }],
    ["no-statuses", 200, { results: [] }],
    ["empty-body", 200, undefined],
    ["no-content", 204, undefined],
  ] as const)("answers without verbose as told: %s", async (nonVerbose, status, body) => {
    await using mock = await startMock({ nonVerbose });
    const answer = await ask(mock, "POST", of(ada, "?channel=EMAIL"));
    expect(answer.status).toBe(status);
    if (body === undefined) expect(answer.body).toBeUndefined();
    else expect(answer.body).toMatchObject(body);
    expect(mock.state().out["portal"]).toHaveLength(1);
  });

  test("needs a scope of its own, the channel, and no body", async () => {
    const scopes = ["communication_preferences.statuses.batch.write"];
    await using batch = await startMock({ scopes });
    const refused = await ask(batch, "POST", of(ada));
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({
      errors: [{ context: { requiredScopes: ["communication_preferences.write"] } }],
    });
    await using mock = await startMock({ scopes: ["subscriptions-status-write"] });
    expect((await ask(mock, "POST", of(ada))).status).toBe(200);
    expect((await ask(mock, "GET", of(ada))).status).toBe(403);
    expect((await ask(mock, "POST", of(ada, ""))).status).toBe(400);
    const other = await ask(mock, "DELETE", of(ada));
    expect([other.status, other.headers.get("Allow")]).toEqual([405, "GET, POST"]);
  });

  test.each([
    ["207", 207, { results: [], numErrors: 1, errors: [{ category: "VALIDATION_ERROR" }] }],
    ["200", 200, { results: [], numErrors: 1, errors: [{ category: "VALIDATION_ERROR" }] }],
    ["400", 400, { category: "VALIDATION_ERROR" }],
  ] as const)("refuses a bad address with a %s, and others not", async (answer, status, body) => {
    await using mock = await startMock({
      faults: [{ kind: "bad-address", address: "ADA+news@example.com", answer }],
    });
    for (const method of ["POST", "GET"]) {
      const refused = await ask(mock, method, of(ada));
      expect(refused.status).toBe(status);
      expect(refused.body).toMatchObject(body);
    }
    expect((await ask(mock, "POST", of("ben%40example.org"))).status).toBe(200);
    expect(mock.state().out).toEqual({ portal: ["ben@example.org"] });
  });

  test("counts for limits and faults as any call does, and logs its address only when asked", async () => {
    await using mock = await startMock({
      rate: { calls: 1, seconds: 10 },
      keepInputs: true,
      faults: [{ kind: "status", status: 502, body: "empty", address: "ben@example.org" }],
    });
    const statuses: number[] = [];
    for (const each of ["ben%40example.org", ada, ada]) {
      statuses.push((await ask(mock, "POST", of(each))).status);
    }
    expect(statuses).toEqual([502, 200, 429]);
    expect(mock.state().calls[1]).toMatchObject({
      operationId: "unsubscribeAllForContact",
      inputs: 1,
      addresses: ["ada+news@example.com"],
    });
  });
});

describe("reading one address back", () => {
  test("gives no row for one that is not out, and a row of the scope that is asked for", async () => {
    await using mock = await startMock({ alreadyOut: ["ada+news@example.com"] });
    const { body } = await ask(mock, "GET", of(ada, "?channel=EMAIL"));
    expect(validators.readUnsubscribeAllForContact.responses["200"](body)).toBe(true);
    const row = { subscriberIdString: "ada+news@example.com", status: "UNSUBSCRIBED" };
    expect(body).toMatchObject({ results: [{ ...row, wideStatusType: "PORTAL_WIDE" }] });

    const brand = "?channel=EMAIL&businessUnitId=0";
    expect((await ask(mock, "GET", of(ada, brand))).body).toMatchObject({ results: [] });
    await ask(mock, "POST", of(ada, brand));
    expect((await ask(mock, "GET", of(ada, brand))).body).toMatchObject({
      results: [{ ...row, wideStatusType: "BUSINESS_UNIT_WIDE", businessUnitId: 0 }],
    });
  });

  test("shows an opt-out only after the lag", async () => {
    let now = Date.UTC(2026, 0, 1);
    await using mock = await startMock({ readLagMs: 500, now: () => now });
    await ask(mock, "POST", of(ada));
    expect((await ask(mock, "GET", of(ada))).body).toMatchObject({ results: [] });
    now += 500;
    expect((await ask(mock, "GET", of(ada))).body).toMatchObject({ results: [{}] });
  });
});

describe("the version in the path", () => {
  test("can be any that the description lists for that beginning of the path, and no other", async () => {
    await using mock = await startMock();
    const query = "?channel=EMAIL";
    const batch = "/communication-preferences/2026-09/statuses/batch/unsubscribe-all";
    expect((await call(mock, ["ben@example.org"], { path: batch, query })).status).toBe(200);
    expect((await ask(mock, "POST", of(ada, query, "2026-09"))).status).toBe(200);
    expect((await ask(mock, "GET", of(ada, query))).body).toMatchObject({ results: [{}] });
    expect((await ask(mock, "POST", of(ada, query, "2027-03"))).status).toBe(404);
    expect((await ask(mock, "GET", "/account-info/2026-03/details")).status).toBe(200);
    expect((await ask(mock, "GET", "/account-info/2026-09/details")).status).toBe(404);
  });
});
