import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createClient } from "../../src/index.js";
import { people } from "../helpers/scripted-hubspot.js";
import { hasRedis, Redis } from "../helpers/redis.js";
import { account, PERSON, Setup } from "./setup.js";

describe.skipIf(!hasRedis)("the accounts of a worker on Redis", () => {
  let redis: Redis;
  beforeAll(async () => void (redis = await Redis.start()));
  afterAll(() => redis[Symbol.asyncDispose]());

  describe("the client of an account", () => {
    test("is made once, and once more after the account had no job for a while", async () => {
      await using setup = new Setup(redis);
      const made: string[] = [];
      const client = async (key: string) => {
        made.push(key);
        await delay(50);
        return setup.client(key);
      };
      await setup.work({ client, idleTimeout: 400 });
      await setup.finished(await setup.enqueue(people(10)));
      await setup.finished(await setup.enqueue(["late@example.com"]));
      expect(made).toEqual([account]);
      await delay(1_000);
      await setup.finished(await setup.enqueue(["latest@example.com"]));
      expect(made).toEqual([account, account]);
    });

    test("that cannot be had is an error of the worker; its jobs wait, and others do not", async () => {
      await using setup = new Setup(redis);
      let asked = 0;
      const client = (key: string) => {
        if (key === account) return setup.client(key);
        asked += 1;
        throw new Error("no token for ana@example.com");
      };
      await setup.work({ client });
      const lost = await setup.enqueue(people(20), "lost");
      for (const id of lost) await setup.until(id, "delayed");
      expect((await setup.job(lost[0])).attemptsMade).toBe(0);
      await setup.finished(await setup.enqueue(people(20)));
      expect(asked).toBe(1);
      expect(setup.errors).toMatchObject([
        {
          message: 'Nothing can be sent for account "lost".',
          cause: { message: expect.stringContaining("no token") as string },
        },
      ]);
      expect(await setup.kept(lost)).not.toMatch(PERSON);
    });
  });

  test("a token of another account than its client names sends nothing; the jobs wait, and the worker says why", async () => {
    await using setup = new Setup(redis, { accounts: [{ token: "account-b" }] });
    const [, other] = setup.mock.state().accounts;
    const client = () =>
      createClient({
        accessToken: account,
        account: other?.portalId ?? 0,
        fetch: setup.mock.fetch,
      });
    await setup.work({ client });
    const ids = await setup.enqueue(people(20));
    for (const id of ids) await setup.until(id, "delayed");
    expect(await setup.kept(ids)).not.toMatch(PERSON);
    expect((await setup.job(ids[0])).attemptsMade).toBe(0);
    expect(setup.errors).toMatchObject([{ cause: { name: "HubSpotAccountError" } }]);
    expect(setup.mock.state().accounts.map(({ out }) => out)).toEqual([{}, {}]);
  });
});
