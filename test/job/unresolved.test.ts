import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";

import { createClient, createMemoryStore, unsubscribeAll, type JobStore } from "../../src/index.js";
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

describe("what an earlier run has left unresolved", () => {
  /** A store in which a run was cut off while it sent the second and the third of four. */
  async function interrupted(): Promise<JobStore> {
    const store = createMemoryStore();
    await store.begin({ server: "https://api.hubapi.com", businessUnitId: undefined });
    const taken = await store.take(people(4).map((address) => ({ address })));
    const entries = taken.flatMap((each) => (each.kind === "new" ? [each.entry] : []));
    await store.calling({ call: 1, purpose: "first", entries: entries.slice(1, 3) });
    return store;
  }

  test("is sent apart from what was never sent", async () => {
    const hubspot = scriptHubSpot(unchanged);
    const store = await interrupted();
    const outcomes = await collect(unsubscribeAll(hubspot.client, undefined, { store }));
    expect(outcomes.map(({ row, outcome }) => [row, outcome]).sort()).toEqual([
      [1, "already-unsubscribed"],
      [2, "unsubscribed"],
      [3, "unsubscribed"],
      [4, "already-unsubscribed"],
    ]);
    expect(hubspot.calls.map(({ inputs }) => inputs.length)).toEqual([1, 2, 1]);
  });

  test("stays so where this one cannot tell, and is never called not sent", async () => {
    const gone = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("fetch failed", { cause: gone });
    });
    onTestFinished(() => void vi.unstubAllGlobals());
    const client = createClient({ accessToken: "test-token" });
    const job = unsubscribeAll(client, undefined, { store: await interrupted(), maxWait: 60_000 });
    const outcomes = await collect(job);
    expect(outcomes.map(({ row, outcome }) => [row, outcome]).sort()).toEqual([
      [1, "not-sent"],
      [2, "unknown"],
      [3, "unknown"],
      [4, "not-sent"],
    ]);
    expect(job.stop?.reason).toBe("unavailable");
  });
});
