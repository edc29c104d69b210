import { maxBodyBytes, type Exchange, type MockCore } from "./mock.js";
import type { Reply } from "./reply.js";

/**
 * A `fetch` that the mock answers itself, whatever the host is: nothing leaves the process. Faults of
 * the connection are told as the platform's own fetch tells them.
 *
 * @param closed aborted once the mock is closed
 */
export function createFetch(core: MockCore, closed: AbortSignal): typeof fetch {
  return async (input, init) => {
    if (closed.aborted) throw failed("fetch failed", "ECONNREFUSED");
    const request = new Request(input, init);
    // The signal of the call itself: the one of a request can be collected before it fires.
    const given = init?.signal ?? request.signal;
    given.throwIfAborted();
    const bytes = await request.arrayBuffer();
    given.throwIfAborted();
    const exchange = core.answer({
      method: request.method,
      url: new URL(request.url),
      authorization: request.headers.get("authorization") ?? undefined,
      body: bytes.byteLength > maxBodyBytes ? undefined : new TextDecoder().decode(bytes),
    });
    const ends = AbortSignal.any([given, closed]);
    const reason = (words: string): unknown =>
      given.aborted ? given.reason : failed(words, "UND_ERR_SOCKET");
    if (exchange.delayMs > 0) await passed(exchange.delayMs, ends, () => reason("fetch failed"));
    if (exchange.delivery === "stall") await passed(undefined, ends, () => reason("fetch failed"));
    const { reply } = exchange;
    if (exchange.delivery === "reset" || reply === undefined)
      throw failed("fetch failed", "ECONNRESET");
    return respond(exchange, reply, request.method, ends, () => reason("terminated"));
  };
}

function respond(
  { delivery, headers }: Exchange,
  reply: Reply,
  method: string,
  ends: AbortSignal,
  reason: () => unknown,
): Response {
  const { status } = reply;
  const body = new TextEncoder().encode(reply.body);
  const bodiless = status === 204 || status === 205 || status === 304 || method === "HEAD";
  const length: Record<string, string> = bodiless ? {} : { "Content-Length": String(body.length) };
  const init = { status, headers: { ...headers, ...reply.headers, ...length } };
  if (bodiless || delivery === "whole") return new Response(bodiless ? null : body, init);
  const half = body.subarray(0, Math.ceil(body.length / 2));
  const parts = [half];
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const part = parts.pop();
      if (part !== undefined) return controller.enqueue(part);
      if (delivery === "reset-in-body") throw failed("terminated", "UND_ERR_SOCKET");
      await passed(undefined, ends, reason);
    },
  });
  return new Response(stream, init);
}

/** Waits so long, or for ever; rejects as soon as the signal aborts. */
async function passed(
  ms: number | undefined,
  signal: AbortSignal,
  reason: () => unknown,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    if (signal.aborted) return void reject(reason());
    let timer: ReturnType<typeof setTimeout> | undefined;
    const abort = (): void => {
      clearTimeout(timer);
      reject(reason());
    };
    signal.addEventListener("abort", abort, { once: true });
    if (ms === undefined) return;
    timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, ms);
  });
}

function failed(message: string, code: string): TypeError {
  const cause = Object.assign(new Error(code === "ECONNRESET" ? "read ECONNRESET" : code), {
    code,
  });
  return new TypeError(message, { cause });
}
