import { describe, expect, test } from "vitest";

import { startMock } from "../../src/mock/index.js";
import { call, readValid, reasons } from "./calls.js";

describe("who is out", () => {
  test("keeps an address in lower case, however it was sent", async () => {
    await using mock = await startMock();
    const response = await call(mock, ["ADA@Example.COM"]);
    expect(reasons(await readValid(response))).toEqual({
      "ada@example.com": "UNSUBSCRIBE_FROM_ALL_OCCURRED",
    });
    expect(mock.state().out).toEqual({ portal: ["ada@example.com"] });
  });

  test("folds ASCII capitals only, so that two people never become one", async () => {
    await using mock = await startMock();
    await call(mock, ["\u212Aelvin@example.com", "kelvin@example.com"]);
    expect(mock.state().out["portal"]).toHaveLength(2);
  });

  test("answers a repeat with NO_STATUS_CHANGE and the time of the first", async () => {
    let now = Date.UTC(2026, 0, 2, 3, 4, 5);
    await using mock = await startMock({ now: () => now });
    await call(mock, ["ada@example.com"]);
    now += 60_000;
    const body = await readValid(await call(mock, ["ADA@example.com"]));
    expect(reasons(body)).toEqual({ "ada@example.com": "NO_STATUS_CHANGE" });
    expect(body.results?.[0]?.statuses?.[0]?.timestamp).toBe("2026-01-02T03:04:05.000Z");
  });

  test("takes an address of alreadyOut for out before the first call", async () => {
    await using mock = await startMock({ alreadyOut: ["Ada@example.com"] });
    const body = await readValid(await call(mock, ["ada@example.com", "bob@example.com"]));
    expect(reasons(body)).toEqual({
      "ada@example.com": "NO_STATUS_CHANGE",
      "bob@example.com": "UNSUBSCRIBE_FROM_ALL_OCCURRED",
    });
  });

  test("names every address once, and not in the order of the request", async () => {
    await using mock = await startMock();
    const inputs = ["a@example.com", "b@example.com", "A@EXAMPLE.COM", "c@example.com"];
    const body = await readValid(await call(mock, inputs));
    expect(body.results?.map((result) => result.subscriberIdString)).toEqual([
      "c@example.com",
      "b@example.com",
      "a@example.com",
    ]);
  });

  test("keeps each brand and the portal apart, brand 0 included", async () => {
    await using mock = await startMock();
    const inputs = ["ada@example.com"];
    for (const brand of ["&businessUnitId=0", "&businessUnitId=7", ""]) {
      const query = `?channel=EMAIL&verbose=true${brand}`;
      const body = await readValid(await call(mock, inputs, { query }));
      expect(reasons(body)["ada@example.com"], brand).toBe("UNSUBSCRIBE_FROM_ALL_OCCURRED");
      expect(body.results?.[0]?.statuses?.[0]?.businessUnitId).toBe(brand.endsWith("7") ? 7 : 0);
    }
    expect(mock.state().out).toEqual({ "0": inputs, "7": inputs, portal: inputs });
  });

  test("is not led astray by addresses that are names of prototype members", async () => {
    await using mock = await startMock();
    const inputs = ["__proto__", "constructor", "valueof"];
    const body = await readValid(await call(mock, inputs));
    expect(body.results).toHaveLength(3);
    expect(mock.state().out["portal"]).toEqual(inputs);
  });
});

describe("the answer without verbose", () => {
  const query = "?channel=EMAIL";

  test("is an envelope without results unless told", async () => {
    await using mock = await startMock();
    const response = await call(mock, ["ada@example.com"], { query });
    expect(response.status).toBe(200);
    expect(await readValid(response)).toMatchObject({ status: "COMPLETE", results: [] });
    expect(mock.state().out["portal"]).toEqual(["ada@example.com"]);
  });

  test("can name the addresses without statuses", async () => {
    await using mock = await startMock({ nonVerbose: "no-statuses" });
    const body = await readValid(await call(mock, ["ada@example.com"], { query }));
    expect(body.results).toEqual([{ subscriberIdString: "ada@example.com" }]);
  });

  test.each([
    ["empty-body", 200],
    ["no-content", 204],
  ] as const)("can be nothing: %s", async (nonVerbose, status) => {
    await using mock = await startMock({ nonVerbose });
    const response = await call(mock, ["ada@example.com"], { query });
    expect(response.status).toBe(status);
    expect(await response.text()).toBe("");
    expect(mock.state().out["portal"]).toEqual(["ada@example.com"]);
  });

  test("is the envelope after all when there are errors to tell", async () => {
    await using mock = await startMock({
      nonVerbose: "no-content",
      faults: [{ kind: "bad-address", address: "bad@example.org", answer: "207" }],
    });
    const response = await call(mock, ["bad@example.org", "ada@example.com"], { query });
    expect(response.status).toBe(207);
    expect(await readValid(response)).toMatchObject({ results: [], numErrors: 1 });
  });
});

describe("the record", () => {
  test("is JSON at /__mock/state, without a token", async () => {
    await using mock = await startMock();
    await call(mock, ["ada@example.com"]);
    const response = await fetch(`${mock.url}/__mock/state`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(mock.state());
  });

  test("gives nothing else away without a token", async () => {
    await using mock = await startMock();
    expect((await fetch(`${mock.url}/__mock/other`)).status).toBe(404);
    const post = await fetch(`${mock.url}/__mock/state`, { method: "POST" });
    expect(post.status).toBe(405);
    expect(post.headers.get("Allow")).toBe("GET");
  });

  test("counts the addresses of a call, and keeps them only when asked", async () => {
    await using counting = await startMock();
    await call(counting, ["ada@example.com", "bob@example.com"]);
    const [counted] = counting.state().calls;
    expect(counted).toMatchObject({ inputs: 2, judged: 200, status: 200, fault: null });
    expect(counted).not.toHaveProperty("addresses");

    await using keeping = await startMock({ keepInputs: true });
    await call(keeping, ["ADA@example.com"]);
    expect(keeping.state().calls[0]?.addresses).toEqual(["ADA@example.com"]);
  });

  test("is a snapshot that later calls do not change", async () => {
    await using mock = await startMock();
    const before = mock.state();
    await call(mock, ["ada@example.com"]);
    const accounts = [{ portalId: 1234567, out: {} }];
    expect(before).toEqual({ out: {}, accounts, calls: [], faults: [] });
  });

  test("goes back to the start on reset, faults and limits too", async () => {
    await using mock = await startMock({
      alreadyOut: ["ada@example.com"],
      rate: { calls: 1, seconds: 10 },
      faults: [{ kind: "status", status: 500, body: "json", skip: 1 }],
    });
    mock.inject({ kind: "latency", ms: 0 });
    expect((await call(mock, ["bob@example.com"])).status).toBe(200);
    expect((await call(mock, ["bob@example.com"])).status).toBe(500);
    mock.reset();
    const out = { portal: ["ada@example.com"] };
    expect(mock.state()).toEqual({
      out,
      accounts: [{ portalId: 1234567, out }],
      calls: [],
      faults: [{ kind: "status", fired: 0, left: 1 }],
    });
    expect((await call(mock, ["bob@example.com"])).status).toBe(200);
    expect((await call(mock, ["bob@example.com"])).status).toBe(500);
  });
});
