import { setTimeout as delay } from "node:timers/promises";
import express from "express";
import { createClient, createOptOutQueue, type ClientOptions } from "../../src/index.js";

import { answerTo } from "./answer.js";

/** The same as a router of Express: `app.use("/opt-outs", router)`. */
export function createRouter(options: ClientOptions) {
  const queue = createOptOutQueue(createClient(options));
  const router = express.Router();
  router.post("/", express.json(), async (request, response) => {
    const body = request.body as { address?: unknown } | undefined;
    const { status, outcome, retryAfter } = await answerTo(queue, body?.address);
    if (retryAfter !== undefined) response.set("Retry-After", `${retryAfter}`);
    response.status(status).json({ outcome });
  });
  return {
    router,
    /** Gives those who wait ten seconds, then answers the rest with 503. */
    async close(): Promise<void> {
      await Promise.race([queue.drain(), delay(10_000, undefined, { ref: false })]);
      await queue.close();
    },
  };
}
