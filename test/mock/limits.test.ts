import { describe, expect, test } from "vitest";

import { startMock, type Mock, type MockOptions } from "../../src/mock/index.js";
import { call, readValid } from "./calls.js";

const inputs = ["ada@example.com"];

/** A mock whose clock the test holds. */
async function clocked(options: MockOptions): Promise<{ mock: Mock; pass: (ms: number) => void }> {
  let now = Date.UTC(2026, 0, 1);
  return {
    mock: await startMock({ ...options, now: () => now }),
    pass: (ms) => void (now += ms),
  };
}

function limitHeaders(response: Response): Record<string, string> {
  return Object.fromEntries(
    [...response.headers].filter(([name]) => name.startsWith("x-hubspot-ratelimit-")),
  );
}

describe("the rolling window", () => {
  test("lets so many calls pass within the window, and one more as each grows old", async () => {
    const { mock, pass } = await clocked({ rate: { calls: 2, seconds: 10 } });
    await using _ = mock;
    const statuses: number[] = [];
    for (const ms of [0, 4_000, 1_000, 4_999, 1, 0, 3_999, 1]) {
      pass(ms);
      statuses.push((await call(mock, inputs)).status);
    }
    // At 0, 4, 5, 9.999, 10, 10, 13.999 and 14 seconds.
    expect(statuses).toEqual([200, 200, 429, 429, 200, 429, 429, 200]);
  });

  test("counts no call that it refused", async () => {
    const { mock, pass } = await clocked({ rate: { calls: 1, seconds: 1 } });
    await using _ = mock;
    const statuses: number[] = [];
    for (const ms of [0, 600, 400]) {
      pass(ms);
      statuses.push((await call(mock, inputs)).status);
    }
    expect(statuses).toEqual([200, 429, 200]);
  });

  test.each([
    [1, "SECONDLY"],
    [10, "TEN_SECONDLY_ROLLING"],
  ])("names the policy of its %s seconds, and does nothing", async (seconds, policyName) => {
    const { mock } = await clocked({ rate: { calls: 1, seconds } });
    await using _ = mock;
    await call(mock, inputs);
    const response = await call(mock, ["bob@example.com"]);
    expect(response.status).toBe(429);
    expect(await readValid(response)).toMatchObject({ errorType: "RATE_LIMIT", policyName });
    expect(mock.state().out["portal"]).toEqual(inputs);
  });

  test("shows the limit, what is left and the window on every answer", async () => {
    const { mock } = await clocked({ rate: { calls: 2, seconds: 10 } });
    await using _ = mock;
    const remaining: (string | undefined)[] = [];
    for (const token of ["other", mock.token, mock.token, mock.token]) {
      const headers = limitHeaders(await call(mock, inputs, { token }));
      expect(headers).toMatchObject({
        "x-hubspot-ratelimit-max": "2",
        "x-hubspot-ratelimit-interval-milliseconds": "10000",
      });
      remaining.push(headers["x-hubspot-ratelimit-remaining"]);
    }
    expect(remaining).toEqual(["2", "1", "0", "0"]);
  });

  test("forgets calls from the future after the clock was set back", async () => {
    const { mock, pass } = await clocked({ rate: { calls: 1, seconds: 10 } });
    await using _ = mock;
    await call(mock, inputs);
    pass(-7 * 3_600_000);
    expect((await call(mock, inputs)).status).toBe(200);
  });
});

describe("the daily limit", () => {
  test("ends with DAILY until midnight UTC, whatever the window allows", async () => {
    const { mock, pass } = await clocked({ daily: 2, rate: { calls: 2, seconds: 1 } });
    await using _ = mock;
    expect((await call(mock, inputs)).status).toBe(200);
    const second = await call(mock, inputs);
    expect(limitHeaders(second)).toMatchObject({
      "x-hubspot-ratelimit-daily": "2",
      "x-hubspot-ratelimit-daily-remaining": "0",
    });
    const refused = await call(mock, inputs);
    expect(refused.status).toBe(429);
    expect(await readValid(refused)).toMatchObject({ policyName: "DAILY" });
    pass(86_399_999);
    expect((await call(mock, inputs)).status).toBe(429);
    pass(1);
    expect((await call(mock, inputs)).status).toBe(200);
  });
});

describe("no limit", () => {
  test("shows no header of a limit that is off", async () => {
    const { mock } = await clocked({});
    await using _ = mock;
    expect(limitHeaders(await call(mock, inputs))).toEqual({});
    const { mock: daily } = await clocked({ daily: 5 });
    await using __ = daily;
    expect(Object.keys(limitHeaders(await call(daily, inputs)))).toEqual([
      "x-hubspot-ratelimit-daily",
      "x-hubspot-ratelimit-daily-remaining",
    ]);
  });
});
