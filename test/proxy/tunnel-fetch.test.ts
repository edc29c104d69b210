import { expect, test } from "vitest";

import { tunnelFetch } from "../../src/proxy/tunnel-fetch.js";
import { cutOff, json, reply, serve, silence, type Answer } from "../helpers/http.js";
import { startProxy } from "./proxy.js";

async function through(...answers: Answer[]) {
  const server = await serve(...answers);
  const proxy = await startProxy(Number(new URL(server.url).port));
  const fetch = tunnelFetch(new URL(`http://${proxy.host}`));
  const call = (init: RequestInit = {}): Promise<Response> =>
    fetch("http://hubspot.example/", init);
  return { call, server, proxy };
}

test("one tunnel serves call after call", async () => {
  const { call, server, proxy } = await through(json(200, { ok: true }));
  for (const body of ["one", "two"]) {
    const answer = await call({ method: "POST", body, headers: { "X-Own": "1" } });
    expect(await answer.json()).toEqual({ ok: true });
  }
  expect(server.requests).toMatchObject([
    { method: "POST", body: "one", headers: { host: "hubspot.example", "x-own": "1" } },
    { method: "POST", body: "two" },
  ]);
  expect(proxy.seen).toHaveLength(1);
});

test.each([204, 205, 304])("an answer of %i has no body", async (status) => {
  const { call } = await through(reply(status, "", { "Retry-After": "7" }));
  const answer = await call();
  expect([answer.status, answer.body, answer.headers.get("retry-after")]).toEqual([
    status,
    null,
    "7",
  ]);
});

test("a redirect is an answer, and is not followed", async () => {
  const { call, server } = await through(reply(307, "", { Location: "/elsewhere" }));
  expect((await call()).status).toBe(307);
  expect(server.requests).toHaveLength(1);
});

test("a status that no answer can have is a failed call", async () => {
  const { call } = await through(reply(999));
  await expect(call()).rejects.toThrow(new TypeError("fetch failed"));
});

test("a body that breaks off is an error when it is read", async () => {
  const { call } = await through(cutOff(200, '{"results'));
  const answer = await call();
  await expect(answer.text()).rejects.toThrow();
});

test("an abort ends the call with its reason, before the answer and in the middle of it", async () => {
  for (const answer of [silence, ((response) => void response.write("{")) satisfies Answer]) {
    const { call, server } = await through(answer);
    const controller = new AbortController();
    const ended = call({ signal: controller.signal }).then((response) => response.text());
    await expect.poll(() => server.requests).toHaveLength(1);
    setTimeout(() => controller.abort(new Error("enough")), 50);
    await expect(ended).rejects.toThrow(answer === silence ? "enough" : undefined);
  }
});

test("a proxy that is not there is a failed call, with the code of the system", async () => {
  const fetch = tunnelFetch(new URL("http://127.0.0.1:1"));
  const failure: unknown = await fetch("http://hubspot.example/", {}).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ message: "fetch failed", cause: { code: "ECONNREFUSED" } });
});
