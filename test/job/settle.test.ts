import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { createClient } from "../../src/client/client.js";
import { unsubscribeAll } from "../../src/job/unsubscribe-all.js";
import {
  allOut,
  collect,
  json,
  naming,
  people,
  refuse,
  resultOf,
  scriptHubSpot,
  wideOf,
} from "../helpers/scripted-hubspot.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lost = "reader3@example.com";

test("what is unknown is sent once more, and only that", async () => {
  const hubspot = scriptHubSpot((call) =>
    call.number === 1
      ? json(200, { results: call.inputs.filter((input) => input !== lost).map(resultOf) })
      : allOut(call),
  );
  const outcomes = await collect(unsubscribeAll(hubspot.client, people(5)));
  expect(hubspot.calls.map(({ inputs }) => inputs.length)).toEqual([5, 1]);
  expect(outcomes.every(({ outcome }) => outcome === "unsubscribed")).toBe(true);
});

const cutOff: readonly [string, () => Response][] = [
  ["in the middle of its JSON", () => new Response('{"status":"COMPLETE","results":[{"sub')],
  ["with its connection", () => new Response(brokenStream())],
];

function brokenStream(): ReadableStream {
  return new ReadableStream({ pull: (controller) => controller.error(new Error("terminated")) });
}

describe.each(cutOff)("an answer that is cut off %s", (_, cut) => {
  test.each(["report", "strict"] as const)(
    "is asked for again, four times and a little later each time, validate %s",
    async (validate) => {
      const times: number[] = [];
      const hubspot = scriptHubSpot((call) => {
        times.push(performance.now());
        return call.number <= 4 ? cut() : naming(call, [lost]);
      });
      const client = createClient({ accessToken: "test-token", fetch: hubspot.fetch, validate });
      const outcomes = await collect(unsubscribeAll(client, people(3)));
      expect(hubspot.calls.map(({ reads, inputs }) => [reads, inputs.length])).toEqual(
        Array(5).fill([false, 3]),
      );
      expect(
        times.slice(1).map((at, index) => Math.floor((at - (times[index] ?? 0)) / 1_000)),
      ).toEqual([1, 2, 4, 8]);
      // A person whom HubSpot refuses is told so, and not left unknown.
      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual([
        "rejected",
        "unsubscribed",
        "unsubscribed",
      ]);
    },
  );

  test("every time is read back in the end", async () => {
    const hubspot = scriptHubSpot((call) => (call.reads ? allOut(call) : cut()));
    const outcomes = await collect(unsubscribeAll(hubspot.client, people(2)));
    expect(hubspot.calls.map(({ reads }) => reads)).toEqual([...Array(5).fill(false), true]);
    expect(outcomes).toMatchObject(Array(2).fill({ outcome: "unsubscribed", reason: "read-back" }));
  });
});

test("what stays unknown is read back, until a reading shows it", async () => {
  let reads = 0;
  const hubspot = scriptHubSpot((call) => {
    if (!call.reads) return json(200, { results: [] });
    reads += 1;
    const status = reads < 3 ? "NOT_SPECIFIED" : "UNSUBSCRIBED";
    return json(200, { results: call.inputs.map((input) => wideOf(input, status)) });
  });
  const outcomes = await collect(unsubscribeAll(hubspot.client, people(2)));
  expect(hubspot.calls.map((call) => call.reads)).toEqual([false, false, true, true, true]);
  expect(outcomes).toMatchObject([
    { outcome: "unsubscribed", reason: "read-back" },
    { outcome: "unsubscribed", reason: "read-back" },
  ]);
});

test("what no reading shows is left unknown, for the reason of the first answer", async () => {
  const hubspot = scriptHubSpot(() => json(200, { results: [] }));
  const job = unsubscribeAll(hubspot.client, people(2));
  const outcomes = await collect(job);
  expect(outcomes).toMatchObject([
    { outcome: "unknown", reason: "missing" },
    { outcome: "unknown", reason: "missing" },
  ]);
  expect(hubspot.calls).toHaveLength(5);
  expect(job.stop).toBeUndefined();
});

test("without the scope for reading what is unknown is left so, and reading is not tried again", async () => {
  const hubspot = scriptHubSpot((call) =>
    call.reads ? refuse("No scope.", "MISSING_SCOPES", 403) : json(200, { results: [] }),
  );
  const job = unsubscribeAll(hubspot.client, people(250));
  await collect(job);
  expect(job.stop).toBeUndefined();
  expect(job.totals.outcomes.unknown).toBe(250);
  expect(hubspot.calls.filter(({ reads }) => reads).length).toBeLessThanOrEqual(3);
});

test("a refusal that says the address is out already is proven by reading", async () => {
  const already = "reader2@example.com";
  const hubspot = scriptHubSpot((call) => {
    if (call.reads) return allOut(call);
    return call.inputs.includes(already) ? refuse("Contact already unsubscribed.") : allOut(call);
  });
  const outcomes = await collect(unsubscribeAll(hubspot.client, people(4)));
  expect(outcomes.find(({ address }) => address === already)).toMatchObject({
    outcome: "already-unsubscribed",
    reason: "read-back",
  });
});

test("the same words without a proof make nobody out", async () => {
  const hubspot = scriptHubSpot((call) => {
    if (call.reads)
      return json(200, { results: call.inputs.map((input) => wideOf(input, "SUBSCRIBED")) });
    return call.inputs.includes(lost) ? refuse("Already unsubscribed") : allOut(call);
  });
  const outcomes = await collect(unsubscribeAll(hubspot.client, people(4)));
  expect(outcomes.find(({ address }) => address === lost)).toMatchObject({
    outcome: "unknown",
    reason: "said-already-out",
  });
});

test("every call asks for the statuses, and names the brand, 0 too", async () => {
  const hubspot = scriptHubSpot((call) => (call.reads ? allOut(call) : json(200, { results: [] })));
  const read = unsubscribeAll(hubspot.client, people(1), { businessUnitId: 0 });
  await collect(read);
  for (const { url, reads } of hubspot.calls) {
    expect(url.searchParams.get("businessUnitId")).toBe("0");
    expect(url.searchParams.get("verbose")).toBe(reads ? null : "true");
  }
});
