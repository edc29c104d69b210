import express from "express";
import { createClient, createOptOutQueue, type ClientOptions } from "../../src/index.js";

import { answerTo } from "./answer.js";

/** The same as a router of Express: `app.use("/opt-outs", createRouter({ accessToken }))`. */
export function createRouter(options: ClientOptions) {
  const queue = createOptOutQueue(createClient(options));
  const router = express.Router();
  router.post("/", express.json(), async (request, response) => {
    const body = request.body as { address?: unknown } | undefined;
    const { status, outcome, retryAfter } = await answerTo(queue, body?.address);
    if (retryAfter !== undefined) response.set("Retry-After", `${retryAfter}`);
    response.status(status).json({ outcome });
  });
  return router;
}
