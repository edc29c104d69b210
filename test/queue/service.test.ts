import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";

import { createClient, createOptOutQueue } from "../../src/index.js";
import { createMock, type Fault } from "../../src/mock/index.js";
import { people } from "../helpers/scripted-hubspot.js";
import { answerTo } from "./answer.js";
import { createRouter } from "./express-service.js";
import { createService } from "./service.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

// Not among the last: whoever is refused needs a call that is taken afterwards to be told so.
const bad = ["reader700@example.com", "reader1000@example.com"];
const others: readonly Fault[] = [
  { kind: "status", status: 502, body: "html", when: "after", skip: 4 },
];
const accused = (answer: "207" | "400"): Fault[] =>
  bad.map((address) => ({ kind: "bad-address", address, answer }));

/** The service over a mock whose first token expires on the way. */
function start(
  faults: readonly Fault[],
  expiresAfterMs: number,
  rate?: { calls: number; seconds: number },
) {
  const mock = createMock({
    token: "first-token",
    expiresAfterMs,
    tokens: [{ token: "second-token" }],
    rate,
    latencyMs: 100,
    faults,
  });
  let token = "first-token";
  const service = createService({
    fetch: mock.fetch,
    accessToken: ({ refusedToken }) => {
      if (refusedToken === token) token = "second-token";
      return token;
    },
  });
  const post = async (address: string): Promise<number> => {
    const request = { method: "POST", body: JSON.stringify({ address }) };
    return (await service.fetch(new Request("http://service.example", request))).status;
  };
  return { mock, post, service };
}

/** What each of two thousand is answered, so many being asked for at a time. */
async function ask(
  post: (address: string) => Promise<number>,
  atATime: number,
  pauseMs = 0,
): Promise<Map<string, number>> {
  const answers = new Map<string, number>();
  const list = people(2_000).values();
  const workers = Array.from({ length: atATime }, async () => {
    for (const address of list) {
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
      answers.set(address, await post(address));
    }
  });
  let ended = false;
  const all = Promise.all(workers).finally(() => (ended = true));
  while (!ended) await vi.advanceTimersByTimeAsync(10);
  await all;
  return answers;
}

function expectRight(
  answers: ReadonlyMap<string, number>,
  out: readonly string[] | undefined,
): void {
  expect(answers.size).toBe(2_000);
  for (const [address, status] of answers) {
    expect(status, address).toBe(bad.includes(address) ? 422 : 200);
  }
  expect(new Set(out).size).toBe(1_998);
}

describe("2,000 requests with two bad addresses, a 502 after the work and a token that expires", () => {
  test.each(["207", "400"] as const)(
    "are answered rightly, 200 at a time, in at most 60 calls; by a %s",
    async (answer) => {
      const { mock, post, service } = start([...accused(answer), ...others], 1_000);
      expectRight(await ask(post, 200), mock.state().out["portal"]);
      const { calls } = mock.state();
      expect(calls.filter(({ status }) => status === 401).length).toBeGreaterThan(0);
      expect(calls.filter(({ status }) => status === 502)).toHaveLength(1);
      expect(calls.length).toBeLessThanOrEqual(60);
      await service.close();
    },
  );

  test.each(["207", "400"] as const)(
    "the same with a limit of 5 calls in 10 seconds; by a %s",
    async (answer) => {
      const rate = { calls: 5, seconds: 10 };
      const { mock, post } = start([...accused(answer), ...others], 12_000, rate);
      expectRight(await ask(post, 200), mock.state().out["portal"]);
      const { calls } = mock.state();
      expect(calls.filter(({ status }) => status === 401).length).toBeGreaterThan(0);
      expect(calls.length).toBeLessThanOrEqual(60);
    },
  );

  test("again one by one over 20 seconds", async () => {
    const { mock, post } = start([...accused("400"), ...others], 5_000);
    const answers = new Map<string, number>();
    const asked: Promise<void>[] = [];
    for (const address of people(2_000)) {
      asked.push(post(address).then((status) => void answers.set(address, status)));
      await vi.advanceTimersByTimeAsync(10);
    }
    let ended = false;
    void Promise.all(asked).then(() => (ended = true));
    while (!ended) await vi.advanceTimersByTimeAsync(10);
    expectRight(answers, mock.state().out["portal"]);
    // Some ten addresses come in 50 ms; how many calls that makes is told in the guide, and not bounded.
    expect(mock.state().calls.length).toBeGreaterThan(20);
  });
});

test("other requests, and what is no address, are refused without a call", async () => {
  const { mock, post, service } = start([], 1_000_000);
  expect(await post("ana at example.com")).toBe(400);
  expect((await service.fetch(new Request("http://service.example"))).status).toBe(405);
  const empty = new Request("http://service.example", { method: "POST", body: "[]" });
  expect((await service.fetch(empty)).status).toBe(400);
  expect(mock.state().calls).toHaveLength(0);
});

test("where the account takes no calls, the answer says when to come again", async () => {
  const { post, service } = start([{ kind: "migration", retryAfter: 3_600 }], 1_000_000);
  const asked = post("ana@example.com");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await asked).toBe(503);
  const body = JSON.stringify({ address: "ben@example.org" });
  const request = new Request("http://service.example", { method: "POST", body });
  const response = await service.fetch(request);
  expect(response.status).toBe(503);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(3_500);
});

describe("of what is not out", () => {
  const retryAfter = async (service: ReturnType<typeof createService>, address: string) => {
    const request = { method: "POST", body: JSON.stringify({ address }) };
    const response = service.fetch(new Request("http://service.example", request));
    await vi.advanceTimersByTimeAsync(6_000);
    const { status, headers } = await response;
    return [status, headers.get("retry-after")];
  };

  test("nobody is told to ask again where the same would come of it", async () => {
    const { service } = start(accused("207"), 1_000_000);
    expect(await retryAfter(service, "ana at example.com")).toEqual([400, null]);
    const refused = retryAfter(service, bad[0] ?? "");
    await vi.advanceTimersByTimeAsync(0);
    expect(await retryAfter(service, "ana@example.com")).toEqual([200, null]);
    expect(await refused).toEqual([422, null]);
  });

  test("a refusal that may be the request's fault is logged without the address, and not asked again for ever", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    const { service } = start(accused("400"), 1_000_000);
    expect(await retryAfter(service, bad[0] ?? "")).toEqual([422, null]);
    expect(log).toHaveBeenCalledExactlyOnceWith(
      "HubSpot refuses an opt-out",
      expect.stringMatching(/^[\w-]+$/),
    );
    log.mockRestore();
  });

  test("a token of another account is the service's own fault, and logged", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    const mock = createMock();
    const service = createService({ fetch: mock.fetch, accessToken: mock.token, account: 99 });
    expect(await retryAfter(service, "ana@example.com")).toEqual([500, null]);
    expect(log.mock.calls.join()).toMatch(/^HubSpotAccountError: .*99/);
    expect(log.mock.calls.join()).not.toContain("ana@example.com");
    log.mockRestore();
  });

  test("a token that is refused is logged, since somebody has to mend it", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    const service = createService({ fetch: createMock().fetch, accessToken: "unknown-token" });
    const [status] = await retryAfter(service, "ana@example.com");
    expect(status).toBe(503);
    expect(log.mock.calls.join()).toMatch(/^HubSpotAuthenticationError: /);
    expect(log.mock.calls.join()).not.toMatch(/ana@example.com|unknown-token/);
    log.mockRestore();
  });

  test("a queue that is full says so, and when to come again", async () => {
    const queue = createOptOutQueue(createClient({ accessToken: "t", fetch: createMock().fetch }), {
      maxWaiting: 1,
    });
    const first = answerTo(queue, "ana@example.com");
    expect(await answerTo(queue, "ben@example.org")).toEqual({
      status: 503,
      outcome: "not-sent",
      retryAfter: 10,
    });
    await queue.close();
    expect(await first).toMatchObject({ status: 503 });
  });
});

test("the router of Express answers the same", async () => {
  vi.useRealTimers();
  const mock = createMock();
  const { router, close } = createRouter({ accessToken: mock.token, fetch: mock.fetch });
  const app = express().use("/opt-outs", router);
  const server = app.listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const post = async (body: string): Promise<unknown[]> => {
    const headers = { "Content-Type": "application/json" };
    const init = { method: "POST", headers, body };
    const response = await fetch(`http://127.0.0.1:${port}/opt-outs`, init);
    const told = response.status === 200 ? await response.json() : undefined;
    return [response.status, told, response.headers.get("retry-after")];
  };
  const address = '{"address": "ana@example.com"}';
  expect(await post(address)).toEqual([200, { outcome: "unsubscribed" }, null]);
  expect(await post('{"address": "ana at example.com"}')).toEqual([400, undefined, null]);
  expect(await post("[]")).toEqual([400, undefined, null]);
  mock.inject({ kind: "migration", retryAfter: 3_600 });
  const [status, , retryAfter] = await post(address);
  expect(status).toBe(503);
  expect(Number(retryAfter)).toBeGreaterThan(3_500);
  await close();
  expect((await post('{"address": "ben@example.org"}'))[0]).toBe(503);
});

test.each(["answer.ts", "service.ts", "express-service.ts"])(
  "the guide shows %s as it is",
  async (name) => {
    const code = await readFile(`test/queue/${name}`, "utf8");
    const guide = await readFile("docs/opt-out-queue.md", "utf8");
    expect(guide).toContain(code.replace("../../src/index.js", "hubspot-batch-unsubscribe"));
  },
);
