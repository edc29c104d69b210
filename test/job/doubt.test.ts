import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { Item } from "../../src/job/entry.js";
import { optOut } from "../../src/job/opt-out.js";
import { unsubscribeAll } from "../../src/job/unsubscribe-all.js";
import {
  collect,
  json,
  people,
  refuse,
  resultOf,
  scriptHubSpot,
  type Script,
} from "../helpers/scripted-hubspot.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Everybody is out, and nothing was changed. */
const unchanged: Script = ({ inputs }) => {
  const results = inputs.map((input) => {
    const { statuses } = resultOf(input) as { readonly statuses: readonly object[] };
    const kept = statuses.map((status) => ({
      ...status,
      setStatusSuccessReason: "NO_STATUS_CHANGE",
    }));
    return { ...resultOf(input), statuses: kept };
  });
  return json(200, { status: "COMPLETE", results });
};

describe("who was sent before is not said to have been out before", () => {
  test.each<[string, () => Response]>([
    ["by a call whose answer was lost", () => new Response("", { status: 502 })],
    ["by a call that proved nothing", () => json(200, { results: [] })],
  ])("%s", async (_, first) => {
    const hubspot = scriptHubSpot((call) => (call.number === 1 ? first() : unchanged(call)));
    const outcomes = await collect(unsubscribeAll(hubspot.client, people(3)));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(3).fill("unsubscribed"));
  });

  test("unless the call was refused as a whole", async () => {
    const hubspot = scriptHubSpot((call) =>
      call.inputs.length > 2 ? refuse("Invalid.") : unchanged(call),
    );
    const outcomes = await collect(unsubscribeAll(hubspot.client, people(3)));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(3).fill("already-unsubscribed"));
  });
});

describe("what an earlier run has left in doubt", () => {
  const items: Item[] = people(4).map((sent, id) => ({
    id,
    row: id + 1,
    sent,
    ...(id === 1 || id === 2 ? { doubt: "interrupted" as const } : {}),
  }));

  test("is sent apart from what was never sent", async () => {
    const hubspot = scriptHubSpot(unchanged);
    const settled = (await collect(optOut(hubspot.client, [items]))).flat();
    const outcomes = settled.map(({ item, settled: { outcome } }) => [item.id, outcome]);
    expect(outcomes.sort()).toEqual([
      [0, "already-unsubscribed"],
      [1, "unsubscribed"],
      [2, "unsubscribed"],
      [3, "already-unsubscribed"],
    ]);
    expect(hubspot.calls.map(({ inputs }) => inputs.length)).toEqual([1, 2, 1]);
  });

  test("stays in doubt where this one cannot tell, and is never called not sent", async () => {
    const gone = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    const hubspot = scriptHubSpot(() => {
      throw new TypeError("fetch failed", { cause: gone });
    });
    const run = optOut(hubspot.client, [items], { maxWait: 60_000 });
    const settled = (await collect(run)).flat();
    for (const { item, settled: what } of settled) {
      if (item.doubt !== undefined) {
        expect(what).toMatchObject({ outcome: "unknown", reason: "interrupted" });
      } else expect(what.outcome).toBe("not-sent");
    }
    expect(run.stop?.reason).toBe("unavailable");
  });
});
