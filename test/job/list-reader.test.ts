import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { ListReader, readList } from "../../src/job/list-reader.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const addresses = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `p${index}@example.com`);
const rows = async (reader: ListReader<unknown>) => (await reader.read())?.map(({ row }) => row);

/** A source that gives its addresses one by one; a number is a wait of so many milliseconds before the next one. */
async function* live(...given: readonly (string | number)[]): AsyncGenerator<string> {
  for (const each of given) {
    if (typeof each === "string") yield each;
    else await new Promise((resolve) => setTimeout(resolve, each));
  }
}

test.each([null, undefined, 7, "a@example.com", {}, () => []])(
  "what is no list is refused: %s",
  (given) => {
    // Cast: a caller without types may give anything.
    expect(() => readList(given as never)).toThrow(
      new TypeError("the list must be an iterable of addresses, such as an array"),
    );
  },
);

describe("of a list that is there", () => {
  test("a hundred entries are read at a time, and then that it has ended", async () => {
    const reader = new ListReader(addresses(201));
    expect(reader.isLive).toBe(false);
    expect((await rows(reader))?.length).toBe(100);
    expect((await rows(reader))?.length).toBe(100);
    expect(await rows(reader)).toEqual([201]);
    expect(await rows(reader)).toBeUndefined();
  });

  test("rows are counted from 1, and what is no entry is an invalid one", async () => {
    // Cast: a caller without types may give anything.
    const reader = new ListReader([
      "a@example.com",
      { row: "x", address: "b@example.com" },
      null,
      7,
    ] as never);
    expect(await reader.read()).toMatchObject([
      { row: 1, address: "a@example.com" },
      { row: "x", address: "b@example.com" },
      { row: 3, address: "", problem: { ok: false, reason: "not-an-entry" } },
      { row: 4, address: "", problem: { ok: false, reason: "not-an-entry" } },
    ]);
  });
});

describe("of a live source", () => {
  test("what it has at hand is read in one go, without a timer", async () => {
    const reader = new ListReader(live(...addresses(150)));
    expect(reader.isLive).toBe(true);
    expect((await rows(reader))?.length).toBe(100);
    expect((await rows(reader))?.length).toBe(50);
    expect(await rows(reader)).toBeUndefined();
  });

  test("what comes by the next turn is read along, and what comes later is not waited for", async () => {
    const reader = new ListReader(live("a@example.com", 0, "b@example.com", 50, "c@example.com"));
    const first = rows(reader);
    await vi.advanceTimersByTimeAsync(10);
    expect(await first).toEqual([1, 2]);
    const next = rows(reader);
    await vi.advanceTimersByTimeAsync(50);
    expect(await next).toEqual([3]);
  });

  test("the first entry is waited for as long as it takes", async () => {
    const reader = new ListReader(live(60_000, "a@example.com"));
    const first = rows(reader);
    await vi.advanceTimersByTimeAsync(60_010);
    expect(await first).toEqual([1]);
  });
});

describe("what a source throws", () => {
  const fault = new Error("the cursor is gone");

  test("is thrown after the entries before it, and the source is asked for nothing more", async () => {
    const give = vi.fn(() => {
      if (give.mock.calls.length > 1) throw fault;
      return { value: "a@example.com", done: false };
    });
    const leave = vi.fn();
    const reader = new ListReader({
      [Symbol.iterator]: () => ({ next: give, return: leave }) as unknown as Iterator<string>, // Cast: doubles
    });
    expect(await rows(reader)).toEqual([1]);
    await expect(reader.read()).rejects.toBe(fault);
    await expect(reader.read()).rejects.toBe(fault);
    reader.leave();
    expect([give.mock.calls.length, leave.mock.calls.length]).toEqual([2, 0]);
  });

  test("is thrown at once where nothing came before it", async () => {
    async function* source(): AsyncGenerator<string> {
      yield* [];
      throw fault;
    }
    await expect(new ListReader(source()).read()).rejects.toBe(fault);
  });
});

describe("leaving a source", () => {
  const sourceOf = (leave: () => unknown) => ({
    [Symbol.asyncIterator]: () =>
      ({ next: () => new Promise<never>(() => {}), return: leave }) as never,
  });

  test.each<[string, () => unknown]>([
    ["never answers", () => new Promise(() => {})],
    ["rejects", () => Promise.reject(new Error("no"))],
    [
      "throws",
      () => {
        throw new Error("no");
      },
    ],
  ])("tells it once, and waits for nothing: it %s", async (_, answer) => {
    const leave = vi.fn(answer);
    const reader = new ListReader(sourceOf(leave));
    reader.leave();
    reader.leave();
    expect(leave).toHaveBeenCalledTimes(1);
    expect(await reader.read()).toBeUndefined();
  });

  test("is nothing to one that has ended, or that cannot be told", async () => {
    const leave = vi.fn();
    const ended = new ListReader({
      [Symbol.iterator]: () => ({ next: () => ({ done: true, value: undefined }), return: leave }),
    });
    await ended.read();
    ended.leave();
    expect(leave).not.toHaveBeenCalled();
    new ListReader(["a@example.com"]).leave();
  });
});
