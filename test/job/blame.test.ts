import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { createClient, createMemoryStore, unsubscribeAll } from "../../src/index.js";
import {
  allOut,
  collect,
  json,
  naming,
  people,
  refuse,
  scriptHubSpot,
  type ScriptedCall,
} from "../helpers/scripted-hubspot.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Refuses each address of a set: a call with one of them by a 400, or the addresses in a 207 that names them. */
function refusing(bad: ReadonlySet<string>, way: "400" | "207") {
  return (call: ScriptedCall): Response => {
    const accused = call.inputs.filter((input) => bad.has(input));
    if (accused.length === 0) return allOut(call);
    return way === "400" ? refuse("Invalid input.") : naming(call, accused);
  };
}

describe("bad addresses are to blame for themselves, wherever they stand", () => {
  const count = 3_000;
  test.each([
    ["first", 0],
    ["in the middle", 1_350],
    ["last", count - 300],
  ])("three hundred that stand %s", async (_, from) => {
    for (const way of ["400", "207"] as const) {
      const list = people(count);
      const bad = new Set(list.slice(from, from + 300));
      const hubspot = scriptHubSpot(refusing(bad, way));
      const job = unsubscribeAll(hubspot.client, list);
      const outcomes = await collect(job);
      expect(job.stop).toBeUndefined();
      expect(outcomes).toHaveLength(count);
      for (const { address, outcome } of outcomes) {
        expect(outcome).toBe(bad.has(address) ? "rejected" : "unsubscribed");
      }
    }
  });

  test("a first batch that is bad as a whole", async () => {
    const list = people(1_000);
    const hubspot = scriptHubSpot(refusing(new Set(list.slice(0, 100)), "207"));
    const job = unsubscribeAll(hubspot.client, list);
    await collect(job);
    expect(job.totals.outcomes).toMatchObject({ unsubscribed: 900, rejected: 100 });
    expect(hubspot.calls).toHaveLength(10);
  });

  test("a list of one that a 2xx names", async () => {
    const hubspot = scriptHubSpot((call) => naming(call, call.inputs));
    const outcomes = await collect(unsubscribeAll(hubspot.client, people(1)));
    expect(outcomes).toMatchObject([{ outcome: "rejected" }]);
  });

  test("one at the end of a list, beside an address that goes once more as a control", async () => {
    const list = people(101);
    const last = "reader101@example.com";
    const hubspot = scriptHubSpot(refusing(new Set([last]), "400"));
    const job = unsubscribeAll(hubspot.client, list);
    const outcomes = await collect(job);
    expect(outcomes.find(({ address }) => address === last)?.outcome).toBe("rejected");
    expect(hubspot.calls.map(({ inputs }) => inputs.length)).toEqual([100, 1, 1]);
    expect(list.slice(0, 100)).toContain(hubspot.calls[2]?.inputs[0]);
    expect(job.totals.outcomes).toMatchObject({ unsubscribed: 100, rejected: 1 });
  });
});

describe("where the request itself is refused nobody is blamed", () => {
  test("all of a list", async () => {
    for (const way of ["400", "207"] as const) {
      const list = people(2_000);
      const hubspot = scriptHubSpot(refusing(new Set(list), way));
      const job = unsubscribeAll(hubspot.client, list);
      const outcomes = await collect(job);
      expect(job.stop).toMatchObject({ reason: "request-fault" });
      expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(["not-sent"]));
      expect(outcomes.every((each) => "reason" in each && each.reason === "request-fault")).toBe(
        true,
      );
      expect(hubspot.calls.length).toBeLessThan(40);
    }
  });

  test.each([
    ["a 400", () => refuse("Unknown business unit.")],
    ["a 422", () => refuse("Unknown business unit.", "VALIDATION_ERROR", 422)],
    ["a 400 in HTML", () => new Response("<p>Bad request</p>", { status: 400 })],
    ["a 207 that names everybody", (call: ScriptedCall) => naming(call, call.inputs)],
  ])("%s for everyone from the fifth call on", async (_, answer) => {
    const hubspot = scriptHubSpot((call) => (call.number > 4 ? answer(call) : allOut(call)));
    const job = unsubscribeAll(hubspot.client, people(5_000));
    await collect(job);
    expect(job.stop?.reason).toBe("request-fault");
    expect(job.totals.outcomes).toMatchObject({ unsubscribed: 400, rejected: 0, unknown: 0 });
    expect(hubspot.calls.length).toBeLessThan(80);
    // The last is the control: an address that is out already, alone.
    const control = hubspot.calls.at(-1)?.inputs ?? [];
    expect(control).toHaveLength(1);
    expect(hubspot.calls.slice(0, 4).flatMap(({ inputs }) => inputs)).toContain(control[0]);
  });

  test("a control is not told twice, and the job can go on once the fault is mended", async () => {
    const store = createMemoryStore();
    const list = people(1_000);
    const broken = scriptHubSpot((call) => (call.number > 4 ? refuse("No.") : allOut(call)));
    const told = await collect(unsubscribeAll(broken.client, list, { store }));
    expect(new Set(told.map(({ address }) => address)).size).toBe(told.length);
    const mended = scriptHubSpot(allOut);
    await collect(unsubscribeAll(mended.client, list, { store }));
    expect(store.totals.outcomes).toMatchObject({ unsubscribed: 1_000 });
    expect(mended.calls.flatMap(({ inputs }) => inputs)).toHaveLength(600);
  });

  /** All of a hundred are taken, then nobody: the third call is the control. */
  const controlled = (control: Response | ((call: ScriptedCall) => Response)) =>
    scriptHubSpot((call) => {
      if (call.number === 1) return allOut(call);
      if (call.number === 2) return refuse("Unknown business unit.");
      return typeof control === "function" ? control(call) : control.clone();
    });

  test.each([
    ["a page in HTML", "report", () => new Response("<p>Sign in</p>")],
    [
      "a page in HTML, of which a strict client makes an error",
      "strict",
      () => new Response("<p>Sign in</p>"),
    ],
    ["an answer that is cut off", "report", () => new Response('{"results":[')],
    ["an answer that tells nothing", "report", () => json(200, { results: [] })],
    [
      "a limit that passes",
      "report",
      (call: ScriptedCall) => naming(call, call.inputs, "INTERNAL_ERROR"),
    ],
  ] as const)("a control that is answered by %s is no contrast", async (_, validate, answer) => {
    const broken = controlled(answer);
    const client = createClient({ accessToken: "test-token", fetch: broken.fetch, validate });
    const job = unsubscribeAll(client, people(101));
    const outcomes = await collect(job);
    expect(outcomes).toHaveLength(101);
    expect(job.totals.outcomes).toMatchObject({ unsubscribed: 100, rejected: 0, "not-sent": 1 });
    expect(job.stop?.reason).toBe("request-fault");
    expect(broken.calls).toHaveLength(7);
  });

  test("and is asked again until it tells", async () => {
    const hubspot = controlled((call) =>
      call.number < 6 ? json(200, { results: [] }) : allOut(call),
    );
    const job = unsubscribeAll(hubspot.client, people(101));
    const outcomes = await collect(job);
    expect(outcomes).toHaveLength(101);
    expect(job.totals.outcomes).toMatchObject({ unsubscribed: 100, rejected: 1 });
    expect(job.stop).toBeUndefined();
  });

  test("a brand that is refused", async () => {
    const hubspot = scriptHubSpot(() => refuse("Unknown business unit."));
    const job = unsubscribeAll(hubspot.client, people(350), { businessUnitId: 7 });
    const outcomes = await collect(job);
    expect(job.stop).toMatchObject({ reason: "request-fault" });
    expect(job.stop?.message).toContain("Unknown business unit.");
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(["not-sent"]));
    expect(outcomes).toHaveLength(350);
  });
});

describe("a job that goes on", () => {
  test("has contrast enough in what an earlier run has opted out, for fewer than eight", async () => {
    for (const [count, outcome] of [
      [7, "rejected"],
      [8, "not-sent"],
    ] as const) {
      const store = createMemoryStore();
      const good = scriptHubSpot(allOut);
      await collect(unsubscribeAll(good.client, ["out@example.com"], { store }));
      const bad = scriptHubSpot(() => refuse("Invalid input."));
      const outcomes = await collect(unsubscribeAll(bad.client, people(count), { store }));
      expect(outcomes.map((each) => each.outcome)).toEqual(Array(count).fill(outcome));
    }
  });
});
