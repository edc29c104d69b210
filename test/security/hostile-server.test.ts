import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { createClient, type ClientOptions } from "../../src/index.js";
import { reply, serve, type Answer } from "../helpers/http.js";

const address = "ana@example.com";

async function call(answer: Answer, options: Partial<ClientOptions> = {}) {
  const server = await serve(answer);
  const client = createClient({
    accessToken: "secret-token",
    baseUrl: server.url,
    retries: 0,
    ...options,
  });
  return { server, outcome: client.batchUnsubscribeAll([address], { verbose: true }) };
}

/** The reason why nothing is known of the address. */
async function reason(answer: Answer, options?: Partial<ClientOptions>): Promise<unknown> {
  const { outcome } = await call(answer, options);
  return (await outcome).outcomes;
}

test.each([301, 302, 303, 307, 308])("a redirect with %i is followed nowhere", async (status) => {
  const other = await serve(reply(200, "{}"));
  const { outcome, server } = await call(reply(status, "", { Location: `${other.url}/` }));
  await expect(outcome).rejects.toMatchObject({ name: "HubSpotApiError", status });
  expect([server.requests.length, other.requests.length]).toEqual([1, 0]);
});

test("a body that unpacks to thirty times what is read is let go", async () => {
  const bomb = gzipSync(Buffer.alloc(300_000_000)); // 300 kB
  const before = process.memoryUsage.rss();
  const headers = { "Content-Encoding": "gzip", "Content-Type": "application/json" };
  const answer: Answer = (response) => response.writeHead(200, headers).end(bomb);
  expect(await reason(answer)).toMatchObject([{ outcome: "unknown", reason: "body-too-large" }]);
  expect(process.memoryUsage.rss() - before).toBeLessThan(250e6);
});

test("a body without end is let go, and the connection with it", async () => {
  let gone: () => void;
  const closed = new Promise<void>((resolve) => (gone = resolve));
  const answer: Answer = (response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.on("close", () => gone());
    const chunk = Buffer.alloc(65_536, "[");
    const go = (): void => {
      while (!response.destroyed)
        if (!response.write(chunk)) return void response.once("drain", go);
    };
    go();
  };
  expect(await reason(answer)).toMatchObject([{ outcome: "unknown", reason: "body-too-large" }]);
  await closed;
});

test("a body that drips ends with the time limit", async () => {
  const answer: Answer = (response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    const drip = setInterval(() => response.write(" "), 20);
    response.on("close", () => clearInterval(drip));
  };
  const { outcome } = await call(answer, { timeout: 500 });
  await expect(outcome).rejects.toMatchObject({
    name: "HubSpotTimeoutError",
    mayHaveBeenApplied: true,
  });
});

test("headers beyond all measure end the call", async () => {
  const bomb = Object.fromEntries(
    Array.from({ length: 500 }, (_, n) => [`X-Pad-${n}`, "a".repeat(1_000)]),
  );
  const { outcome } = await call(reply(200, "{}", bomb));
  await expect(outcome).rejects.toMatchObject({
    name: "HubSpotNetworkError",
    mayHaveBeenApplied: true,
  });
});

test("lists in lists, a million deep, overflow nothing", async () => {
  const deep = `${"[".repeat(1e6)}${"]".repeat(1e6)}`;
  for (const body of [deep, `{"status":"COMPLETE","results":${deep},"errors":${deep}}`]) {
    expect(await reason(reply(200, body))).toMatchObject([{ outcome: "unknown" }]);
  }
});

test("a key called __proto__ changes nothing and proves nothing", async () => {
  const status = { subscriberIdString: address, status: "UNSUBSCRIBED", subscriptionId: 1 };
  const results = [{ subscriberIdString: address, statuses: [status] }];
  const body = `{"__proto__":${JSON.stringify({ status: "COMPLETE", results })}}`;
  expect(await reason(reply(200, body))).toMatchObject([{ outcome: "unknown" }]);
  expect(Object.hasOwn(Object.prototype, "results")).toBe(false);
});
