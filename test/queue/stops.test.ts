import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { settled } from "../helpers/fake-clock.js";
import { allOut, json, people, refuse } from "../helpers/scripted-hubspot.js";
import { make, names } from "./scripted-queue.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("after a stop", () => {
  test.each([
    ["the limit of the day", "rate-limit", () => json(429, { policyName: "DAILY" })],
    ["a token that is refused", "credentials", () => json(401, {})],
    ["a migration", "migration", () => json(477, {}, { "retry-after": "3600" })],
  ])(
    "for %s callers of every brand are answered at once, and one trial call opens it again",
    async (_, reason, answer) => {
      let broken = true;
      const { hubspot, queue } = make((call) => (broken ? answer() : allOut(call)));
      const first = await settled(Promise.all(people(150).map((each) => queue.optOut(each))));
      expect(hubspot.calls).toHaveLength(1);
      expect(new Set(names(first))).toEqual(new Set(["not-sent"]));
      expect(first[0]).toMatchObject({ reason });
      const retryAt = Number("retryAt" in first[0]! && first[0].retryAt);
      expect(retryAt).toBeGreaterThan(Date.now());
      expect(await queue.optOut("ana@example.com", { businessUnitId: 3 })).toMatchObject({
        outcome: "not-sent",
        reason,
        retryAt,
      });
      expect(queue.progress.stopped).toBe(reason);

      await vi.advanceTimersByTimeAsync(retryAt - Date.now() + 1);
      const trial = await settled(Promise.all(people(250).map((each) => queue.optOut(each))));
      expect(hubspot.calls).toHaveLength(2);
      const later = Number("retryAt" in trial[0]! && trial[0].retryAt);
      expect(later).toBeGreaterThan(retryAt);

      broken = false;
      await vi.advanceTimersByTimeAsync(later - Date.now() + 1);
      const last = await settled(Promise.all(people(250).map((each) => queue.optOut(each))));
      expect(new Set(names(last))).toEqual(new Set(["unsubscribed"]));
      expect(queue.progress).toMatchObject({ calls: 5, stopped: undefined, settled: 250 });
    },
  );

  test("a brand that is refused closes for itself, after few calls", async () => {
    const { hubspot, queue } = make((call) =>
      call.url.searchParams.get("businessUnitId") === "7" ? refuse("No such brand.") : allOut(call),
    );
    const businessUnitId = 7;
    const outcomes = await settled(
      Promise.all(people(1_000).map((each) => queue.optOut(each, { businessUnitId }))),
    );
    expect(new Set(names(outcomes))).toEqual(new Set(["not-sent"]));
    expect(hubspot.calls.length).toBeLessThan(30);
    expect(await queue.optOut("ana@example.com", { businessUnitId })).toMatchObject({
      reason: "request-fault",
      retryAt: expect.any(Number) as number,
    });
    expect(await settled(queue.optOut("ana@example.com"))).toMatchObject({
      outcome: "unsubscribed",
    });
  });

  test("the daily reserve holds over trials", async () => {
    const headers = {
      "x-hubspot-ratelimit-daily": "1000",
      "x-hubspot-ratelimit-daily-remaining": "90",
    };
    const { hubspot, queue } = make((call) => {
      const { inputs } = call;
      return new Response(allOut(call).body, {
        headers: { "content-type": "application/json", ...headers, "x-count": `${inputs.length}` },
      });
    });
    const outcomes = await settled(Promise.all(people(300).map((each) => queue.optOut(each))));
    expect(names(outcomes).filter((name) => name === "unsubscribed")).toHaveLength(100);
    for (let minute = 0; minute < 14; minute += 1) {
      await vi.advanceTimersByTimeAsync(60_000);
      expect(await queue.optOut("ana@example.com")).toMatchObject({ reason: "rate-limit" });
    }
    expect(hubspot.calls).toHaveLength(1);
  });
});
