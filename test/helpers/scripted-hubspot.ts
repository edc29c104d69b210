import { vi } from "vitest";

import { markFetch } from "../../src/client/request.js";
import { createClient, type Fetch, type HubSpotClient } from "../../src/index.js";
import { flatten, readAsked } from "./asked.js";

/** A call as a script sees it. */
export interface ScriptedCall {
  /** Counted from 1. */
  readonly number: number;
  readonly reads: boolean;
  readonly inputs: readonly string[];
  /** By the route of one address a call; what the script answers for a batch is flattened then. */
  readonly single: boolean;
  readonly url: URL;
}

export type Script = (call: ScriptedCall) => Response | Promise<Response>;

/** A HubSpot whose every answer is written by the test, with all that it was asked. */
export interface ScriptedHubSpot {
  readonly fetch: Fetch;
  readonly client: HubSpotClient;
  readonly calls: readonly ScriptedCall[];
}

export function scriptHubSpot(script: Script): ScriptedHubSpot {
  const calls: ScriptedCall[] = [];
  // Marked: it stands in for the platform's, whose refused connection proves that nothing was sent.
  const fetch = markFetch(async (address, init) => {
    const asked = readAsked(address, init);
    const call = { ...asked, number: calls.length + 1, url: new URL(address) };
    calls.push(call);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const answer = await script(call);
    return asked.single ? flatten(answer) : answer;
  });
  return { fetch, client: createClient({ accessToken: "test-token", fetch }), calls };
}

/** All of them are out, as a verbose answer and as a reading say. */
export function allOut({ inputs, reads }: ScriptedCall): Response {
  return json(200, { status: "COMPLETE", results: inputs.map(reads ? wideOf : resultOf) });
}

export function resultOf(address: string): object {
  const status = {
    subscriberIdString: address,
    subscriptionId: 1,
    status: "UNSUBSCRIBED",
    source: "Public status API",
    timestamp: "2026-01-01T00:00:00Z",
  };
  return { subscriberIdString: address, statuses: [status] };
}

export function wideOf(address: string, status: unknown = "UNSUBSCRIBED"): object {
  const wide = {
    channel: "EMAIL",
    subscriberIdString: address,
    status: typeof status === "string" ? status : "UNSUBSCRIBED",
    timestamp: "2026-01-01T00:00:00Z",
    wideStatusType: "PORTAL_WIDE",
  };
  return { subscriberIdString: address, wideStatuses: [wide] };
}

export function refuse(message: string, category = "VALIDATION_ERROR", status = 400): Response {
  return json(status, { status: "error", message, category });
}

/** Takes everybody but those whom it names. */
export function naming(
  call: ScriptedCall,
  accused: readonly string[],
  category = "VALIDATION_ERROR",
): Response {
  return json(207, {
    results: call.inputs.filter((input) => !accused.includes(input)).map(resultOf),
    numErrors: accused.length,
    errors: accused.map((address) => ({
      category,
      message: "Invalid.",
      context: { subscriberIdString: [address] },
    })),
  });
}

export function json(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Response {
  const type = { "content-type": "application/json" };
  return new Response(JSON.stringify(body), { status, headers: { ...type, ...headers } });
}

/** Collects what an iteration gives while the fake clock of vitest is driven on. */
export async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const collected: Value[] = [];
  let ended = false;
  const reading = (async () => {
    for await (const value of values) collected.push(value);
  })();
  reading.catch(() => {}).finally(() => (ended = true));
  while (!ended) await vi.advanceTimersByTimeAsync(50);
  await reading;
  return collected;
}

export function people(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `reader${n + 1}@example.com`);
}
