import { createClient, createOptOutQueue, type ClientOptions } from "../../src/index.js";

const statuses = { invalid: 400, rejected: 422, unknown: 502, "not-sent": 503 };

/** Opts an address out on `POST {"address": "ana@example.com"}`. */
export function createService(options: ClientOptions) {
  const queue = createOptOutQueue(createClient(options));
  return {
    async fetch(request: Request): Promise<Response> {
      if (request.method !== "POST") return new Response(null, { status: 405 });
      const body: unknown = await request.json().catch(() => undefined);
      const address = typeof body === "object" && body && "address" in body && body.address;
      if (typeof address !== "string") return new Response(null, { status: 400 });
      // Not ended by the request's signal: whoever closes the page wants to be out all the same.
      const told = await queue.optOut(address).catch(() => ({ outcome: "not-sent" }) as const);
      const { outcome } = told;
      if (outcome === "unsubscribed" || outcome === "already-unsubscribed") {
        return Response.json({ outcome });
      }
      const retryAt = ("retryAt" in told && told.retryAt) || Date.now() + 10_000;
      const seconds = Math.ceil((retryAt - Date.now()) / 1000);
      const headers = { "Retry-After": String(seconds) };
      return Response.json({ outcome }, { status: statuses[outcome], headers });
    },
    async close(): Promise<void> {
      await queue.drain();
      await queue.close();
    },
  };
}
