import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { verifyAll } from "../../src/index.js";
import {
  allOut,
  collect,
  json,
  people,
  refuse,
  scriptHubSpot,
  wideOf,
} from "../helpers/scripted-hubspot.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("each address has its verdict, and what is no address its reason", async () => {
  const hubspot = scriptHubSpot((call) =>
    json(200, {
      results: call.inputs.map((input) =>
        wideOf(input, input.startsWith("no") ? "SUBSCRIBED" : "UNSUBSCRIBED"),
      ),
    }),
  );
  const job = verifyAll(hubspot.client, ["a@example.com", "no@example.com", "A@example.com", "?"]);
  const outcomes = await collect(job);
  expect(outcomes.toSorted((one, other) => Number(one.row) - Number(other.row))).toMatchObject([
    { row: 1, outcome: "confirmed" },
    { row: 2, outcome: "not-confirmed" },
    { row: 3, outcome: "duplicate", duplicateOf: 1 },
    { row: 4, outcome: "invalid" },
  ]);
  expect(job.totals).toMatchObject({ entries: 4, pending: 0 });
});

test("an opt-out that is not shown at once is read again, a few times, and only itself", async () => {
  const late = "reader2@example.com";
  let reads = 0;
  const hubspot = scriptHubSpot((call) => {
    reads += 1;
    const out = (input: string): boolean => input !== late || reads === 3;
    return json(200, {
      results: call.inputs.map((input) =>
        wideOf(input, out(input) ? "UNSUBSCRIBED" : "SUBSCRIBED"),
      ),
    });
  });
  const outcomes = await collect(verifyAll(hubspot.client, people(3)));
  expect(hubspot.calls.map(({ inputs }) => inputs.length)).toEqual([3, 1, 1]);
  expect(outcomes.every(({ outcome }) => outcome === "confirmed")).toBe(true);
});

test("without the scope for reading nothing is confirmable, and one call says so", async () => {
  const hubspot = scriptHubSpot(() => refuse("No scope.", "MISSING_SCOPES", 403));
  const job = verifyAll(hubspot.client, people(1_000));
  const outcomes = await collect(job);
  expect(hubspot.calls).toHaveLength(1);
  expect(outcomes).toHaveLength(job.totals.entries);
  expect(outcomes.every(({ outcome }) => outcome === "unconfirmable")).toBe(true);
  expect(job.stop?.reason).toBe("credentials");
});

test("an address that cannot be read does not keep the others from their verdict", async () => {
  const bad = "reader5@example.com";
  const hubspot = scriptHubSpot((call) =>
    call.inputs.includes(bad) ? refuse("Invalid input.") : allOut(call),
  );
  const job = verifyAll(hubspot.client, people(100));
  const outcomes = await collect(job);
  expect(job.totals.outcomes).toMatchObject({ confirmed: 99, unconfirmable: 1 });
  expect(outcomes.find(({ address }) => address === bad)?.outcome).toBe("unconfirmable");
});

test("a token that may not read is known by its class of error, whatever the status", async () => {
  const hubspot = scriptHubSpot(() => refuse("No scope.", "MISSING_SCOPES", 400));
  const outcomes = await collect(verifyAll(hubspot.client, people(2)));
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(["unconfirmable", "unconfirmable"]);
});

test.each<[string, () => Response]>([
  ["a 400", () => refuse("Invalid input.")],
  ["a page", () => new Response("<p>Hello</p>", { headers: { "content-type": "text/html" } })],
  ["an empty answer", () => new Response("")],
  ["a broken-off answer", () => new Response('{"status":"COMPLETE","results":[{"st')],
  ["an unfinished batch", () => json(200, { status: "PENDING", results: [] })],
  ["an answer without the address", () => json(200, { status: "COMPLETE", results: [] })],
])("%s says of nobody that they are not out", async (_, answer) => {
  const job = verifyAll(scriptHubSpot(answer).client, people(2));
  await collect(job);
  expect(job.totals.outcomes).toMatchObject({ "not-confirmed": 0, unconfirmable: 2 });
});
