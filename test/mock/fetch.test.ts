import { describe, expect, test, vi } from "vitest";

import { createClient } from "../../src/index.js";
import { createMock, startMock, type Fault } from "../../src/mock/index.js";
import { path } from "./calls.js";

const inputs = ["ada@example.com"];
const target = `https://api.hubapi.com${path}?channel=EMAIL&verbose=true`;
const init = (token: string, more: RequestInit = {}): RequestInit => ({
  method: "POST",
  headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
  body: JSON.stringify({ inputs }),
  ...more,
});

/** What came of a call: status, some headers and body, or the code of the failure. */
async function ending(send: typeof fetch, url: string, token: string): Promise<unknown> {
  try {
    const response = await send(url, init(token));
    const names = ["content-type", "content-length", "retry-after", "x-hubspot-correlation-id"];
    const headers = names.map((name) => response.headers.get(name));
    return [response.status, headers, await response.text()];
  } catch (error) {
    const cause: unknown = error instanceof Error ? error.cause : undefined;
    return cause instanceof Error ? Reflect.get(cause, "code") : String(error);
  }
}

const faults: readonly Fault[] = [
  { kind: "rate-limit", policy: "DAILY", retryAfter: 7 },
  { kind: "migration", retryAfter: "soon" },
  { kind: "status", status: 502, body: "html", when: "after" },
  { kind: "status", status: 204, body: "empty" },
  { kind: "reset", when: "before" },
  { kind: "reset", when: "after" },
  { kind: "reset", when: "body" },
  { kind: "truncate" },
  { kind: "envelope", status: "PENDING" },
  { kind: "html-200" },
  { kind: "empty-200" },
];

describe("fetch without a socket", () => {
  test("answers and fails as the server does, fault by fault", async () => {
    const options = { now: () => 0, faults };
    await using server = await startMock(options);
    await using mock = createMock(options);
    const local = target.replace("https://api.hubapi.com", server.url);
    for (const token of [...faults.map(() => mock.token), mock.token, "other"]) {
      const expected = await ending(fetch, local, token);
      expect(await ending(mock.fetch, target, token)).toEqual(expected);
    }
    expect(mock.state()).toEqual(server.state());
  });

  test("serves a client, whatever its host, with nothing on the network", async () => {
    await using mock = createMock({ faults: [{ kind: "status", status: 500, body: "json" }] });
    const client = createClient({ accessToken: mock.token, fetch: mock.fetch, retries: 0 });
    await expect(client.batchUnsubscribeAll(inputs)).rejects.toMatchObject({ status: 500 });
    const { outcomes } = await client.batchUnsubscribeAll(inputs, { verbose: true });
    expect(outcomes).toMatchObject([{ address: "ada@example.com" }]);
    expect(mock.state().out).toEqual({ portal: inputs });
  });

  test("shares its record with the server of the same mock", async () => {
    await using mock = await startMock();
    await mock.fetch(target, init(mock.token));
    const state = await fetch(`${mock.url}/__mock/state`);
    expect(await state.json()).toMatchObject({ out: { portal: inputs } });
  });

  test.each<Fault>([
    { kind: "stall", when: "before" },
    { kind: "stall", when: "before-headers" },
    { kind: "stall", when: "body" },
    { kind: "latency", ms: 3_600_000 },
  ])("waits until the caller leaves, with the caller's reason: %j", async (fault) => {
    await using mock = createMock({ faults: [fault] });
    const leaving = new AbortController();
    const reason = new Error("enough");
    const read = mock
      .fetch(target, init(mock.token, { signal: leaving.signal }))
      .then((response) => response.text());
    const settled = vi.fn();
    read.then(settled, settled);
    await new Promise((resolve) => setImmediate(resolve));
    expect(settled).not.toHaveBeenCalled();
    leaving.abort(reason);
    await expect(read).rejects.toBe(reason);
  });

  test("close ends what is waiting, and refuses what comes after", async () => {
    const mock = createMock({ faults: [{ kind: "stall", when: "before" }] });
    const waiting = mock.fetch(target, init(mock.token));
    await new Promise((resolve) => setImmediate(resolve));
    await mock.close();
    await mock.close();
    await expect(waiting).rejects.toMatchObject({ cause: { code: "UND_ERR_SOCKET" } });
    await expect(mock.fetch(target)).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
  });

  test("does nothing for a call whose signal has fired before", async () => {
    await using mock = createMock();
    const signal = AbortSignal.abort(new Error("too late"));
    await expect(mock.fetch(target, init(mock.token, { signal }))).rejects.toThrow("too late");
    expect(mock.state().calls).toEqual([]);
  });

  test("takes a Request as well", async () => {
    await using mock = createMock();
    expect((await mock.fetch(new Request(target, init(mock.token)))).status).toBe(200);
  });
});
