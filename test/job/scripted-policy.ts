import { HubSpotApiError, type HubSpotClient } from "../../src/index.js";
import { OptOutPolicy } from "../../src/job/opt-out-policy.js";
import { createCall, type PendingCall } from "../../src/job/pending-call.js";
import { createRoute } from "../../src/job/route.js";
import { refuse } from "../helpers/scripted-hubspot.js";
import { errorOf } from "./errors.js";
import { entryOf, nothingSaid } from "./scripted-engine.js";

/** Where the fake clock is set. */
export const now = Date.UTC(2026, 0, 15);
const denied = await errorOf(async () => refuse("No scope.", "MISSING_SCOPES", 403));
async function refusalOf(words: string): Promise<HubSpotApiError> {
  const error = await errorOf(async () => refuse(words));
  if (!(error instanceof HubSpotApiError)) throw new Error("it is no error of the API");
  return error;
}
export const error = await refusalOf("No such brand.");
export const alreadyOut = await refusalOf("Contact has already been unsubscribed.");
export const refused = { kind: "refused", error, credentials: false } as const;

type Said = Record<string, unknown> | string;

/** A policy whose route answers with what is said of each address of a call, in their order; the last for all others. */
export function scriptPolicy({
  says = ["unsubscribed"],
  succeededBefore = false,
  patience,
}: {
  says?: Said[];
  succeededBefore?: boolean;
  patience?: number;
}) {
  const asked: unknown[] = [];
  const answer = async (addresses: readonly string[], options: object) => {
    asked.push([addresses, options]);
    if (says[0] === "denied") throw denied;
    const outcomes = addresses.map((address, index) => {
      const each = says[Math.min(index, says.length - 1)] ?? {};
      return { address, sent: address, ...(typeof each === "string" ? { outcome: each } : each) };
    });
    return { outcomes, response: { correlationId: "id-1", rateLimit: nothingSaid } };
  };
  // A client of somebody else's may say anything.
  const client = {
    batchUnsubscribeAll: answer,
    batchReadUnsubscribeAll: answer,
  } as unknown as HubSpotClient;
  const policy = new OptOutPolicy<unknown>(
    createRoute("batch", client, 7),
    succeededBefore,
    patience,
  );
  const send = (call: PendingCall<unknown>) => policy.send(call, { onBegun: () => {} });
  return { policy, send, asked };
}

export const call = (
  count: number,
  purpose: PendingCall<unknown>["purpose"] = "first",
  more: Partial<PendingCall<unknown>> = {},
) =>
  createCall(
    purpose,
    Array.from({ length: count }, (_, id) => entryOf(id)),
    more,
  );
/** How many addresses each call has. */
export const sizes = (calls: readonly PendingCall<unknown>[]) =>
  calls.map((each) => each.entries.length);
export const at = { time: now };
export const told = { ...at, correlationId: "id-1" };
export const unknown = (reason: string) => ({ outcome: "unknown", reason });
export const named = { outcome: "rejected", reason: "INVALID_EMAIL", message: "No.", context: {} };
export const open = { reason: "no-answer", correlationId: "c-0" } as const;
