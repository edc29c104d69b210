import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { QueueOutcome } from "../../src/index.js";
import { settled } from "../helpers/fake-clock.js";
import { allOut, json, people } from "../helpers/scripted-hubspot.js";
import { make, names, refusing } from "./scripted-queue.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("one bad address fails alone", () => {
  test("among others of its batch", async () => {
    const list = people(100);
    const { hubspot, queue } = make(refusing("reader42@example.com"));
    const outcomes = await settled(Promise.all(list.map((each) => queue.optOut(each))));
    expect(outcomes.filter(({ outcome }) => outcome === "rejected")).toMatchObject([
      { sent: "reader42@example.com" },
    ]);
    expect(names(outcomes).filter((name) => name === "unsubscribed")).toHaveLength(99);
    expect(hubspot.calls.length).toBeLessThanOrEqual(15);
  });

  test("alone, it is not-sent after five seconds, nobody is sent once more, and nothing stops", async () => {
    const { hubspot, queue } = make(refusing("bad@example.com"));
    await settled(queue.optOut("ana@example.com"));
    let answer: QueueOutcome | undefined;
    void queue.optOut("bad@example.com").then((outcome) => (answer = outcome));
    await vi.advanceTimersByTimeAsync(4_900);
    expect(answer).toBeUndefined();
    await vi.advanceTimersByTimeAsync(200);
    expect(answer).toMatchObject({ outcome: "not-sent", reason: "request-fault" });
    expect(answer).not.toHaveProperty("retryAt");
    expect(hubspot.calls.flatMap(({ inputs }) => inputs)).toEqual([
      "ana@example.com",
      "bad@example.com",
    ]);
    expect(queue.progress.stopped).toBeUndefined();
    expect(await settled(queue.optOut("ben@example.org"))).toMatchObject({
      outcome: "unsubscribed",
    });
  });

  test.each(["as the first of all", "after others"])(
    "alone, %s, it is rejected once a later call succeeds",
    async (when) => {
      const { queue } = make(refusing("bad@example.com"));
      if (when === "after others") await settled(queue.optOut("ana@example.com"));
      const bad = queue.optOut("bad@example.com");
      await vi.advanceTimersByTimeAsync(3_000);
      await settled(queue.optOut("ben@example.org"));
      expect(await settled(bad)).toMatchObject({ outcome: "rejected", reason: "VALIDATION_ERROR" });
    },
  );

  test("the five seconds are over also while another call is open", async () => {
    const { queue } = make(async (call) => {
      if (call.inputs.includes("slow@example.com")) {
        await new Promise((resolve) => setTimeout(resolve, 60_000));
      }
      return refusing("bad@example.com")(call);
    });
    await settled(queue.optOut("ana@example.com"));
    const slow = queue.optOut("slow@example.com");
    await vi.advanceTimersByTimeAsync(1_000);
    const asked = performance.now();
    expect(await settled(queue.optOut("bad@example.com"))).toMatchObject({ outcome: "not-sent" });
    expect(performance.now() - asked).toBeLessThan(5_500);
    expect(await settled(slow)).toMatchObject({ outcome: "unsubscribed" });
  });

  test.each([0, 25, 80])("twenty in a row, from the one at %i on", async (from) => {
    const list = people(100);
    const bad = list.slice(from, from + 20);
    const { queue } = make(refusing(...bad));
    const outcomes = await settled(Promise.all(list.map((each) => queue.optOut(each))));
    for (const each of outcomes) {
      // After the last of the batch there is no call that could show whose fault it was.
      const fault = from === 80 ? /rejected|not-sent/ : /rejected/;
      expect(each.outcome).toMatch(bad.includes(each.address) ? fault : /^unsubscribed/);
    }
    expect(queue.progress.stopped).toBeUndefined();
    expect(await settled(queue.optOut("ana@example.com"))).toMatchObject({
      outcome: "unsubscribed",
    });
  });
});

test("a batch that fails again and again is taken apart, whether or not others are under way", async () => {
  const bad = "reader42@example.com";
  const { queue } = make((call) => {
    if (call.reads) return json(200, { results: [] });
    return call.inputs.includes(bad) ? new Response("", { status: 500 }) : allOut(call);
  });
  const outcomes = Promise.all(people(100).map((each) => queue.optOut(each)));
  let ended = false;
  void outcomes.then(() => (ended = true));
  for (let other = 0; !ended; other += 1) {
    void queue.optOut(`other${other}@example.org`);
    await vi.advanceTimersByTimeAsync(500);
  }
  const told = await outcomes;
  expect(told.filter(({ outcome }) => outcome !== "unsubscribed")).toMatchObject([
    { sent: bad, outcome: "unknown" },
  ]);
});

test("in an outage little is asked of the server, and everybody has an answer in the end", async () => {
  const { hubspot, queue } = make(() => new Response("", { status: 503 }));
  const outcomes = await settled(Promise.all(people(2_000).map((each) => queue.optOut(each))));
  expect(names(outcomes).filter((name) => !/^(not-sent|unknown)$/.test(name))).toEqual([]);
  expect(outcomes.at(-1)).toMatchObject({
    outcome: "not-sent",
    reason: "unavailable",
    retryAt: expect.any(Number) as number,
  });
  // In the five minutes of `maxWait`: about one a second.
  expect(hubspot.calls.length).toBeLessThan(400);
});
