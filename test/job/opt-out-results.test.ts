import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { inDoubt, rejected, settle, takenResults, unknown } from "../../src/job/opt-out-results.js";
import { createCall } from "../../src/job/pending-call.js";
import { entryOf } from "./scripted-engine.js";

const time = Date.UTC(2026, 0, 15);
beforeEach(() => void vi.useFakeTimers({ now: time }));
afterEach(() => void vi.useRealTimers());

const entry = entryOf(0);
const rejection = { reason: "INVALID_EMAIL", message: undefined, correlationId: undefined };
const held = { entry, rejection, unresolved: undefined, named: true, time };

test("a result has no message and no identifier of a call where HubSpot gave none", () => {
  const results = [
    takenResults(createCall("first", []), undefined).unsubscribed,
    takenResults(createCall("first", []), undefined)["already-unsubscribed"],
    rejected(held).result,
    ...inDoubt(held).map(({ result }) => result),
    ...settle([entry], { outcome: "unsubscribed" }).map(({ result }) => result),
  ];
  expect(results).toStrictEqual([
    { outcome: "unsubscribed", time },
    { outcome: "already-unsubscribed", time },
    { outcome: "rejected", reason: "INVALID_EMAIL", time },
    { outcome: "not-sent", reason: "request-fault", time },
    { outcome: "unsubscribed", time },
  ]);
});

test("of an address of which nothing else is known, the answer said nothing", () => {
  expect(unknown(createCall("read-back", [entry]))).toStrictEqual([
    { entry, result: { outcome: "unknown", reason: "missing", time } },
  ]);
});
