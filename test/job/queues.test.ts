import { describe, expect, test, vi } from "vitest";

import { createCall, split } from "../../src/job/pending-call.js";
import { ResultQueue } from "../../src/job/result-queue.js";
import { RetryQueue } from "../../src/job/retry-queue.js";
import { entryOf } from "./scripted-engine.js";

const any = (): boolean => true;
const callAt = (id: number, notBefore = 0) => createCall("again", [entryOf(id)], { notBefore });

describe("calls that are to be made again", () => {
  test("come out newest first, the parts of one in their order, none before its time", () => {
    const queue = new RetryQueue();
    const [one, two, three, late] = [callAt(1), callAt(2), callAt(3), callAt(4, 500)];
    queue.add([one, two]);
    queue.add([three, late]);
    expect(queue.size).toBe(4);
    expect(queue.take(499, any)).toBe(three);
    expect(queue.take(499, (call) => call !== one)).toBe(two);
    expect(queue.take(499, (call) => call !== one)).toBeUndefined();
    expect(queue.take(500, any)).toBe(late);
    expect(queue.size).toBe(1);
  });

  test("the next of those that may go is waited for", () => {
    const queue = new RetryQueue();
    expect(queue.delay(0, any)).toBeUndefined();
    const [late, soon] = [callAt(1, 900), callAt(2, 300)];
    queue.add([late, soon]);
    expect(queue.delay(100, any)).toBe(200);
    expect(queue.delay(100, (call) => call === late)).toBe(800);
    expect(queue.delay(400, any)).toBe(0);
    expect(queue.delay(400, () => false)).toBeUndefined();
  });

  test("the oldest can be had before its time, and all at once", () => {
    const queue = new RetryQueue();
    const [old, young] = [callAt(1, 900), callAt(2)];
    queue.add([old]);
    queue.add([young]);
    expect(queue.takeOldest()).toBe(old);
    expect(queue.drain()).toEqual([young]);
    expect(queue.drain()).toEqual([]);
    expect(queue.takeOldest()).toBeUndefined();
  });
});

describe("a call", () => {
  test("is no part, no probe and no repeat unless told", () => {
    const call = createCall("first", [entryOf(1)]);
    expect(call).toMatchObject({ isolating: false, probing: false, failures: 0, reads: 0 });
    expect(createCall("first", []).unresolved).toBeUndefined();
    const open = { ...entryOf(1), unresolved: "interrupted" } as const;
    expect(createCall("first", [open], { probing: true })).toMatchObject({
      probing: true,
      unresolved: { reason: "interrupted", correlationId: undefined },
    });
  });

  test("is split into parts that are as even as can be, none of which is a probe", () => {
    const call = createCall("first", [0, 1, 2, 3, 4].map(entryOf), { probing: true, failures: 4 });
    const parts = split(call, 2);
    expect(parts.map(({ entries }) => entries.map(({ id }) => id))).toEqual([[0, 1], [2, 3], [4]]);
    expect(parts.every(({ probing, failures }) => !probing && failures === 0)).toBe(true);
    expect(split(call, 0)).toHaveLength(5);
  });
});

describe("results on their way to the reader", () => {
  test("hold up those who make more from 5,000 on, until they are fetched or nobody reads", async () => {
    const taken = vi.fn();
    const queue = new ResultQueue<number>(taken);
    const many = Array.from({ length: 4_999 }, (_, index) => index);
    queue.put(many);
    expect(queue.full).toBe(false);
    queue.put([4_999]);
    expect(queue.full).toBe(true);
    const reading = queue.all();
    expect((await reading.next()).value).toBe(many);
    expect(taken).toHaveBeenCalledTimes(1);
    expect(queue.full).toBe(false);
    queue.put(many);
    expect(queue.full).toBe(true);
    queue.close();
    expect(queue.full).toBe(false);
    expect(taken).toHaveBeenCalledTimes(2);
  });

  test("what was put before the end is given, what comes after it and what is empty is not", async () => {
    const queue = new ResultQueue<number>(() => {});
    queue.put([]);
    queue.put([1]);
    queue.close();
    queue.put([2]);
    const parts = [];
    for await (const part of queue.all()) parts.push(part);
    expect(parts).toEqual([[1]]);
  });
});
