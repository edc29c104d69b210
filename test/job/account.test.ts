import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  createClient,
  createMemoryStore,
  createOptOutQueue,
  unsubscribeAll,
  verifyAll,
  type ClientOptions,
  type EntryOutcome,
} from "../../src/index.js";
import { createMock, type MockOptions } from "../../src/mock/index.js";
import { openJournal, readJournal } from "../../src/node.js";

const LIST = ["ann@example.com", "bob@example.com"];
const OURS = 1234567;

function connect(mocked: MockOptions = {}) {
  const mock = createMock({ ...mocked, accounts: [{ token: "theirs", portalId: 42 }] });
  const client = (options: Partial<ClientOptions> = {}) =>
    createClient({ accessToken: mock.token, fetch: mock.fetch, ...options });
  const called = () => mock.state().calls.map(({ operationId }) => operationId);
  return { mock, client, called };
}

async function newPath(): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), "account-")), "job.journal");
}

async function all(job: AsyncIterable<EntryOutcome>): Promise<string[]> {
  const outcomes: string[] = [];
  for await (const { outcome } of job) outcomes.push(outcome);
  return outcomes;
}

describe("a job on a journal", () => {
  test("reads the account before it begins, once, and binds the journal to it", async () => {
    const { client, called } = connect({ accountType: "SANDBOX", timeZone: "US/Eastern" });
    const path = await newPath();
    await using journal = await openJournal(path);
    await all(unsubscribeAll(client(), LIST, { store: journal }));
    expect(called()).toEqual(["getAccountDetails", "batchUnsubscribeAll"]);
    expect((await readJournal(path)).binding?.account).toEqual({
      id: OURS,
      verified: true,
      type: "SANDBOX",
      timeZone: "US/Eastern",
    });
    expect((await readJournal(path)).apiVersion).toBe("2026-03");
  });

  test("is refused with another account's token: nothing is taken and nothing sent", async () => {
    const { client, mock } = connect();
    const path = await newPath();
    await using journal = await openJournal(path);
    await all(unsubscribeAll(client(), LIST, { store: journal }));
    const before = await readFile(path, "utf8");
    const job = unsubscribeAll(client({ accessToken: "theirs" }), ["eve@example.com"], {
      store: journal,
    });
    await expect(all(job)).rejects.toMatchObject({
      name: "JournalError",
      fault: "other-job",
      message: expect.stringContaining("the account there is 1234567, here 42") as string,
    });
    expect(await readFile(path, "utf8")).toBe(before);
    expect(mock.state().accounts.map(({ out }) => out)).toEqual([{ portal: LIST }, {}]);
  });

  test("stops where the token becomes another account's while it runs", async () => {
    const { client, mock } = connect();
    await using journal = await openJournal(await newPath());
    let asked = 0;
    const accessToken = () => ((asked += 1) > 1 ? "theirs" : "mock-token");
    const job = unsubscribeAll(client({ accessToken }), LIST, { store: journal });
    expect(await all(job)).toEqual(["not-sent", "not-sent"]);
    expect(job.stop).toMatchObject({
      reason: "credentials",
      cause: { name: "HubSpotAccountError", account: OURS, tokenAccount: 42 },
    });
    expect(mock.state().accounts.map(({ out }) => out)).toEqual([{}, {}]);
  });

  test("is refused where HubSpot does not tell, unless the client states the account", async () => {
    const { client } = connect({
      faults: [
        {
          kind: "status",
          status: 403,
          body: "json",
          times: "always",
          operation: "getAccountDetails",
        },
      ],
    });
    const path = await newPath();
    await using journal = await openJournal(path);
    await expect(all(unsubscribeAll(client(), LIST, { store: journal }))).rejects.toMatchObject({
      name: "HubSpotAccountError",
      status: 403,
    });
    const stated = client({ account: OURS, unverifiedAccount: "accept" });
    await all(unsubscribeAll(stated, LIST, { store: journal }));
    expect((await readJournal(path)).binding?.account).toMatchObject({ id: OURS, verified: false });
  });

  test("that cannot read the account stops as where it cannot send, and can go on later", async () => {
    const { client } = connect({
      faults: [
        { kind: "status", status: 503, body: "json", times: 1, operation: "getAccountDetails" },
      ],
    });
    await using journal = await openJournal(await newPath());
    const own = client({ retries: 0 });
    const job = unsubscribeAll(own, LIST, { store: journal });
    expect(await all(job)).toEqual([]);
    expect(job.stop).toMatchObject({ reason: "unavailable", cause: { status: 503 } });
    expect(await all(unsubscribeAll(own, LIST, { store: journal }))).toHaveLength(2);
  });

  test("says when to go on by the account's midnight after the limit of the day", async () => {
    const { client } = connect({ daily: 1, timeZone: "Asia/Tokyo" });
    await using journal = await openJournal(await newPath());
    const job = unsubscribeAll(client(), LIST, { store: journal, dailyReserve: 0 });
    await all(job);
    expect(job.stop?.reason).toBe("rate-limit");
    expect(new Date(job.stop?.resumeAt ?? 0).toISOString()).toMatch(/T15:00:00\.000Z$/);
  });
});

describe("a job in memory", () => {
  test("reads no account unless the client names one", async () => {
    const { client, called } = connect();
    await all(unsubscribeAll(client(), LIST));
    for await (const _ of verifyAll(client(), LIST));
    expect(called()).not.toContain("getAccountDetails");
    await all(unsubscribeAll(client({ account: OURS }), LIST));
    expect(called()).toContain("getAccountDetails");
  });

  test("throws the typed error for another account's token, and sends nothing", async () => {
    const { client, mock } = connect();
    const store = createMemoryStore();
    const job = unsubscribeAll(client({ accessToken: "theirs", account: OURS }), LIST, { store });
    await expect(all(job)).rejects.toMatchObject({ name: "HubSpotAccountError", tokenAccount: 42 });
    expect(store.totals.entries).toBe(0);
    expect(mock.state().accounts.map(({ out }) => out)).toEqual([{}, {}]);
  });
});

describe("a queue", () => {
  test("reads no account unless the client names one", async () => {
    const { client, called } = connect();
    await using queue = createOptOutQueue(client(), { maxDelay: 0 });
    await queue.optOut("ann@example.com");
    expect(called()).toEqual(["batchUnsubscribeAll"]);
  });

  test("throws the typed error for another account's token, to each who asks", async () => {
    const { client, mock } = connect();
    const own = client({ accessToken: "theirs", account: OURS });
    await using queue = createOptOutQueue(own, { maxDelay: 0 });
    const asked = LIST.map((address) => queue.optOut(address));
    for (const each of [...asked, queue.optOut("eve@example.com")]) {
      await expect(each).rejects.toMatchObject({
        name: "HubSpotAccountError",
        account: OURS,
        tokenAccount: 42,
      });
    }
    await expect(queue.optOut("dan@example.com", { businessUnitId: 7 })).rejects.toThrow(
      "belongs to account 42",
    );
    expect(mock.state().accounts.map(({ out }) => out)).toEqual([{}, {}]);
  });

  test("tries again at the account's midnight after the limit of the day", async () => {
    const { client } = connect({ daily: 1, timeZone: "Asia/Tokyo" });
    await using queue = createOptOutQueue(client({ account: OURS }), {
      maxDelay: 0,
      dailyReserve: 0,
    });
    const outcome = await queue.optOut("ann@example.com");
    expect(outcome).toMatchObject({ outcome: "not-sent", reason: "rate-limit" });
    const { retryAt = 0 } = outcome as { retryAt?: number };
    expect(retryAt).toBeGreaterThan(Date.now());
    expect(new Date(retryAt + 500).toISOString()).toMatch(/T15:00:00/);
  });
});
