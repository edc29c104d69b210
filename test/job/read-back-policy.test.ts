import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { HubSpotApiError } from "../../src/index.js";
import { createCall, type PendingCall } from "../../src/job/pending-call.js";
import { ReadBackPolicy } from "../../src/job/read-back-policy.js";
import type { RouteCalls } from "../../src/job/route.js";
import { refuse } from "../helpers/scripted-hubspot.js";
import { errorOf } from "./errors.js";
import { entryOf, nothingSaid } from "./scripted-engine.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A policy whose calls read the same each time: an outcome for each address, in their order. */
function scriptReading({ says = ["confirmed"], inPath = false }) {
  const asked: string[][] = [];
  const readBack = async (entries: readonly { readonly sent: string }[]) => {
    asked.push(entries.map(({ sent }) => sent));
    return { outcomes: says.map((outcome) => ({ outcome })), response: { rateLimit: nothingSaid } };
  };
  // A client of somebody else's may say anything.
  const calls = { size: 8, inPath, readBack } as unknown as RouteCalls;
  return { policy: new ReadBackPolicy<unknown>(calls), asked };
}

const call = (count: number, more: Partial<PendingCall<unknown>> = {}) =>
  createCall(
    "read-back",
    Array.from({ length: count }, (_, id) => entryOf(id)),
    more,
  );
const ids = ({ entries }: PendingCall<unknown>) => entries.map(({ id }) => id);
const verdicts = (results: readonly { entry: { id: number }; result: { outcome: string } }[]) =>
  results.map(({ entry, result }) => `${entry.id} ${result.outcome}`);

async function apiError(status: number) {
  const error = await errorOf(async () => refuse("No.", "VALIDATION_ERROR", status));
  if (!(error instanceof HubSpotApiError)) throw new Error("it is no error of the API");
  return error;
}
const refusal = async (status = 400) =>
  ({ kind: "refused", error: await apiError(status), credentials: false }) as const;
const unreadable = { kind: "unreadable", cutOff: false } as const;

describe("a reading", () => {
  test("asks for the addresses as they went out", async () => {
    const { policy, asked } = scriptReading({ says: ["confirmed", "confirmed"] });
    const { results, calls, rateLimit } = await policy.send(call(2));
    expect(asked).toEqual([["p0@example.com", "p1@example.com"]]);
    expect(verdicts(results)).toEqual(["0 confirmed", "1 confirmed"]);
    expect([calls, rateLimit]).toEqual([[], nothingSaid]);
  });

  test("that does not confirm an address is repeated for it, later and later, and then believed", async () => {
    const { policy } = scriptReading({ says: ["not-confirmed", "confirmed", "unknown"] });
    const now = performance.now();
    for (const [reads, delay] of [1_000, 3_000, 9_000].entries()) {
      const { results, calls } = await policy.send(call(3, { reads, failures: 2 }));
      expect(verdicts(results)).toEqual(["1 confirmed"]);
      expect(calls.map(ids)).toEqual([[0, 2]]);
      expect(calls).toMatchObject([
        { purpose: "read-back", reads: reads + 1, notBefore: now + delay, failures: 0 },
      ]);
    }
    const { results, calls } = await policy.send(call(3, { reads: 3 }));
    expect(verdicts(results)).toEqual(["0 not-confirmed", "1 confirmed", "2 unconfirmable"]);
    expect(calls).toEqual([]);
  });

  test("that names fewer addresses than were asked for confirms none of the others", async () => {
    const { policy } = scriptReading({ says: ["confirmed"] });
    const { results } = await policy.send(call(2, { reads: 3 }));
    expect(verdicts(results)).toEqual(["0 confirmed", "1 unconfirmable"]);
  });
});

test("nothing is taken apart, held, or known of an address that was not read", () => {
  const { policy } = scriptReading({});
  expect(policy).toMatchObject({ purpose: "read-back", isolatesAlways: false });
  expect(policy.release()).toEqual({ results: [], calls: [] });
  expect(policy.abandon()).toEqual([]);
});

describe("a reading that is refused", () => {
  test("for what is in it is halved, down to the address, which cannot be confirmed", async () => {
    const { policy } = scriptReading({});
    const { results, calls, stop } = policy.refused(call(5), await refusal());
    expect([results, calls.map(ids), stop]).toEqual([
      [],
      [
        [0, 1, 2],
        [3, 4],
      ],
      undefined,
    ]);
    const alone = policy.refused(call(1), await refusal());
    expect([verdicts(alone.results), alone.calls]).toEqual([["0 unconfirmable"], []]);
  });

  test("with an answer that cannot be read confirms nobody in it", () => {
    const { policy } = scriptReading({});
    const { results, calls } = policy.refused(call(2), unreadable);
    expect([verdicts(results), calls]).toEqual([["0 unconfirmable", "1 unconfirmable"], []]);
  });
});

test("a reading that fails too often is halved, each half with one repeat, down to the address", () => {
  const { policy } = scriptReading({});
  const { results, calls } = policy.giveUp(call(2, { failures: 4 }));
  expect([results, calls.map(ids)]).toEqual([[], [[0], [1]]]);
  expect(calls).toMatchObject([{ isolating: true, failures: 0 }, { isolating: true }]);
  const alone = policy.giveUp(call(1));
  expect([verdicts(alone.results), alone.calls]).toEqual([["0 unconfirmable"], []]);
});

describe("where the address stands in the path", () => {
  test("eight answers about the path, and no success, end the job: they are not about the addresses", async () => {
    const { policy } = scriptReading({ inPath: true });
    for (let answers = 1; answers < 8; answers += 1) {
      const { results, stop } = policy.refused(call(1), await refusal(404));
      expect([verdicts(results), stop]).toEqual([["0 unconfirmable"], undefined]);
    }
    const refused = await refusal(404);
    const last = call(1);
    const { results, calls, stop } = policy.refused(last, refused);
    expect([results, calls]).toEqual([[], [last]]);
    const { error } = refused;
    expect(stop).toEqual({ reason: "request-fault", message: error.message, cause: error });
  });

  test.each<[string, string, number, boolean]>([
    ["a 400, which is about the address", "none", 400, true],
    ["what comes after a success", "one", 404, true],
    ["what comes where no address is in it", "none", 404, false],
  ])("%s does not count", async (_, successes, status, inPath) => {
    const { policy } = scriptReading({ inPath });
    if (successes === "one") await policy.send(call(1));
    const answers = Array.from({ length: 9 }, async () =>
      policy.refused(call(1), await refusal(status)),
    );
    for (const answer of answers) expect((await answer).stop).toBeUndefined();
  });

  test("an answer that cannot be read counts, and ends no job itself", async () => {
    const { policy } = scriptReading({ inPath: true });
    for (let answers = 0; answers < 7; answers += 1) policy.refused(call(1), unreadable);
    expect(policy.refused(call(1), await refusal(404)).stop?.reason).toBe("request-fault");
    const other = scriptReading({ inPath: true }).policy;
    for (let answers = 0; answers < 9; answers += 1)
      expect(other.refused(call(1), unreadable).stop).toBeUndefined();
  });
});
