import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { PendingCall } from "../../src/job/pending-call.js";
import { entryOf, nothingSaid } from "./scripted-engine.js";
import {
  alreadyOut,
  at,
  call,
  named,
  now,
  open,
  refused,
  scriptPolicy,
  sizes,
  told,
  unknown,
} from "./scripted-policy.js";

beforeEach(() => void vi.useFakeTimers({ now }));
afterEach(() => void vi.useRealTimers());

describe("a batch", () => {
  test("is sent for the brand, with its statuses asked for, and repeated by the job alone", async () => {
    const { send, asked } = scriptPolicy({});
    const { rateLimit } = await send(call(2));
    expect(asked).toMatchObject([
      [["p0@example.com", "p1@example.com"], { businessUnitId: 7, verbose: true, retries: 0 }],
    ]);
    expect(rateLimit).toBe(nothingSaid);
  });

  test("has what its answer says of each address, and who was sent before may be out by that", async () => {
    const { send } = scriptPolicy({ says: ["unsubscribed", "already-unsubscribed"] });
    const results = async (each: PendingCall<unknown>) =>
      (await send(each)).results.map(({ result }) => result);
    const both = [
      { outcome: "unsubscribed", ...told },
      { outcome: "already-unsubscribed", ...told },
    ];
    const out = [both[0], both[0]];
    expect(await results(call(2))).toEqual(both);
    expect(await results(call(2, "again"))).toEqual(out);
    expect(await results(call(2, "first", { unresolved: open }))).toEqual(out);
  });

  test("names who is to blame beside others that it takes; where it names all, they are held", async () => {
    const some = await scriptPolicy({ says: [named, "unsubscribed"] }).send(call(2));
    expect(some.results).toContainEqual({
      entry: entryOf(0),
      result: { outcome: "rejected", reason: "INVALID_EMAIL", message: "No.", ...told },
    });
    const { policy, send } = scriptPolicy({ says: [named] });
    expect(await send(call(2, "first", { unresolved: open }))).toMatchObject({
      results: [],
      calls: [],
    });
    const held = { named: true, unresolved: open, time: now };
    expect(policy.attribution.held).toMatchObject([held, held]);
    expect(policy.release("blame", 0).results).toMatchObject([
      { entry: { id: 0 }, result: { outcome: "rejected" } },
      { entry: { id: 1 } },
    ]);
  });
});

describe("what an answer leaves open", () => {
  test("is sent once more, and after that read back", async () => {
    const { send } = scriptPolicy({ says: [{}] });
    const { calls } = await send(call(2));
    const unresolved = { reason: "no-statuses", correlationId: "id-1" };
    expect(calls).toMatchObject([{ purpose: "again", notBefore: 0, unresolved }]);
    const again = await send(call(2, "again"));
    expect(again.calls).toMatchObject([{ purpose: "read-back", notBefore: 1_000, unresolved }]);
  });

  test.each([
    ["named for what passes", { ...named, reason: "RATE_LIMIT" }],
    ["cut off", unknown("body-cut-off")],
    ["not to be read", unknown("unreadable-body")],
  ])("is sent up to four times more, each time after a longer wait: %s", async (_, says) => {
    const { send } = scriptPolicy({ says: [says] });
    const waits: unknown[] = [];
    for (let failures = 0; failures < 5; failures += 1) {
      const { calls } = await send(call(1, "again", { failures }));
      waits.push(...calls.map((each) => [each.purpose, each.notBefore, each.failures]));
    }
    expect(waits).toEqual([
      ["again", 1_000, 1],
      ["again", 2_000, 2],
      ["again", 4_000, 3],
      ["again", 8_000, 4],
      ["read-back", 1_000, 0],
    ]);
  });

  test("is read back at once where HubSpot says that it was out before", async () => {
    const words = { ...named, message: "Contact has already been unsubscribed." };
    const { policy, send } = scriptPolicy({ says: [words] });
    const { calls } = await send(call(1));
    const said = { reason: "said-already-out", correlationId: "id-1" };
    expect(calls).toMatchObject([{ purpose: "read-back", unresolved: said }]);
    // What an earlier call has done is not told by what HubSpot says now.
    const later = await send(call(1, "first", { unresolved: open }));
    expect(later.calls).toMatchObject([{ purpose: "read-back", unresolved: open }]);
    const alone = (more: object) =>
      policy.refused(call(1, "first", more), { ...refused, error: alreadyOut }).calls;
    expect(alone({})).toMatchObject([{ unresolved: { reason: "said-already-out" } }]);
    expect(alone({ unresolved: open })).toMatchObject([{ unresolved: open }]);
  });

  test.each([
    ["is replaced by what a later answer leaves open", {}, "no-statuses"],
    [
      "stands where that names the address for what passes",
      { ...named, reason: "TIMEOUT" },
      "no-answer",
    ],
  ])("by an earlier call %s", async (_, says, reason) => {
    const { calls } = await scriptPolicy({ says: [says] }).send(
      call(1, "first", { unresolved: open }),
    );
    expect(calls).toMatchObject([{ purpose: "again", unresolved: { reason } }]);
  });

  test("is sent once more where the whole answer breaks the contract, or a few times where it was cut off", () => {
    const { policy } = scriptPolicy({});
    const follow = (cutOff: boolean, purpose: "first" | "again") =>
      policy.refused(call(2, purpose), { kind: "unreadable", cutOff }).calls[0];
    const unresolved = { reason: "unreadable-body", correlationId: undefined };
    expect(follow(false, "first")).toMatchObject({ purpose: "again", failures: 0, unresolved });
    expect(follow(false, "again")).toMatchObject({ purpose: "read-back", unresolved });
    expect(follow(true, "again")).toMatchObject({ purpose: "again", failures: 1, unresolved });
  });
});

describe("reading back", () => {
  const reading = (reads: number) => call(2, "read-back", { reads, unresolved: open });

  test("goes on for those who are not shown as out, three times in all; then they are unknown", async () => {
    const { send } = scriptPolicy({ says: ["confirmed", "not-confirmed"] });
    const first = await send(reading(0));
    expect(first.results).toEqual([
      { entry: entryOf(0), result: { outcome: "unsubscribed", reason: "read-back", ...told } },
    ]);
    expect(first.calls).toMatchObject([{ reads: 1, notBefore: 3_000, unresolved: open }]);
    expect(sizes(first.calls)).toEqual([1]);
    const last = await send(reading(2));
    expect(last.calls).toEqual([]);
    expect(last.results[1]?.result).toEqual({
      ...unknown("no-answer"),
      ...at,
      correlationId: "c-0",
    });
  });

  test("is over where the token may not read: what is open is unknown, now and later", async () => {
    const { policy, send } = scriptPolicy({ says: ["denied"] });
    const { results, calls } = await send(reading(0));
    expect([sizes(calls), results.length]).toEqual([[], 2]);
    expect(policy.giveUp(call(1, "first", { unresolved: open }), undefined).results).toHaveLength(
      1,
    );
  });

  test.each(["refused", "given up"])("that is %s leaves open what was open", (how) => {
    const { policy } = scriptPolicy({});
    const effect =
      how === "refused"
        ? policy.refused(reading(0), refused)
        : policy.giveUp(reading(0), undefined);
    expect(effect.calls).toEqual([]);
    const left = unknown("no-answer");
    expect(effect.results.map(({ result }) => result)).toMatchObject([left, left]);
  });
});
