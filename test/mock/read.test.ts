import { describe, expect, test } from "vitest";

import { startMock } from "../../src/mock/index.js";
import { call, read, readValid, type Body } from "./calls.js";

const inputs = ["ada@example.com", "bob@example.com"];

/** The type, state and brand of each address's statuses. */
function wide(body: Body): Readonly<Record<string, readonly unknown[]>> {
  return Object.fromEntries(
    (body.results ?? []).map(({ subscriberIdString, wideStatuses = [] }) => [
      subscriberIdString,
      wideStatuses.flatMap((each) => [each.wideStatusType, each.status, each.businessUnitId]),
    ]),
  );
}

describe("what a read tells", () => {
  test("who is out of the account, and of others nothing", async () => {
    await using mock = await startMock();
    await call(mock, ["ADA@example.com"]);
    const response = await read(mock, inputs);
    expect(response.status).toBe(200);
    const body = await readValid(response);
    expect(body.status).toBe("COMPLETE");
    expect(wide(body)).toEqual({
      "ada@example.com": ["PORTAL_WIDE", "UNSUBSCRIBED", undefined],
      "bob@example.com": [],
    });
  });

  test("of a brand, what was done for that brand and no other, 0 included", async () => {
    await using mock = await startMock();
    await call(mock, inputs.slice(0, 1), { query: "?channel=EMAIL&businessUnitId=0" });
    const about = async (brand: string): Promise<unknown> =>
      wide(await readValid(await read(mock, inputs, { query: `?channel=EMAIL${brand}` })))[
        "ada@example.com"
      ];
    expect(await about("&businessUnitId=0")).toEqual(["BUSINESS_UNIT_WIDE", "UNSUBSCRIBED", 0]);
    expect(await about("&businessUnitId=7")).toEqual([]);
    expect(await about("")).toEqual([]);
  });

  test("each address once, and not in the order of the request", async () => {
    await using mock = await startMock();
    const body = await readValid(await read(mock, [...inputs, "ADA@example.com"]));
    expect(body.results?.map((result) => result.subscriberIdString)).toEqual([
      "bob@example.com",
      "ada@example.com",
    ]);
  });

  test("changes nothing, and is on record under its own name", async () => {
    await using mock = await startMock({ alreadyOut: inputs.slice(0, 1) });
    const before = mock.state().out;
    await read(mock, inputs);
    expect(mock.state().out).toEqual(before);
    expect(mock.state().calls).toMatchObject([
      { operationId: "batchReadUnsubscribeAll", inputs: 2, judged: 200, status: 200 },
    ]);
  });
});

describe("readLagMs", () => {
  test("is how long a read does not show an opt-out; a repeat does not begin it anew", async () => {
    let now = Date.UTC(2026, 0, 2, 3, 4, 5);
    await using mock = await startMock({ readLagMs: 1_000, now: () => now });
    await call(mock, inputs);
    const seen: number[] = [];
    for (const wait of [0, 999, 1]) {
      now += wait;
      await call(mock, inputs);
      const body = await readValid(await read(mock, inputs));
      seen.push(wide(body)["ada@example.com"]?.length ?? -1);
    }
    expect(seen).toEqual([0, 0, 3]);
    const [last] = (await readValid(await read(mock, inputs))).results ?? [];
    expect(last?.wideStatuses?.[0]?.timestamp).toBe("2026-01-02T03:04:05.000Z");
  });

  test("does not hide who was out before the first call", async () => {
    await using mock = await startMock({ readLagMs: 60_000, alreadyOut: inputs });
    expect(wide(await readValid(await read(mock, inputs)))["ada@example.com"]).toHaveLength(3);
  });
});

describe("a read is judged like any call", () => {
  test("by the token, the query, the body, the cap and the limits", async () => {
    await using mock = await startMock({ cap: 2, rate: { calls: 4, seconds: 10 } });
    const refusals = [
      await read(mock, inputs, { token: "other" }),
      await read(mock, inputs, { query: "" }),
      await read(mock, []),
      await read(mock, [...inputs, "cem@example.net"]),
      await read(mock, inputs),
      await read(mock, inputs),
    ];
    for (const response of refusals) await readValid(response);
    expect(refusals.map(({ status }) => status)).toEqual([401, 400, 400, 400, 200, 429]);
  });

  test.each([
    [undefined, 200, 200],
    [["communication_preferences.statuses.batch.write"], 200, 403],
    [["subscription-status-batch-write"], 200, 403],
    [["subscription-status-batch-read"], 403, 200],
    [[], 403, 403],
  ])("and by the scopes of the token: %j", async (scopes, write, readStatus) => {
    await using mock = await startMock({ scopes });
    const answers = [await call(mock, inputs), await read(mock, inputs)];
    expect(answers.map(({ status }) => status)).toEqual([write, readStatus]);
    for (const [index, kind] of ["write", "read"].entries()) {
      const answer = answers[index];
      if (answer?.status !== 403) continue;
      const body = await readValid(answer);
      expect(body.category).toBe("MISSING_SCOPES");
      expect(body.errors?.[0]?.context?.["requiredScopes"]).toEqual([
        `communication_preferences.statuses.batch.${kind}`,
      ]);
    }
  });
});
