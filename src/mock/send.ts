import type { ServerResponse } from "node:http";

import type { Delivery, Outgoing } from "./play-fault.js";
import type { Reply } from "./reply.js";

/**
 * Puts an answer on the wire, or breaks it there. Resets, stalls and half bodies are faults of the
 * connection, below what an HTTP framework lets a handler reach; this file is why the mock is built
 * on node:http itself.
 *
 * @param headers for every answer; those of the reply win
 */
export function send(
  response: ServerResponse,
  { reply, delivery }: Outgoing,
  headers: Readonly<Record<string, string>>,
): void {
  if (delivery === "stall") return; // until the client leaves, or the mock is closed
  if (delivery === "reset" || reply === undefined) {
    response.socket?.resetAndDestroy();
    return;
  }
  sendReply(response, reply, delivery, headers);
}

function sendReply(
  response: ServerResponse,
  reply: Reply,
  delivery: Exclude<Delivery, "stall" | "reset">,
  headers: Readonly<Record<string, string>>,
): void {
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
