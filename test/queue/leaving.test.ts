import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { settled } from "../helpers/fake-clock.js";
import { allOut, json, people } from "../helpers/scripted-hubspot.js";
import { make, names, sizes } from "./scripted-queue.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("aborting", () => {
  test("one caller leaves the others who wait for the address untouched", async () => {
    const { hubspot, queue } = make(allOut);
    const abort = new AbortController();
    const aborted = queue.optOut("ana@example.com", { signal: abort.signal });
    const other = queue.optOut("ana@example.com");
    abort.abort(new Error("gone"));
    await expect(aborted).rejects.toThrow("gone");
    expect(await settled(other)).toMatchObject({ outcome: "unsubscribed" });
    expect(sizes(hubspot)).toEqual([1]);
  });

  test("the only caller before the call takes the address back", async () => {
    const { hubspot, queue } = make(allOut);
    const abort = new AbortController();
    const aborted = queue.optOut("ana@example.com", { signal: abort.signal });
    abort.abort();
    await expect(aborted).rejects.toThrow();
    await settled(queue.drain());
    await vi.advanceTimersByTimeAsync(1_000);
    expect(hubspot.calls).toHaveLength(0);
    await expect(queue.optOut("ana@example.com", { signal: abort.signal })).rejects.toThrow();
  });
});

describe("closing", () => {
  test("finishes open calls only; whatever is unsent is answered at once", async () => {
    const { hubspot, queue } = make(async (call) => {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return allOut(call);
    });
    const open = queue.optOut("ana@example.com");
    await vi.advanceTimersByTimeAsync(100);
    const unsent = Promise.all([queue.optOut("ben@example.org"), queue.optOut("ana@example.com")]);
    let closed = false;
    const closing = queue.close().then(() => (closed = true));
    expect(await unsent).toMatchObject([
      { outcome: "not-sent", reason: "stopped" },
      { outcome: "not-sent", reason: "stopped" },
    ]);
    expect(await queue.optOut("cyd@example.net")).toMatchObject({
      outcome: "not-sent",
      reason: "stopped",
    });
    expect(closed).toBe(false);
    expect(await settled(open)).toMatchObject({ outcome: "unsubscribed" });
    await settled(closing);
    expect(hubspot.calls).toHaveLength(1);
  });

  test("a call that waits for its repeat is answered at once too", async () => {
    const { queue } = make(() => json(429, {}, { "retry-after": "60" }));
    const limited = queue.optOut("ana@example.com");
    await vi.advanceTimersByTimeAsync(1_000);
    await queue.close();
    expect(await limited).toMatchObject({ outcome: "not-sent", reason: "stopped" });
  });

  test("drain waits for all that was asked for", async () => {
    const { hubspot, queue } = make(allOut);
    const told: string[] = [];
    for (const each of people(150)) void queue.optOut(each).then(() => told.push(each));
    await settled(queue.drain());
    expect(told).toHaveLength(150);
    expect(sizes(hubspot)).toEqual([100, 50]);
  });

  test("is what the end of `await using` does", async () => {
    const { hubspot, queue } = make(allOut);
    const unsent = await (async () => {
      await using used = queue;
      return [used.optOut("ana@example.com")];
    })();
    const after = queue.optOut("ben@example.org");
    expect(names(await Promise.all([...unsent, after]))).toEqual(["not-sent", "not-sent"]);
    expect(hubspot.calls).toEqual([]);
  });
});
