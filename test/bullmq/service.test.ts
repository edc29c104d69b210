import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";

import { createClient } from "../../src/index.js";
import { createMock } from "../../src/mock/index.js";
import { people } from "../helpers/scripted-hubspot.js";
import { hasRedis, Redis } from "../helpers/redis.js";
import { createIntake, startWorker } from "./service.js";

test.skipIf(!hasRedis)("the service of the guide takes opt-outs and works them off", async () => {
  await using redis = await Redis.start();
  const mock = createMock();
  const intake = createIntake(redis.connection);
  const post = async (body: unknown, method = "POST"): Promise<number> => {
    const init = method === "POST" ? { method, body: JSON.stringify(body) } : { method };
    return (await intake.fetch(new Request("http://service.example", init))).status;
  };
  for (const address of people(250)) expect(await post({ account: mock.token, address })).toBe(202);
  const wrong = [{ account: mock.token, address: "ana at example.com" }, { address: "a@b.c" }, 7];
  for (const body of wrong) expect(await post(body)).toBe(400);
  expect(await post(undefined, "GET")).toBe(405);
  const worker = await startWorker(redis.connection, (account) =>
    createClient({ accessToken: account, fetch: mock.fetch }),
  );
  while (new Set(mock.state().out["portal"]).size < 250) await delay(20);
  await worker.close();
  await intake.close();
  mock.close();
});

test("the guide shows this service", async () => {
  const code = await readFile("test/bullmq/service.ts", "utf8");
  const guide = await readFile("docs/many-machines.md", "utf8");
  expect(guide).toContain(
    code.replace("../../src/bullmq/index.js", "hubspot-batch-unsubscribe/bullmq"),
  );
});
