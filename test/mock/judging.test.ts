import { request } from "node:http";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";

import { startMock } from "../../src/mock/index.js";
import { call, path, read, readValid } from "./calls.js";

const inputs = ["ada@example.com"];

describe("what the mock refuses", () => {
  test("a route that the description does not have: 404", async () => {
    await using mock = await startMock();
    const response = await fetch(`${mock.url}/crm/v3/objects`, { method: "POST" });
    expect(response.status).toBe(404);
    expect(await readValid(response)).toMatchObject({ category: "OBJECT_NOT_FOUND" });
  });

  test("a target that is no URL: 404, and it goes on", async () => {
    await using mock = await startMock();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = request({ port: mock.port, host: "127.0.0.1", path: "//" }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on("error", reject).end();
    });
    expect(status).toBe(404);
    expect((await call(mock, inputs)).status).toBe(200);
  });

  test("another method on a route: 405, naming the right one", async () => {
    await using mock = await startMock();
    const response = await call(mock, inputs, { method: "GET" });
    expect(response.status).toBe(405);
    expect(response.headers.get("Allow")).toBe("POST");
    await readValid(response);
  });

  test.each([null, "other-token", ""])("a token that is not its own: 401 (%s)", async (token) => {
    await using mock = await startMock();
    const response = await call(mock, inputs, { token });
    expect(response.status).toBe(401);
    expect(await readValid(response)).toMatchObject({ category: "INVALID_AUTHENTICATION" });
    expect(mock.state().out).toEqual({});
  });

  test("takes the name of the Bearer scheme in any case", async () => {
    await using mock = await startMock();
    const response = await fetch(`${mock.url}${path}?channel=EMAIL`, {
      method: "POST",
      headers: { Authorization: `bEARER ${mock.token}` },
      body: JSON.stringify({ inputs }),
    });
    expect(response.status).toBe(200);
  });

  test.each(["", "{", '{"inputs": [', "not json"])(
    "a body that is not JSON: 400 (%s)",
    async (body) => {
      await using mock = await startMock();
      const response = await call(mock, inputs, { body });
      expect(response.status).toBe(400);
      expect((await readValid(response)).message).toMatch(/^Invalid input JSON/);
    },
  );

  test.each([
    ["", "channel", "is required"],
    ["?channel=SMS", "channel", "has a value"],
    ["?channel=email", "channel", "has a value"],
    ["?channel=EMAIL&channel=EMAIL", "channel", "was given more than once"],
    ["?channel=EMAIL&businessUnitId=-1", "businessUnitId", "has a value"],
    ["?channel=EMAIL&businessUnitId=", "businessUnitId", "has a value"],
    ["?channel=EMAIL&businessUnitId=1.5", "businessUnitId", "has a value"],
    ["?channel=EMAIL&businessUnitId=9007199254740993", "businessUnitId", "has a value"],
    ["?channel=EMAIL&verbose=yes", "verbose", "has a value"],
    ["?channel=EMAIL&verbose=TRUE", "verbose", "has a value"],
  ])("a query that the description does not allow: 400 (%s)", async (query, parameter, words) => {
    await using mock = await startMock();
    const response = await call(mock, inputs, { query });
    expect(response.status).toBe(400);
    const body = await readValid(response);
    expect(body.message).toContain(`${parameter} ${words}`);
    expect(body.errors?.[0]?.in).toBe(parameter);
    expect(mock.state().out).toEqual({});
  });

  test("passes over parameters that it does not know", async () => {
    await using mock = await startMock();
    const response = await call(mock, inputs, { query: "?channel=EMAIL&hapikey=x" });
    expect(response.status).toBe(200);
  });

  test.each([
    "null",
    "[]",
    "{}",
    '{"inputs": []}',
    '{"inputs": [1]}',
    '{"inputs": [""]}',
    '{"inputs": ["a@example.com", null]}',
    '{"inputs": "a@example.com"}',
  ])("a body that breaks the generated validator: 400 (%s)", async (body) => {
    await using mock = await startMock();
    const response = await call(mock, inputs, { body });
    expect(response.status).toBe(400);
    const read = await readValid(response);
    expect(read).toMatchObject({ category: "VALIDATION_ERROR" });
    expect(read.errors?.length).toBeGreaterThan(0);
    expect(mock.state().out).toEqual({});
  });

  test("more inputs than its cap: 400 that names the number, and nothing is done", async () => {
    await using mock = await startMock({ cap: 2 });
    const three = ["a@example.com", "b@example.com", "c@example.com"];
    const response = await call(mock, three);
    expect(response.status).toBe(400);
    expect((await readValid(response)).message).toBe(
      "The maximum number of inputs supported in one call is 2.",
    );
    expect(mock.state().out).toEqual({});
    expect((await call(mock, three.slice(1))).status).toBe(200);
  });

  test("more inputs than its cap: 413 in place of the 400 where told so", async () => {
    await using mock = await startMock({ cap: 1, capAnswer: 413 });
    for (const send of [call, read]) {
      const response = await send(mock, ["a@example.com", "b@example.com"]);
      expect(response.status).toBe(413);
      expect((await readValid(response)).message).toMatch(/ call is 1\.$/);
    }
    expect(mock.state().out).toEqual({});
  });

  test("has no cap unless told", async () => {
    await using mock = await startMock();
    const many = Array.from({ length: 500 }, (_, index) => `reader${index}@example.com`);
    expect((await call(mock, many)).status).toBe(200);
    expect(mock.state().out["portal"]).toHaveLength(500);
  });

  test("a body over the bound: 413, also when the client never says how long it is", async () => {
    await using mock = await startMock();
    const body = JSON.stringify({ inputs: ["x".repeat(1_100_000)] });
    const response = await call(mock, [], { body });
    expect(response.status).toBe(413);
    await readValid(response);

    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = request(
        { port: mock.port, host: "127.0.0.1", path, method: "POST" },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        },
      );
      sent.on("error", reject);
      for (let at = 0; at < body.length; at += 65_536) sent.write(body.slice(at, at + 65_536));
      sent.end();
    });
    expect(status).toBe(413);
    expect(mock.state().calls).toEqual([]);
  });

  test("forgets a client that leaves in the middle of its body", async () => {
    await using mock = await startMock();
    const socket = connect(mock.port, "127.0.0.1");
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"inp`);
    await new Promise<void>((resolve) => socket.end(resolve));
    expect((await call(mock, inputs)).status).toBe(200);
    expect(mock.state().calls).toHaveLength(1);
  });
});

describe("the order of judging", () => {
  // Each call has every later fault too; the first in the order decides.
  const broken = "{";
  test.each([
    ["token", { token: "other", query: "", body: broken }, 401, "access token"],
    ["JSON", { query: "", body: broken }, 400, "JSON"],
    ["query", { query: "", body: '{"inputs": []}' }, 400, "channel"],
    ["body", { body: '{"inputs": ["", "b", "c"]}' }, 400, "The body"],
    ["cap", { body: '{"inputs": ["bad@example.org", "b", "c"]}' }, 400, "maximum number"],
    ["bad address", { body: '{"inputs": ["bad@example.org"]}' }, 400, "address"],
  ] as const)("%s", async (_what, options, status, words) => {
    await using mock = await startMock({
      cap: 2,
      faults: [{ kind: "bad-address", address: "bad@example.org", answer: "400" }],
    });
    const response = await call(mock, [], options);
    expect(response.status).toBe(status);
    expect((await readValid(response)).message).toContain(words);
  });

  test("a missing scope comes after the token and before the limit", async () => {
    await using mock = await startMock({ scopes: [], rate: { calls: 1, seconds: 10 } });
    expect((await call(mock, inputs, { token: "other" })).status).toBe(401);
    for (let count = 0; count < 2; count += 1) {
      expect((await call(mock, inputs, { body: broken })).status).toBe(403);
    }
  });

  test("a wrong token comes before the limit and does not count for it", async () => {
    await using mock = await startMock({ rate: { calls: 1, seconds: 10 } });
    expect((await call(mock, inputs, { token: "other" })).status).toBe(401);
    expect((await call(mock, inputs)).status).toBe(200);
    expect((await call(mock, inputs, { token: "other" })).status).toBe(401);
    expect((await call(mock, inputs, { body: broken })).status).toBe(429);
  });

  test("a fault comes before the token", async () => {
    await using mock = await startMock({
      faults: [{ kind: "status", status: 503, body: "empty" }],
    });
    expect((await call(mock, inputs, { token: "other" })).status).toBe(503);
  });
});

describe("headers", () => {
  test("every answer has a correlation id, the one of its body, and no two the same", async () => {
    await using mock = await startMock();
    const seen = new Set<string | null>();
    for (const token of ["other", mock.token]) {
      const response = await call(mock, inputs, { token });
      seen.add(response.headers.get("X-HubSpot-Correlation-Id"));
      if (response.status !== 401) continue;
      const body = await readValid(response);
      expect(body.correlationId).toBe(response.headers.get("X-HubSpot-Correlation-Id"));
    }
    seen.delete(null);
    expect(seen.size).toBe(2);
  });

  test("Date follows the mock's clock", async () => {
    await using mock = await startMock({ now: () => Date.UTC(2030, 4, 6, 7, 8, 9) });
    const response = await call(mock, inputs);
    expect(response.headers.get("Date")).toBe("Mon, 06 May 2030 07:08:09 GMT");
  });
});
