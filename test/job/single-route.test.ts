import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import {
  createMemoryStore,
  createOptOutQueue,
  unsubscribeAll,
  verifyAll,
  type Route,
} from "../../src/index.js";
import {
  allOut,
  collect,
  json,
  people,
  refuse,
  scriptHubSpot,
  type Script,
} from "../helpers/scripted-hubspot.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const route = "single";

/** Refuses each address of a set, by a 400 or in a 207. */
function refusing(bad: ReadonlySet<string>, way: "400" | "207" | "404"): Script {
  return (call) => {
    if (!call.inputs.some((input) => bad.has(input))) return allOut(call);
    if (way === "404") return new Response("<h1>Not found</h1>", { status: 404 });
    if (way === "400") return refuse("Invalid input.");
    return json(207, { results: [], numErrors: 1, errors: [{ category: "VALIDATION_ERROR" }] });
  };
}

describe("the route of one address a call", () => {
  test("sends each address in a call of its own, many under way at once", async () => {
    let underWay = 0;
    let most = 0;
    const list = people(300);
    const hubspot = scriptHubSpot(async (call) => {
      most = Math.max(most, (underWay += 1));
      await new Promise((resolve) => setTimeout(resolve, 480));
      underWay -= 1;
      return allOut(call);
    });
    const outcomes = await collect(unsubscribeAll(hubspot.client, list, { route }));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(list.map(() => "unsubscribed"));
    expect(hubspot.calls.map(({ single, inputs }) => single && inputs.length)).toEqual(
      list.map(() => 1),
    );
    expect(new Set(hubspot.calls.flatMap(({ inputs }) => inputs))).toEqual(new Set(list));
    expect(most).toBeGreaterThan(3);
  });

  test.each(["400", "207", "404"] as const)(
    "blames the bad ones alone, wherever they stand: %s",
    async (way) => {
      for (const [from, count] of [
        [0, 1],
        [0, 40],
        [100, 40],
        [180, 20],
      ] as const) {
        const list = people(200);
        const bad = new Set(list.slice(from, from + count));
        const hubspot = scriptHubSpot(refusing(bad, way));
        const job = unsubscribeAll(hubspot.client, list, { route });
        const outcomes = await collect(job);
        expect(job.stop).toBeUndefined();
        for (const { address, outcome } of outcomes) {
          expect(outcome, address).toBe(bad.has(address) ? "rejected" : "unsubscribed");
        }
      }
    },
  );

  test.each(["400", "207", "404"] as const)(
    "blames nobody where all are refused: %s",
    async (way) => {
      const list = people(200);
      const hubspot = scriptHubSpot(refusing(new Set(list), way));
      const job = unsubscribeAll(hubspot.client, list, { route });
      const outcomes = await collect(job);
      expect(job.stop).toMatchObject({ reason: "request-fault" });
      expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(["not-sent"]));
      expect(hubspot.calls.length).toBeLessThan(20);
    },
  );

  test("settles what an answer leaves open by reading that address back", async () => {
    const list = people(3);
    const hubspot = scriptHubSpot((call) =>
      call.reads || call.inputs[0] !== list[1] ? allOut(call) : json(200, { results: [] }),
    );
    const outcomes = await collect(unsubscribeAll(hubspot.client, list, { route }));
    expect(outcomes.find(({ address }) => address === list[1])).toMatchObject({
      outcome: "unsubscribed",
      reason: "read-back",
    });
    const [read] = hubspot.calls.filter(({ reads }) => reads);
    expect(read).toMatchObject({ single: true, inputs: [list[1]] });
  });

  test("reads back a 400 that says already unsubscribed, and does not take its word", async () => {
    const list = people(4);
    const said = new Set(list.slice(2));
    const hubspot = scriptHubSpot((call) => {
      const [address = ""] = call.inputs;
      if (!said.has(address)) return allOut(call);
      if (!call.reads) return refuse("The contact is already unsubscribed.");
      return address === list[2] ? allOut(call) : json(200, { results: [] });
    });
    const outcomes = await collect(unsubscribeAll(hubspot.client, list, { route }));
    const of = (address: string | undefined) => outcomes.find((each) => each.address === address);
    expect(of(list[2])).toMatchObject({ outcome: "already-unsubscribed", reason: "read-back" });
    expect(of(list[3])).toMatchObject({ outcome: "unknown", reason: "said-already-out" });
  });

  test("reads back address by address, and an empty answer is not confirmed", async () => {
    const list = people(5);
    const hubspot = scriptHubSpot((call) =>
      call.inputs[0] === list[4] ? json(200, { results: [] }) : allOut(call),
    );
    const outcomes = await collect(verifyAll(hubspot.client, list, { route }));
    expect(
      outcomes.toSorted((a, b) => Number(a.row) - Number(b.row)).map(({ outcome }) => outcome),
    ).toEqual(["confirmed", "confirmed", "confirmed", "confirmed", "not-confirmed"]);
    expect(hubspot.calls.every(({ single, reads }) => single && reads)).toBe(true);
  });

  test("that reads ends where the path is at fault, and not where one address is", async () => {
    const list = people(40);
    const page = (): Response => new Response("<h1>Not found</h1>", { status: 404 });
    const nowhere = scriptHubSpot(page);
    const lost = verifyAll(nowhere.client, list, { route });
    await collect(lost);
    expect(lost.stop).toMatchObject({ reason: "request-fault" });
    expect(nowhere.calls.length).toBeLessThan(45);
    const odd = scriptHubSpot((call) => (call.inputs[0] === list[0] ? page() : allOut(call)));
    const job = verifyAll(odd.client, list, { route });
    await collect(job);
    expect(job.stop).toBeUndefined();
    expect(job.totals.outcomes).toMatchObject({ confirmed: 39, unconfirmable: 1 });
  });

  test("stops for a missing scope at once, as the other does", async () => {
    const hubspot = scriptHubSpot(() => refuse("No.", "MISSING_SCOPES", 403));
    const job = unsubscribeAll(hubspot.client, people(50), { route });
    await collect(job);
    expect(job.stop).toMatchObject({ reason: "credentials" });
    expect(hubspot.calls).toHaveLength(1);
  });

  test("is refused by any other name", () => {
    const { client } = scriptHubSpot(allOut);
    for (const wrong of ["Single", "", null, 1, "toString"]) {
      const options = { route: wrong as Route };
      expect(() => unsubscribeAll(client, [], options)).toThrow(/^route must be/);
      expect(() => verifyAll(client, [], options)).toThrow(/^route must be/);
      expect(() => createOptOutQueue(client, options)).toThrow(/^route must be/);
    }
  });
});

describe("a job that goes on by the other route", () => {
  test.each([
    ["batch", "single"],
    ["single", "batch"],
  ] as const)("from %s to %s sends what is left, and nobody twice", async (first, second) => {
    const list = people(250);
    const store = createMemoryStore();
    const calls: (readonly [route: Route, address: string])[] = [];
    let refuses = false;
    const hubspot = scriptHubSpot((call) => {
      if (refuses) return refuse("No.", "MISSING_SCOPES", 403);
      for (const input of call.inputs) calls.push([call.single ? "single" : "batch", input]);
      refuses = calls.length >= 100;
      return allOut(call);
    });
    const stopped = unsubscribeAll(hubspot.client, list, { store, route: first });
    await collect(stopped);
    expect(stopped.stop).toMatchObject({ reason: "credentials" });
    const already = calls.length;
    refuses = false;
    const rest = unsubscribeAll(
      scriptHubSpot((call) => {
        for (const input of call.inputs) calls.push([call.single ? "single" : "batch", input]);
        return allOut(call);
      }).client,
      // The first run has left a part of it unread.
      list,
      { store, route: second },
    );
    await collect(rest);
    expect(calls.map(([, address]) => address).toSorted()).toEqual(list.toSorted());
    expect(new Set(calls.slice(already).map(([by]) => by))).toEqual(new Set([second]));
    expect(store.totals.outcomes).toMatchObject({ unsubscribed: 250, "not-sent": 0 });
  });

  test("takes nothing that the first has taken for contrast", async () => {
    const list = people(5);
    const store = createMemoryStore();
    await collect(unsubscribeAll(scriptHubSpot(allOut).client, list.slice(0, 4), { store }));
    const hubspot = scriptHubSpot(() => refuse("Unknown business unit."));
    const job = unsubscribeAll(hubspot.client, list.slice(4), { store, route });
    expect(await collect(job)).toMatchObject([{ outcome: "not-sent", reason: "request-fault" }]);
  });
});

describe("a queue of the single route", () => {
  test("sends an address as soon as it is asked for, in a call of its own", async () => {
    const hubspot = scriptHubSpot(allOut);
    const queue = createOptOutQueue(hubspot.client, { route, maxDelay: 60_000 });
    const asked = people(5).map((address) => queue.optOut(address));
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await Promise.all(asked)).map(({ outcome }) => outcome)).toEqual(
      asked.map(() => "unsubscribed"),
    );
    expect(hubspot.calls.map(({ single, inputs }) => [single, inputs.length])).toEqual(
      asked.map(() => [true, 1]),
    );
    await queue.close();
  });
});
