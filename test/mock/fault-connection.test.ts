import { describe, expect, test } from "vitest";

import { startMock, type MockOptions } from "../../src/mock/index.js";
import { call } from "./calls.js";

const inputs = ["ada@example.com"];
const brand7 = { query: "?channel=EMAIL&businessUnitId=7" };

/** Why a fetch or the reading of its body failed, by the code of its cause. */
async function failure(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => new Error("nothing failed"),
    (reason: unknown) => reason,
  );
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? String(Reflect.get(cause, "code")) : String(error);
}

describe("reset", () => {
  test("before: nothing is done", async () => {
    await using mock = await startMock({ faults: [{ kind: "reset", when: "before" }] });
    expect(await failure(call(mock, inputs))).toBe("ECONNRESET");
    expect(mock.state().out).toEqual({});
    expect(mock.state().calls).toMatchObject([{ judged: null, status: null, fault: "reset" }]);
  });

  test("after: the address is out and nobody hears of it", async () => {
    await using mock = await startMock({ faults: [{ kind: "reset", when: "after" }] });
    expect(await failure(call(mock, inputs))).toBe("ECONNRESET");
    expect(mock.state().out["portal"]).toEqual(inputs);
    expect(mock.state().calls).toMatchObject([{ judged: 200, status: null, fault: "reset" }]);
  });

  test("body: the head and a part of the body arrive", async () => {
    await using mock = await startMock({ faults: [{ kind: "reset", when: "body" }] });
    const response = await call(mock, inputs);
    expect(response.status).toBe(200);
    expect(await failure(response.text())).toBe("UND_ERR_SOCKET");
    expect(mock.state().out["portal"]).toEqual(inputs);
  });
});

describe("stall", () => {
  test.each([
    ["before", false],
    ["before-headers", true],
  ] as const)("%s: no head comes, and the work is done: %s", async (when, done) => {
    const mock = await startMock({ faults: [{ kind: "stall", when }] });
    const pending = call(mock, inputs);
    await expect.poll(() => mock.state().calls.length).toBe(1);
    expect((await call(mock, ["bob@example.com"], brand7)).status).toBe(200); // time enough to answer
    expect(mock.state().out["portal"] !== undefined).toBe(done);
    const failed = failure(pending);
    await mock.close(); // ends it, or this test would hang
    expect(await failed).toBe("UND_ERR_SOCKET");
  });

  test("body: half a body comes, and close() ends the rest", async () => {
    const mock = await startMock({ faults: [{ kind: "stall", when: "body" }] });
    const response = await call(mock, inputs);
    const reader = response.body?.getReader();
    const chunk = await reader?.read();
    const length = Number(response.headers.get("Content-Length"));
    expect(chunk?.value?.byteLength).toBe(Math.ceil(length / 2));
    const rest = failure(reader?.read() ?? Promise.resolve());
    await mock.close();
    expect(await rest).toBe("UND_ERR_SOCKET");
    expect(mock.state().out["portal"]).toEqual(inputs);
  });

  test("a client that leaves frees the mock for the next", async () => {
    await using mock = await startMock({ faults: [{ kind: "stall", when: "before" }] });
    const leaving = new AbortController();
    const pending = call(mock, inputs, { signal: leaving.signal });
    await expect.poll(() => mock.state().calls.length).toBe(1);
    leaving.abort();
    await expect(pending).rejects.toThrow(/abort/);
    expect((await call(mock, inputs)).status).toBe(200);
  });
});

describe("latency", () => {
  const hour = 3_600_000;

  test.each<[string, MockOptions]>([
    ["a fault", { faults: [{ kind: "latency", ms: hour }] }],
    ["latencyMs", { latencyMs: hour }],
    [
      "two faults, which add up",
      {
        faults: [
          { kind: "latency", ms: hour },
          { kind: "latency", ms: 0 },
        ],
      },
    ],
    ["both", { latencyMs: hour, faults: [{ kind: "latency", ms: 0 }] }],
  ])("%s: holds the answer back; the work is done on arrival", async (_what, options) => {
    const mock = await startMock(options);
    const failed = failure(call(mock, inputs));
    await expect.poll(() => mock.state().out["portal"]).toEqual(inputs);
    expect((await fetch(`${mock.url}/__mock/state`)).status).toBe(200); // time enough to answer
    await mock.close(); // its timer would hold the test process for an hour
    expect(await failed).toBe("UND_ERR_SOCKET");
  });

  test("goes together with the fault that decides, and with latencyMs", async () => {
    await using mock = await startMock({
      latencyMs: 1,
      faults: [
        { kind: "latency", ms: 1 },
        { kind: "status", status: 500, body: "empty" },
        { kind: "latency", ms: 1 },
      ],
    });
    expect((await call(mock, inputs)).status).toBe(500);
    expect(mock.state().faults.map((fault) => fault.fired)).toEqual([1, 1, 1]);
  });
});
