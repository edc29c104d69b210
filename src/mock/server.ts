import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type { Fault } from "./faults.js";
import { createFetch } from "./fetch.js";
import { maxBodyBytes, MockCore, type Exchange, type MockState } from "./mock.js";
import { resolveOptions, type MockOptions } from "./options.js";
import { ownProblem } from "./reply.js";

/** A mock without a socket, for unit tests. */
export interface MockHubSpot extends AsyncDisposable {
  /** The first token of the first account. */
  readonly token: string;
  /** Answers any URL by its path, as the server does. Give it to a client as its `fetch`. */
  readonly fetch: typeof fetch;
  /** A snapshot; later calls do not change it. */
  state(): MockState;
  /**
   * Adds faults behind those that are there.
   *
   * @throws {TypeError} naming the index and field that are not right; then none is added
   */
  inject(...faults: readonly Fault[]): void;
  /** Resets everything to the start: who is out, limits, the age of tokens, faults and the log. */
  reset(): void;
  /** Stops at once, also ending stalled and waiting answers. It can be called twice. */
  close(): Promise<void>;
}

/** A running mock. */
export interface Mock extends MockHubSpot {
  /** Where it listens, such as `http://127.0.0.1:49152`, without a slash at the end. */
  readonly url: string;
  /** The one that was asked for, or a free one. */
  readonly port: number;
}

/**
 * Makes a mock HubSpot without a socket. Its `fetch` checks calls against the description, records who is
 * out, and fails on demand.
 *
 * @throws {TypeError} for an option that is not right, naming it
 * @example
 * ```ts
 * const mock = createMock();
 * const client = createClient({ accessToken: mock.token, fetch: mock.fetch });
 * ```
 */
export function createMock(options: Omit<MockOptions, "port"> = {}): MockHubSpot {
  return withCore(new MockCore(resolveOptions(options)));
}

function withCore(core: MockCore): MockHubSpot {
  const closing = new AbortController();
  const close = async (): Promise<void> => closing.abort();
  return {
    token: core.token,
    fetch: createFetch(core, closing.signal),
    state: () => core.state(),
    inject: (...faults) => core.inject(faults),
    reset: () => core.reset(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/**
 * Starts the same as a server on 127.0.0.1.
 *
 * @throws {TypeError} for an option that is not right, naming it
 * @throws the system's error if the port cannot be had (`code` is then `EADDRINUSE` or the like)
 *
 * @example
 * ```ts
 * const mock = await startMock({ rate: { calls: 190, seconds: 10 } });
 * const client = createClient({ accessToken: mock.token, baseUrl: mock.url });
 * await mock.close();
 * ```
 */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const resolved = resolveOptions(options);
  const core = new MockCore(resolved);
  const own = withCore(core);
  const delays = new Set<NodeJS.Timeout>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = ownUrl(request);
    // Without an encoding set, a request gives buffers.
    const body = await readBody(request as AsyncIterable<Buffer>).catch(() => null);
    if (body === null) return; // the client has left
    if (url === undefined) {
      // A page of another site, whose name was made to lead here, must not get at what the mock holds.
      const reply = ownProblem(421, "The mock answers to names of this machine only.", undefined);
      send(response, { reply, delivery: "whole", delayMs: 0, headers: {} });
      return;
    }
    const { method = "", headers } = request;
    const exchange = core.answer({ method, url, authorization: headers.authorization, body });
    if (exchange.delayMs === 0) return send(response, exchange);
    const delay = setTimeout(() => {
      delays.delete(delay);
      send(response, exchange);
    }, exchange.delayMs);
    delays.add(delay);
  };

  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    void answer(request, response); // a rejection is a bug of the mock itself: let Node report it
  });
  server.maxConnections = 2_048; // each may hold a body of `maxBodyBytes`
  server.listen(resolved.port, "127.0.0.1");
  await once(server, "listening");
  // A TCP server's address is never a pipe's name.
  const { port } = server.address() as AddressInfo;

  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= new Promise((resolve) => {
      void own.close();
      for (const delay of delays) clearTimeout(delay);
      delays.clear();
      server.close(() => resolve());
      server.closeAllConnections();
    });
    return closed;
  };
  return { ...own, url: `http://127.0.0.1:${port}`, port, close, [Symbol.asyncDispose]: close };
}

/** The URL of a request, if it was sent to this machine by one of its own names. */
function ownUrl({ url: target = "/", headers }: IncomingMessage): URL | undefined {
  const base = `http://${headers.host ?? "localhost"}`;
  if (!URL.canParse(base)) return undefined;
  // A target like `//` is no URL and no route.
  const url = new URL(URL.canParse(target, base) ? target : "/", base);
  return [new URL(base), url].every(({ hostname }) => isLoopback(hostname)) ? url : undefined;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

/**
 * The body as text, undefined once it is over the bound. What is over it is read on and dropped: an
 * answer to a client that is still sending would otherwise be lost when the connection closes.
 *
 * @throws if the client leaves first
 */
export async function readBody(request: AsyncIterable<Buffer>): Promise<string | undefined> {
  // One buffer that grows: chunks of one byte, each kept, would take hundreds of times their size.
  let body = Buffer.alloc(0);
  let size = 0;
  for await (const chunk of request) {
    const end = size + chunk.length;
    if (end > maxBodyBytes) body = Buffer.alloc(0);
    else {
      if (end > body.length) body = Buffer.concat([body], Math.max(end, 2 * body.length));
      body.set(chunk, size);
    }
    size = end;
  }
  return size > maxBodyBytes ? undefined : body.toString("utf8", 0, size);
}

/**
 * Puts an answer on the wire, or breaks it there. Resets, stalls and half bodies are faults of the
 * connection, below what an HTTP framework lets a handler reach; this is why the mock is built on
 * node:http itself.
 */
function send(response: ServerResponse, { reply, delivery, headers }: Exchange): void {
  if (delivery === "stall") return; // until the client leaves, or the mock is closed
  if (delivery === "reset" || reply === undefined) {
    response.socket?.resetAndDestroy();
    return;
  }
  const body = Buffer.from(reply.body, "utf8");
  const bodiless = reply.status === 204 || reply.status === 304; // RFC 9110 section 6.4.1
  const length: Record<string, string> = bodiless ? {} : { "Content-Length": String(body.length) };
  response.writeHead(reply.status, { ...headers, ...reply.headers, ...length });
  if (delivery === "whole") {
    response.end(bodiless ? undefined : body);
    return;
  }
  response.flushHeaders();
  const half = body.subarray(0, Math.ceil(body.length / 2));
  response.write(half, () => {
    // An orderly close, sooner than the length promised: a reset could overtake the half body.
    if (delivery === "reset-in-body") response.socket?.destroySoon();
  });
}
