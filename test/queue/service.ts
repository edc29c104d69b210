import { createClient, createOptOutQueue, type ClientOptions } from "../../src/index.js";

import { answerTo } from "./answer.js";

/** Opts an address out on `POST {"address": "ana@example.com"}`. */
export function createService(options: ClientOptions) {
  const queue = createOptOutQueue(createClient(options));
  return {
    async fetch(request: Request): Promise<Response> {
      if (request.method !== "POST") return new Response(null, { status: 405 });
      const body: unknown = await request.json().catch(() => undefined);
      const address = typeof body === "object" && body && "address" in body && body.address;
      const { status, outcome, retryAfter } = await answerTo(queue, address);
      const response = Response.json({ outcome }, { status });
      if (retryAfter !== undefined) response.headers.set("Retry-After", `${retryAfter}`);
      return response;
    },
    async close(): Promise<void> {
      await queue.drain();
      await queue.close();
    },
  };
}
