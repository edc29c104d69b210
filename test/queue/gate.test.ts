import { expect, test } from "vitest";

import { Gate } from "../../src/queue/gate.js";

const outage = { reason: "unavailable", message: "An outage." } as const;

test("each stop without a success closes for twice as long, up to a quarter of an hour", () => {
  const gate = new Gate();
  const waits: number[] = [];
  let now = 0;
  for (let stop = 0; stop < 10; stop += 1) {
    gate.close(outage, now);
    let wait = 0;
    while (gate.answer(now + wait) !== undefined) wait += 1_000;
    waits.push(wait / 1_000);
    now += wait;
  }
  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
  expect(gate.onTrial).toBe(true);
  gate.succeeded(now);
  expect(gate.onTrial).toBe(false);
});

test("a success of a call that was under way at the stop opens nothing", () => {
  const gate = new Gate();
  const told = gate.close(outage, 0);
  gate.succeeded(4_999);
  expect(gate.answer(4_999)).toBe(told);
  expect(gate.close({ ...outage, message: "Another." }, 4_999)).toBe(told);
  expect(gate.answer(5_000)).toBeUndefined();
});

test("a time years ahead closes for two days at most", () => {
  const gate = new Gate();
  const resumeAt = Date.now() + 366 * 86_400_000;
  const { retryAt = 0 } = gate.close({ reason: "migration", message: "", resumeAt }, 0);
  expect(retryAt - Date.now()).toBeLessThanOrEqual(2 * 86_400_000);
  expect(gate.answer(2 * 86_400_000 - 1)).toBeDefined();
  expect(gate.answer(2 * 86_400_000)).toBeUndefined();
});

test("what it has stopped for is told, for a log", () => {
  const cause = new Error("no");
  expect(new Gate().close({ ...outage, cause }, 0)).toMatchObject({ ...outage, cause });
});

test("the time that HubSpot names holds, and the limit of the day does not end in seconds", () => {
  const gate = new Gate();
  const resumeAt = Date.now() + 3_600_000;
  expect(gate.close({ reason: "migration", message: "", resumeAt }, 0).retryAt).toBeGreaterThan(
    resumeAt - 1_000,
  );
  const day = new Gate().close({ reason: "rate-limit", message: "" }, 0);
  expect((day.retryAt ?? 0) - Date.now()).toBeGreaterThan(800_000);
});
