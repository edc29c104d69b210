import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { exchange } from "./exchange.js";
import { FaultQueue } from "./fault-queue.js";
import type { MockContext } from "./mock-context.js";
import type { Mock, MockCall, MockState } from "./mock.js";
import { OptOuts, portalScope } from "./opt-outs.js";
import { resolveOptions, type MockOptions } from "./options.js";
import { parseFaults } from "./parse-faults.js";
import { notFound, wrongMethod } from "./problems.js";
import { RateLimiter } from "./rate-limiter.js";
import { jsonReply, type Reply } from "./reply.js";
import { send } from "./send.js";

const base = "http://127.0.0.1";
const statePath = "/__mock/state";

/**
 * Starts a HubSpot that is not HubSpot: a server on 127.0.0.1 that keeps who is out, judges calls by
 * the description, and does wrong on demand.
 *
 * @throws {TypeError} for an option that is not right, naming it
 * @throws the system's error if the port cannot be had (`code` is then `EADDRINUSE` or the like)
 */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const { port, token, limits, faults, alreadyOut, now, ...rest } = resolveOptions(options);
  const optOuts = new OptOuts();
  const limiter = new RateLimiter(limits, now);
  const queue = new FaultQueue();
  let calls: MockCall[] = [];
  let requests = 0;

  const context: MockContext = {
    ...rest,
    token,
    now,
    optOuts,
    limiter,
    faults: queue,
    log: (call) => void calls.push(call),
  };
  const state = (): MockState => ({
    out: optOuts.snapshot(),
    calls: [...calls],
    faults: queue.progress(),
  });
  const reset = (): void => {
    optOuts.clear();
    // So long ago that a read shows them at once.
    const before = now() - rest.readLagMs;
    for (const address of alreadyOut) optOuts.add(portalScope, address, before);
    limiter.clear();
    queue.clear();
    queue.add(faults);
    calls = [];
  };
  reset();

  const delays = new Set<NodeJS.Timeout>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = request.url ?? "/";
    // A target like `//` is no URL and no route.
    const url = new URL(URL.canParse(target, base) ? target : "/", base);
    // Counted, not random, so that the same calls are answered the same.
    const correlationId = `00000000-0000-4000-8000-${(++requests).toString(16).padStart(12, "0")}`;
    const common = {
      "X-HubSpot-Correlation-Id": correlationId,
      Date: new Date(now()).toUTCString(), // what a client holds a date in Retry-After against
    };
    if (url.pathname.startsWith("/__mock/")) {
      const reply = ownReply(request, url, correlationId, state);
      send(response, { reply, delivery: "whole" }, common);
      return;
    }
    const found = await exchange(request, url, correlationId, context);
    if (found === undefined) return;
    const deliver = (): void => send(response, found, { ...common, ...found.headers });
    if (found.delayMs === 0) {
      deliver();
      return;
    }
    const delay = setTimeout(() => {
      delays.delete(delay);
      deliver();
    }, found.delayMs);
    delays.add(delay);
  };

  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    void answer(request, response); // a rejection is a fault of the mock itself: let it be loud
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  // A TCP server's address is never a pipe's name.
  const bound = (server.address() as AddressInfo).port;

  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= new Promise((resolve) => {
      for (const delay of delays) clearTimeout(delay);
      delays.clear();
      server.close(() => resolve());
      server.closeAllConnections();
    });
    return closed;
  };
  return {
    url: `${base}:${bound}`,
    port: bound,
    token,
    state,
    inject: (...more) => queue.add(parseFaults(more)),
    reset,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function ownReply(
  request: IncomingMessage,
  url: URL,
  correlationId: string,
  state: () => MockState,
): Reply {
  request.resume();
  if (url.pathname !== statePath) return notFound(correlationId);
  if (request.method !== "GET") return wrongMethod(correlationId, ["GET"]);
  return jsonReply(200, state());
}
