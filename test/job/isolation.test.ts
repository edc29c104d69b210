import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { unsubscribeAll } from "../../src/index.js";
import { allOut, collect, json, people, scriptHubSpot } from "../helpers/scripted-hubspot.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const bound = (size: number): number => 3 * Math.ceil(Math.log2(size)) + 5;

describe("one address that fails every call with it costs itself alone", () => {
  const ways: readonly (readonly [string, () => Response | Promise<Response>])[] = [
    ["a 500", () => new Response("", { status: 500 })],
    ["a 408", () => json(408, {})],
    ["a 409", () => json(409, {})],
    ["a 425", () => json(425, {})],
    ["a 499", () => json(499, {})],
    ["a 522", () => new Response("<p>522</p>", { status: 522 })],
    ["a reset", () => Promise.reject(new TypeError("terminated"))],
  ];
  describe.each(ways)("by %s", (_, answer) => {
    test.each([
      ["a whole list of one batch", 100, 1],
      ["a batch of many", 400, 250],
      ["the last of a batch", 100, 100],
    ])("in %s", async (_name, count, place) => {
      const bad = `reader${place}@example.com`;
      const hubspot = scriptHubSpot((call) => {
        if (call.reads) return json(200, { results: [] });
        return call.inputs.includes(bad) ? answer() : allOut(call);
      });
      const job = unsubscribeAll(hubspot.client, people(count));
      const outcomes = await collect(job);
      expect(job.stop).toBeUndefined();
      expect(job.totals.outcomes.unsubscribed).toBe(count - 1);
      const what = outcomes.find(({ address }) => address === bad)?.outcome;
      expect(what).toBe(
        _ === "a 408" || _ === "a 409" || _ === "a 425" || _ === "a 499" ? "not-sent" : "unknown",
      );
      const optOuts = hubspot.calls.filter(({ reads }) => !reads).length - (count - 100) / 100;
      expect(optOuts).toBeLessThanOrEqual(bound(100));
    });
  });
});

test.each([408, 409, 425, 499, 520, 521, 522, 523, 524, 525, 526, 527, 530])(
  "a single %d ends no job",
  async (status) => {
    const hubspot = scriptHubSpot((call) =>
      call.number === 3 ? new Response("", { status }) : allOut(call),
    );
    const job = unsubscribeAll(hubspot.client, people(1_000));
    await collect(job);
    expect(job.stop).toBeUndefined();
    expect(job.totals.outcomes.unsubscribed).toBe(1_000);
  },
);

test("where every call fails it is an outage, and little is asked of the server meanwhile", async () => {
  for (const count of [100, 5_000]) {
    const hubspot = scriptHubSpot(() => new Response("", { status: 503 }));
    const job = unsubscribeAll(hubspot.client, people(count));
    await collect(job);
    expect(job.stop?.reason).toBe("unavailable");
    expect(job.totals.outcomes.unsubscribed).toBe(0);
    expect(hubspot.calls.length).toBeLessThan(200);
  }
});
