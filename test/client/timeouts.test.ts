import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  createClient,
  HubSpotTimeoutError,
  type ClientOptions,
  type Fetch,
} from "../../src/index.js";

const LIST = ["ann@example.com"];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  // The shortest of waits.
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A fetch that answers in time only from the given call on; it heeds its signal unless told. */
function slowFetch(hangs: number, heedsSignal = true) {
  const signals: AbortSignal[] = [];
  const fetch: Fetch = (_, { signal }) => {
    if (signal) signals.push(signal);
    if (signals.length > hangs) return Promise.resolve(new Response('{"results":[]}'));
    return new Promise((_resolve, reject) => {
      if (heedsSignal) signal?.addEventListener("abort", () => reject(signal.reason));
    });
  };
  return { fetch, signals };
}

function start(options: Partial<ClientOptions>) {
  const client = createClient({ accessToken: "test-token", ...options });
  const call = client.batchUnsubscribeAll(LIST, { verbose: false });
  const settled = vi.fn();
  call.then(settled, settled);
  return { call, settled };
}

describe("the time-out of an attempt", () => {
  test.each([true, false])(
    "ends it and is repeated (fetch heeds its signal: %s)",
    async (heeds) => {
      const { fetch, signals } = slowFetch(1, heeds);
      const { call } = start({ fetch, timeout: 100 });
      await vi.advanceTimersByTimeAsync(99);
      expect(signals[0]?.aborted).toBe(false);
      await vi.advanceTimersByTimeAsync(1);
      expect(signals[0]?.aborted).toBe(true);
      await vi.advanceTimersByTimeAsync(250);
      await expect(call).resolves.toMatchObject({ complete: true, response: { attempts: 2 } });
      expect(signals[1]?.aborted).toBe(false);
    },
  );

  test("is new for each attempt, and thrown after the last", async () => {
    const { fetch, signals } = slowFetch(3);
    const { call, settled } = start({ fetch, timeout: 100, retries: 2 });
    await vi.advanceTimersByTimeAsync(799);
    expect(signals).toHaveLength(3);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await expect(call).rejects.toBeInstanceOf(HubSpotTimeoutError);
    await expect(call).rejects.toMatchObject({
      name: "HubSpotTimeoutError",
      scope: "attempt",
      attempts: 3,
      mayHaveBeenApplied: true,
    });
    await expect(call).rejects.toThrow(/no complete answer within the time-out of 100 ms \(3 att/);
  });

  test("is two minutes by default: HubSpot's edge gives up at 100 seconds", async () => {
    const { fetch } = slowFetch(1);
    const { call, settled } = start({ fetch, retries: 0 });
    await vi.advanceTimersByTimeAsync(119_999);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await expect(call).rejects.toMatchObject({ scope: "attempt" });
  });

  test("covers the body, whose stream is let go", async () => {
    const cancel = vi.fn();
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array([123])),
      cancel,
    });
    const { call } = start({ fetch: async () => new Response(body), timeout: 100, retries: 0 });
    await vi.advanceTimersByTimeAsync(100);
    await expect(call).rejects.toMatchObject({
      scope: "attempt",
      status: 200,
      mayHaveBeenApplied: true,
    });
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  test("within the body of a refusal leaves nothing open", async () => {
    const fetch: Fetch = async () => new Response(new ReadableStream(), { status: 400 });
    const { call } = start({ fetch, timeout: 100, retries: 0 });
    await vi.advanceTimersByTimeAsync(100);
    await expect(call).rejects.toMatchObject({ status: 400, mayHaveBeenApplied: false });
  });

  test("covers the token, and then nothing was sent", async () => {
    const { fetch, signals } = slowFetch(0);
    const accessToken = () => new Promise<string>(() => {});
    const { call } = start({ accessToken, fetch, timeout: 100, retries: 1 });
    await vi.advanceTimersByTimeAsync(450);
    await expect(call).rejects.toMatchObject({
      scope: "attempt",
      attempts: 2,
      mayHaveBeenApplied: false,
    });
    await expect(call).rejects.toThrow(/no access token within/);
    expect(signals).toHaveLength(0);
  });

  test("leaves no timer behind after an answer", async () => {
    const { fetch } = slowFetch(0);
    const { call } = start({ fetch });
    await call;
    expect(vi.getTimerCount()).toBe(0);
  });

  test("lets go of an answer that comes too late", async () => {
    const cancel = vi.fn();
    let answer = (_: Response): void => {};
    const fetch: Fetch = () => new Promise((resolve) => (answer = resolve));
    const { call } = start({ fetch, timeout: 100, retries: 0 });
    await vi.advanceTimersByTimeAsync(100);
    await expect(call).rejects.toBeInstanceOf(HubSpotTimeoutError);
    answer(new Response(new ReadableStream({ cancel })));
    await vi.advanceTimersByTimeAsync(0);
    expect(cancel).toHaveBeenCalledTimes(1);
  });
});

describe("the deadline of the call", () => {
  test("ends an attempt under way, which is not repeated", async () => {
    const { fetch, signals } = slowFetch(9);
    const { call } = start({ fetch, timeout: 1_000, deadline: 300 });
    await vi.advanceTimersByTimeAsync(300);
    await expect(call).rejects.toMatchObject({ scope: "deadline", attempts: 1 });
    await expect(call).rejects.toThrow(/the deadline of 300 ms/);
    expect(signals).toHaveLength(1);
  });

  test("shortens the last attempt to what is left", async () => {
    const { fetch, signals } = slowFetch(9);
    const { call, settled } = start({ fetch, timeout: 1_000, deadline: 1_500 });
    await vi.advanceTimersByTimeAsync(1_499);
    expect(signals).toHaveLength(2);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await expect(call).rejects.toMatchObject({ scope: "deadline", attempts: 2 });
  });

  test("alone is enough, without a time-out", async () => {
    const { fetch } = slowFetch(9);
    const { call } = start({ fetch, timeout: Infinity, deadline: 300 });
    await vi.advanceTimersByTimeAsync(300);
    await expect(call).rejects.toMatchObject({ scope: "deadline" });
  });

  test("without either there is no timer at all", async () => {
    const { fetch } = slowFetch(9);
    start({ fetch, timeout: Infinity });
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
