import { getEventListeners } from "node:events";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createClient, type Fetch } from "../../src/index.js";
import { accepted, reply, serve, silence, type Answer } from "../helpers/http.js";
import { skipWaits } from "../helpers/waits.js";

const LIST = ["ann@example.com"];
const REASON = { why: "the caller's own" };

function listeners(signal: AbortSignal): number {
  return getEventListeners(signal, "abort").length;
}

describe("an abort", () => {
  test("before the call sends nothing", async () => {
    const accessToken = vi.fn(() => "test-token");
    const server = await serve(accepted);
    const client = createClient({ accessToken, baseUrl: server.url });
    const call = client.batchUnsubscribeAll(LIST, { signal: AbortSignal.abort(REASON) });
    await expect(call).rejects.toBe(REASON);
    expect(accessToken).not.toHaveBeenCalled();
    expect(server.requests).toHaveLength(0);
  });

  test.each([undefined, null, 0, "stop", new Error("stop")])(
    "rejects with the reason itself: %s",
    async (reason) => {
      const controller = new AbortController();
      const fetch: Fetch = () => {
        controller.abort(reason);
        return new Promise(() => {});
      };
      const client = createClient({ accessToken: "test-token", fetch });
      const { signal } = controller;
      const [settled] = await Promise.allSettled([client.batchUnsubscribeAll(LIST, { signal })]);
      expect(settled).toHaveProperty("reason", signal.reason);
      expect("reason" in settled && Object.is(settled.reason, signal.reason)).toBe(true);
    },
  );

  test("while the token is fetched ends the call, and nothing is sent", async () => {
    const controller = new AbortController();
    const server = await serve(accepted);
    const client = createClient({
      accessToken: () => {
        controller.abort(REASON);
        return new Promise<string>(() => {});
      },
      baseUrl: server.url,
    });
    const call = client.batchUnsubscribeAll(LIST, { signal: controller.signal });
    await expect(call).rejects.toBe(REASON);
    expect(server.requests).toHaveLength(0);
  });

  test("while the server is silent ends the call, and the request", async () => {
    const controller = new AbortController();
    let closed: Promise<unknown> | undefined;
    const answer: Answer = (response) => {
      closed = new Promise((resolve) => response.on("close", resolve));
      controller.abort(REASON);
    };
    const server = await serve(answer);
    const client = createClient({ accessToken: "test-token", baseUrl: server.url });
    const call = client.batchUnsubscribeAll(LIST, { signal: controller.signal });
    await expect(call).rejects.toBe(REASON);
    await closed;
    expect(server.requests).toHaveLength(1);
  });

  test("while the body is read ends the call, also where fetch does not heed its signal", async () => {
    const controller = new AbortController();
    const cancel = vi.fn();
    const pull = () => controller.abort(REASON);
    // Without a buffer, so that nothing is pulled before somebody reads.
    const body = new ReadableStream({ pull, cancel }, { highWaterMark: 0 });
    const client = createClient({
      accessToken: "test-token",
      fetch: async () => new Response(body),
    });
    const call = client.batchUnsubscribeAll(LIST, { signal: controller.signal });
    await expect(call).rejects.toBe(REASON);
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  test("while it waits ends the wait at once, and no further request goes out", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const controller = new AbortController();
    const fetch = vi.fn(
      async () => new Response("", { status: 429, headers: { "Retry-After": "60" } }),
    );
    const client = createClient({
      accessToken: "test-token",
      fetch,
      // No clock moves in this test: the wait itself would never end.
      onRetry: () => setImmediate(() => controller.abort(REASON)),
    });
    const call = client.batchUnsubscribeAll(LIST, { signal: controller.signal });
    await expect(call).rejects.toBe(REASON);
    expect(vi.getTimerCount()).toBe(0);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test.each(["onRequest", "onResponse", "onRetry"] as const)(
    "within a hook ends the call: %s",
    async (hook) => {
      const controller = new AbortController();
      const server = await serve(reply(503, "", { "Retry-After": "60" }), accepted);
      const client = createClient({
        accessToken: "test-token",
        baseUrl: server.url,
        [hook]: () => controller.abort(REASON),
      });
      const call = client.batchUnsubscribeAll(LIST, { signal: controller.signal });
      await expect(call).rejects.toBe(REASON);
      expect(server.requests).toHaveLength(hook === "onRequest" ? 0 : 1);
    },
  );

  test("of the client's own signal ends each of its calls", async () => {
    const controller = new AbortController();
    const server = await serve(silence);
    const client = createClient({
      accessToken: "test-token",
      baseUrl: server.url,
      signal: controller.signal,
    });
    const calls = [
      client.batchUnsubscribeAll(LIST),
      client.batchUnsubscribeAll(LIST, { signal: new AbortController().signal }),
    ];
    setImmediate(() => controller.abort(REASON));
    for (const settled of await Promise.allSettled(calls)) {
      expect(settled).toEqual({ status: "rejected", reason: REASON });
    }
    await expect(client.batchUnsubscribeAll(LIST)).rejects.toBe(REASON);
  });

  test("on hearing of a success does not throw its outcome away", async () => {
    const controller = new AbortController();
    const server = await serve(accepted);
    const client = createClient({
      accessToken: "test-token",
      baseUrl: server.url,
      onResponse: () => controller.abort(REASON),
    });
    const result = await client.batchUnsubscribeAll(LIST, { signal: controller.signal });
    expect(result.complete).toBe(true);
  });

  test("after the end of a call changes nothing", async () => {
    const controller = new AbortController();
    const server = await serve(accepted);
    const client = createClient({ accessToken: "test-token", baseUrl: server.url });
    const result = await client.batchUnsubscribeAll(LIST, { signal: controller.signal });
    controller.abort(REASON);
    expect(result.complete).toBe(true);
  });
});

describe("the listeners on a caller's signal", () => {
  test("are gone after each call, however it ends, and nothing warns", async () => {
    const warned = vi.fn();
    process.on("warning", warned);
    onTestFinished(() => void process.off("warning", warned));
    const waits = skipWaits();
    const own = new AbortController();
    const shared = new AbortController();
    const seen: number[] = [];
    let count = 0;
    const fetch: Fetch = async () => {
      seen.push(listeners(own.signal), listeners(shared.signal));
      count += 1;
      return new Response("", { status: count % 3 === 0 ? 200 : count % 9 === 1 ? 503 : 500 });
    };
    const client = createClient({
      accessToken: "test-token",
      fetch,
      signal: shared.signal,
      retries: 2,
      onRetry: waits.onRetry,
    });
    for (let call = 0; call < 200; call += 1) {
      await client.batchUnsubscribeAll(LIST, { signal: own.signal });
    }
    expect(count).toBe(600);
    expect(new Set(seen)).toEqual(new Set([1]));
    expect(listeners(own.signal)).toBe(0);
    expect(listeners(shared.signal)).toBe(0);

    const refused = createClient({
      accessToken: "test-token",
      fetch: async () => new Response("", { status: 400 }),
      signal: shared.signal,
    });
    await expect(refused.batchUnsubscribeAll(LIST, { signal: own.signal })).rejects.toThrow();
    await expect(refused.batchUnsubscribeAll([], { signal: own.signal })).rejects.toThrow();
    expect(listeners(own.signal)).toBe(0);
    expect(listeners(shared.signal)).toBe(0);
    expect(warned).not.toHaveBeenCalled();
  });

  test("are one for any number of calls at once, all of which hear it", async () => {
    const warned = vi.fn();
    process.on("warning", warned);
    onTestFinished(() => void process.off("warning", warned));
    const controller = new AbortController();
    const { signal } = controller;
    let answer = (): void => {};
    const first = new Promise<Response>((resolve) => {
      answer = () => resolve(new Response(""));
    });
    let count = 0;
    const fetch: Fetch = () => ((count += 1) === 1 ? first : new Promise(() => {}));
    const client = createClient({ accessToken: "test-token", fetch, signal });
    const calls = Array.from({ length: 200 }, () => client.batchUnsubscribeAll(LIST));
    await vi.waitFor(() => expect(count).toBe(200));
    expect(listeners(signal)).toBe(1);
    answer();
    await calls[0];
    expect(listeners(signal)).toBe(1);
    controller.abort(REASON);
    const ends = await Promise.allSettled(calls);
    expect(ends.filter((end) => end.status === "rejected" && end.reason === REASON)).toHaveLength(
      199,
    );
    expect(listeners(signal)).toBe(0);
    expect(warned).not.toHaveBeenCalled();
  });

  test("one signal given twice is heard once", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const fetch: Fetch = () => {
      expect(listeners(signal)).toBe(1);
      controller.abort(REASON);
      return new Promise(() => {});
    };
    const client = createClient({ accessToken: "test-token", fetch, signal });
    await expect(client.batchUnsubscribeAll(LIST, { signal })).rejects.toBe(REASON);
    expect(listeners(signal)).toBe(0);
  });
});
