import type { Fetch } from "../../src/index.js";

/** What a simulated HubSpot has seen. */
export interface Seen {
  /** When each call that it took arrived, in milliseconds of the simulated clock. */
  readonly taken: number[];
  /** Calls that it answered with a 429. */
  limited: number;
  /** How often each address was opted out. */
  readonly out: Map<string, number>;
}

export interface SimulatedHubSpot extends Seen {
  readonly fetch: Fetch;
  /** A call of somebody else, which counts against the same limit. */
  otherCall(): void;
}

/**
 * HubSpot as a `fetch` on the fake clock of vitest: a rolling window, its headers, and some latency
 * on the way there and back.
 */
export function simulateHubSpot(options: {
  readonly calls: number;
  readonly windowMs?: number;
  readonly latencyMs?: number;
  /** Whether a 429 tells how long to wait. */
  readonly retryAfter?: boolean;
}): SimulatedHubSpot {
  const { calls, windowMs = 10_000, latencyMs = 150, retryAfter = false } = options;
  let window: number[] = [];
  const seen: SimulatedHubSpot = {
    taken: [],
    limited: 0,
    out: new Map(),
    otherCall: () => void arrive(),
    fetch: async (_url, init) => {
      await sleep(latencyMs * (0.2 + 0.6 * Math.random()));
      const limited = !arrive();
      const headers = {
        "content-type": "application/json",
        "x-hubspot-ratelimit-max": String(calls),
        "x-hubspot-ratelimit-remaining": String(calls - window.length),
        "x-hubspot-ratelimit-interval-milliseconds": String(windowMs),
      };
      const reply = limited ? refuse(headers) : take(String(init.body), headers);
      await sleep(latencyMs * (0.2 + 0.6 * Math.random()));
      return reply;
    },
  };

  function arrive(): boolean {
    const now = performance.now();
    window = window.filter((at) => at > now - windowMs);
    if (window.length >= calls) return false;
    window.push(now);
    return true;
  }

  function refuse(headers: Record<string, string>): Response {
    seen.limited += 1;
    const [first = 0] = window;
    const seconds = Math.ceil((first + windowMs - performance.now()) / 1000);
    return new Response(
      JSON.stringify({ errorType: "RATE_LIMIT", policyName: "TEN_SECONDLY_ROLLING" }),
      {
        status: 429,
        headers: retryAfter ? { ...headers, "retry-after": String(seconds) } : headers,
      },
    );
  }

  function take(body: string, headers: Record<string, string>): Response {
    seen.taken.push(performance.now());
    const { inputs } = JSON.parse(body) as { inputs: string[] };
    const results = inputs.map((address) => {
      const before = seen.out.get(address) ?? 0;
      seen.out.set(address, before + 1);
      return { subscriberIdString: address, statuses: [statusOf(address, before > 0)] };
    });
    return new Response(JSON.stringify({ status: "COMPLETE", results }), { status: 200, headers });
  }
  return seen;
}

function statusOf(address: string, before: boolean): Record<string, unknown> {
  return {
    subscriberIdString: address,
    subscriptionId: 1,
    status: "UNSUBSCRIBED",
    source: "Public status API",
    timestamp: "2026-01-01T00:00:00Z",
    setStatusSuccessReason: before ? "NO_STATUS_CHANGE" : "UNSUBSCRIBE_FROM_ALL_OCCURRED",
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
