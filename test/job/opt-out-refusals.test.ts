import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { entryOf } from "./scripted-engine.js";
import {
  at,
  call,
  error,
  named,
  now,
  open,
  refused,
  scriptPolicy,
  sizes,
} from "./scripted-policy.js";

beforeEach(() => void vi.useFakeTimers({ now }));
afterEach(() => void vi.useRealTimers());

describe("a batch that is refused", () => {
  test("for what is in it is halved, down to the address, which is held", () => {
    const { policy } = scriptPolicy({});
    expect(sizes(policy.refused(call(5), refused).calls)).toEqual([3, 2]);
    const effect = policy.refused(call(1, "first", { unresolved: open }), refused);
    expect(effect).toEqual({ results: [], calls: [] });
    expect(policy.attribution.held).toMatchObject([
      { named: false, unresolved: open, rejection: { reason: "VALIDATION_ERROR" }, time: now },
    ]);
  });

  test("for the token's sake eight times in a row stops the job, and the call is given back", () => {
    const { policy } = scriptPolicy({});
    const again = call(2);
    const all = Array.from({ length: 8 }, () =>
      policy.refused(again, { kind: "refused", error, credentials: true }),
    );
    expect(all.findIndex(({ stop }) => stop !== undefined)).toBe(7);
    expect(all[7]?.stop?.reason).toBe("credentials");
    expect(all.at(-1)).toMatchObject({ results: [], calls: [again] });
  });
});

describe("a batch that has failed too often", () => {
  test("is taken apart, and one address alone has the outcome that is known of it", () => {
    const { policy } = scriptPolicy({});
    const { results, calls } = policy.giveUp(call(5, "first", { failures: 5 }), error);
    expect([results, sizes(calls)]).toEqual([[], [3, 2]]);
    expect(calls[0]).toMatchObject({ isolating: true, failures: 0 });
    // What the client says of a failure holds no address; what else is thrown might.
    for (const [thrown, words] of [
      [error, { message: error.message }],
      [new Error("ana@example.com"), {}],
    ] as const)
      expect(policy.giveUp(call(1), thrown).results).toEqual([
        {
          entry: entryOf(0),
          result: { outcome: "not-sent", reason: "unavailable", ...words, ...at },
        },
      ]);
    expect(policy.giveUp(call(1, "first", { unresolved: open }), error)).toMatchObject({
      results: [],
      calls: [{ purpose: "read-back", unresolved: open }],
    });
  });
});

describe("a control", () => {
  const control = (failures = 0) => call(1, "control", { failures });
  const holding = (more: Parameters<typeof scriptPolicy>[0]) => {
    const { policy, send } = scriptPolicy({ succeededBefore: true, ...more });
    policy.refused(call(1), refused);
    const ended = { more: false, ended: true, only: false };
    return { policy, send, move: () => policy.attribution.next(ended, 0)?.move };
  };

  test("that is taken shows that those who are held are to blame, and has its outcome already", async () => {
    const { send } = holding({});
    const { results } = await send(control());
    expect(results).toMatchObject([{ entry: { id: 0 }, result: { outcome: "rejected" } }]);
  });

  test.each<[string, (made: ReturnType<typeof holding>) => unknown]>([
    ["named", ({ send }) => send(control())],
    ["refused", ({ policy }) => policy.refused(control(), refused)],
    ["given up", ({ policy }) => policy.giveUp(control(), error)],
    [
      "never answered so that it can be read",
      ({ policy }) => policy.refused(control(4), { kind: "unreadable", cutOff: false }),
    ],
  ])("that is %s blames nobody, and stops the job", async (_, make) => {
    const all = holding({ says: [named] });
    expect(all.move()).toBe("blame");
    expect(await make(all)).toMatchObject({ results: [], calls: [] });
    expect(all.move()).toBe("stop");
  });

  test("whose answer leaves it open is asked again, after longer and longer waits", async () => {
    const { policy, send } = holding({ says: [{}] });
    expect((await send(control(1))).calls).toMatchObject([{ failures: 2, notBefore: 2_000 }]);
    const { results, calls } = policy.refused(control(3), { kind: "unreadable", cutOff: false });
    expect([results, calls]).toMatchObject([
      [],
      [{ purpose: "control", failures: 4, notBefore: 8_000 }],
    ]);
  });
});

describe("what is left when the job is", () => {
  test("is unknown where it was sent before; a control and what was never sent are not told", () => {
    const { policy } = scriptPolicy({});
    const sent = { unresolved: open };
    expect(policy.abandon(call(1, "again", sent))).toMatchObject([
      { result: { outcome: "unknown", reason: "no-answer", correlationId: "c-0" } },
    ]);
    expect(policy.abandon(call(1))).toEqual([]);
    expect(policy.abandon(call(1, "control", sent))).toEqual([]);
  });

  test("of those who were held for as long as somebody waits is in doubt", () => {
    const { policy } = scriptPolicy({ patience: 5_000 });
    policy.refused(call(1), refused);
    policy.refused(call(1, "first", { unresolved: open }), refused);
    expect(policy.release("let-go", 4_999).results).toEqual([]);
    expect(policy.release("let-go", 5_000).results).toMatchObject([
      { result: { outcome: "not-sent", reason: "request-fault", message: "No such brand." } },
      { result: { outcome: "unknown", reason: "no-answer", correlationId: "c-0" } },
    ]);
  });
});

test("a call is taken apart at once where somebody waits for each address", () => {
  expect([
    scriptPolicy({}).policy.isolatesAlways,
    scriptPolicy({ patience: 1 }).policy.isolatesAlways,
  ]).toEqual([false, true]);
});
