import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { internals } from "../../src/client/internals.js";
import {
  createClient,
  createMemoryStore,
  readAccount,
  unsubscribeAll,
  type HubSpotClient,
} from "../../src/index.js";
import { Attribution } from "../../src/job/attribution.js";
import { createCall } from "../../src/job/pending-call.js";
import { json } from "../helpers/scripted-hubspot.js";
import { errorOf } from "./errors.js";
import { entryOf, failing, scriptEngine, type Call } from "./scripted-engine.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const down = await errorOf(async () => json(503, {}));
const stopped = { reason: "stopped", message: "The job was stopped." } as const;
const rejection = { reason: "INVALID", message: undefined, correlationId: undefined };
const held = { entry: entryOf(7), rejection, unresolved: undefined, named: true, time: 0 };

test("the first reason to end stands, and is told once", () => {
  const told: unknown[] = [];
  const { engine } = scriptEngine({ onStop: (stop) => void told.push(stop) });
  engine.end(undefined);
  engine.end(stopped);
  engine.end({ reason: "unavailable", message: "Later." });
  expect(engine.stop).toBe(stopped);
  expect(told).toEqual([stopped]);
});

describe("addresses that are held once nothing else is left", () => {
  test("stop the job where nothing shows that they are to blame", async () => {
    const attribution = new Attribution<unknown>(false);
    attribution.hold(held);
    const { engine, run, results } = scriptEngine({ people: 0, policy: { attribution } });
    await run();
    expect(engine.stop?.reason).toBe("request-fault");
    expect(results).toEqual([]);
  });

  test("have the outcome that the policy gives those who are to blame", async () => {
    const attribution = new Attribution<unknown>(true);
    attribution.hold(held);
    const release = vi.fn((_: "blame" | "let-go") => ({
      results: attribution.blame().map(({ entry }) => ({ entry, result: { outcome: "blamed" } })),
      calls: [],
    }));
    const { engine, run, results } = scriptEngine({ people: 0, policy: { attribution, release } });
    await run();
    expect(release.mock.calls.map(([why]) => why)).toEqual(["blame"]);
    expect(results).toEqual([{ id: 7, outcome: "blamed" }]);
    expect(engine.stop).toBeUndefined();
  });
});

test("what the source has thrown is told once the job is left, unless the store has thrown before", async () => {
  const error = { thrown: new Error("the cursor was closed") };
  const { engine, run } = scriptEngine({ error });
  await run();
  expect(engine.fault).toBeUndefined();
  await engine.leave();
  expect(engine.fault).toBe(error);
  const full = new Error("disk");
  const calling = async () => {
    throw full;
  };
  const other = scriptEngine({ error, store: { calling } });
  await other.run();
  await other.engine.leave();
  expect(other.engine.fault?.thrown).toBe(full);
});

test("a server that is down for longer than may be waited stops the job, and nobody is given up for it", async () => {
  const people = 2;
  const { engine, run, results } = scriptEngine({
    people,
    send: failing(down, 99),
    maxWait: 60_000,
  });
  await run();
  expect(engine.stop).toMatchObject({ reason: "unavailable", cause: down });
  expect(results).toEqual([]);
  expect((await engine.leave()).map(({ id }) => id).toSorted()).toEqual([0, 1]);
});

test("the store is asked to put outcomes on record only where there are any", async () => {
  const settle = vi.fn(async () => {});
  const { run } = scriptEngine({ send: failing(down, 2), store: { settle } });
  await run();
  expect(settle).toHaveBeenCalledTimes(1);
});

test.each([
  ["of this package has not begun until it says so", true, undefined],
  ["of somebody else may have begun at once", false, { reason: "no-answer" }],
])("a call with a client %s", async (_, own, unresolved) => {
  const abandon = vi.fn((_call: Call) => []);
  const send = async () => {
    throw new Error("not of this package");
  };
  const { engine, run } = scriptEngine({ client: { own }, policy: { send, abandon } });
  await run();
  expect(engine.stop).toBeDefined();
  await engine.leave();
  expect(abandon.mock.calls[0]?.[0].unresolved?.reason).toBe(unresolved?.reason);
});

describe("what another client throws, and what cannot be read of it,", () => {
  const brand = Symbol.for("hubspot-batch-unsubscribe.HubSpotError");
  const nothing = (): never => {
    throw new Error("nothing can be read");
  };
  const unreadable = new Proxy({}, { get: nothing });
  /** As another version of the package may throw it. */
  const incomplete = { [brand]: true, name: "HubSpotContractError", message: "of another version" };

  test.each([
    ["is an error that lacks a member", incomplete],
    ["is no error at all", unreadable],
    ["is nothing that is a text", Object.create(null)],
  ])("%s: the job ends with it, and nobody is left out", async (_, thrown: unknown) => {
    vi.useRealTimers();
    const client = { batchUnsubscribeAll: vi.fn(() => Promise.reject(thrown)) };
    // Cast: a double has what the job calls, and no more.
    const given = client as unknown as HubSpotClient;
    const told: string[] = [];
    const store = createMemoryStore();
    const job = unsubscribeAll(given, ["ann@example.com", "ben@example.com"], { store });
    const work = (async () => {
      for await (const { outcome } of job) told.push(outcome);
    })();
    const failed = await Promise.allSettled([work, job.finished]);
    expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(told).toEqual(["unknown", "unknown"]);
    expect(store.totals.outcomes.unknown).toBe(2);
    // The pace of the client has not lost count: the next job goes on.
    client.batchUnsubscribeAll.mockRejectedValue(new Error("enough"));
    for await (const _outcome of unsubscribeAll(given, ["cem@example.net"])) continue;
    expect(client.batchUnsubscribeAll).toHaveBeenCalledTimes(2);
  });
});

describe("what is not on record is not sent", () => {
  test("a job that was left while a call was put on record makes it no more, and gives it back", async () => {
    let onRecord = (): void => {};
    const calling = () => new Promise<void>((resolve) => (onRecord = resolve));
    const { engine, run, sent, ends } = scriptEngine({ store: { calling } });
    const running = run();
    await vi.advanceTimersByTimeAsync(0);
    engine.end(stopped);
    onRecord();
    await running;
    expect(sent).toEqual([]);
    expect(ends).toEqual([{ rateLimit: undefined, succeeded: false, limited: false }]);
    expect(await engine.leave()).toEqual([entryOf(0)]);
    expect(engine.stop).toBe(stopped);
  });

  test("nor after the store has thrown, whose first fault is told", async () => {
    const faults = [new Error("disk"), new Error("disk again")];
    const calling = vi.fn(async () => {
      throw faults[calling.mock.calls.length - 1];
    });
    const { engine, run, sent } = scriptEngine({ people: 2, store: { calling } });
    await run();
    expect(calling).toHaveBeenCalledTimes(2);
    expect(sent).toEqual([]);
    expect(engine.fault?.thrown).toBe(faults[0]);
    expect(await engine.leave()).toHaveLength(2);
  });

  test("an outcome that the store did not take is not told", async () => {
    const faults = [new Error("disk"), new Error("disk again")];
    const settle = vi.fn(async () => {
      throw faults[settle.mock.calls.length - 1];
    });
    const { engine, run, results, progress } = scriptEngine({ people: 2, store: { settle } });
    await run();
    expect(engine.fault?.thrown).toBe(faults[0]);
    expect(results).toEqual([]);
    expect(progress.at(-1)?.settled).toBe(0);
  });
});

test("what waits when the job is left is abandoned, but for a control, which has its outcome", async () => {
  const abandon = vi.fn((_: Call) => []);
  const attribution = new Attribution<unknown>(false);
  const unresolved = { reason: "no-answer", correlationId: "c-1" } as const;
  attribution.hold({ ...held, unresolved });
  const calls = [createCall("control", [entryOf(8)]), createCall("again", [entryOf(9)])];
  const { engine, run } = scriptEngine({
    send: () => ({ results: [], calls, stop: stopped }),
    policy: { abandon, attribution },
  });
  await run();
  expect((await engine.leave()).map(({ id }) => id)).toEqual([9, 7]);
  const left = abandon.mock.calls.map(([{ purpose, unresolved: open }]) => [purpose, open]);
  expect(left).toContainEqual(["again", undefined]);
  expect(left).toContainEqual(["alone", unresolved]);
  expect(left.map(([purpose]) => purpose)).not.toContain("control");
});

describe("the calls of the day that are left to others", () => {
  const daily = { daily: 100, intervalMs: undefined, max: undefined, remaining: undefined };
  const answer = (dailyRemaining: number) => () => ({ rateLimit: { ...daily, dailyRemaining } });

  test("the call that tells of them is counted in already", async () => {
    const { engine, run } = scriptEngine({ send: answer(11), dailyReserve: 0.1 });
    await run();
    expect(engine.stop).toBeUndefined();
  });

  test("the job goes on after midnight of the account", async () => {
    vi.setSystemTime(Date.UTC(2026, 0, 15, 12));
    const fetch = async (): Promise<Response> =>
      json(200, { portalId: 1, accountType: "STANDARD", timeZone: "Asia/Tokyo" });
    const client = createClient({ accessToken: "test-token", fetch });
    await readAccount(client);
    const { accounts } = internals(client);
    const { engine, run } = scriptEngine({
      send: answer(10),
      dailyReserve: 0.1,
      client: { accounts },
    });
    await run();
    expect(engine.stop).toMatchObject({ resumeAt: Date.UTC(2026, 0, 15, 15) });
  });
});
