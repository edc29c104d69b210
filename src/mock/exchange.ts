import type { IncomingMessage } from "node:http";

import { operationsAt, type OperationId } from "./description.js";
import type { FaultQueue } from "./fault-queue.js";
import { foldCase } from "./fold-case.js";
import { judge, readInputs, type Hub } from "./judge.js";
import type { MockCall } from "./mock.js";
import { playFault, refusedBy, type Outgoing } from "./play-fault.js";
import { notFound, tooLarge, wrongMethod } from "./problems.js";
import { maxBodyBytes, readBody } from "./read-body.js";
import type { Reply } from "./reply.js";

/** What an exchange needs of the running mock. */
export interface Desk extends Hub {
  readonly faults: FaultQueue;
  readonly keepInputs: boolean;
  readonly latencyMs: number;
  log(call: MockCall): void;
}

/** What is to be sent for a request, when, and with which headers. */
export interface Exchange extends Outgoing {
  readonly delayMs: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Takes a request from its route to its answer; undefined if the client left before it was whole. */
export async function exchange(
  request: IncomingMessage,
  url: URL,
  correlationId: string,
  desk: Desk,
): Promise<Exchange | undefined> {
  const body = await readBody(request);
  if (body === "gone") return undefined;

  const operationIds = operationsAt(url.pathname);
  const operationId = operationIds.get(request.method ?? "");
  if (operationId === undefined) {
    const unknown = operationIds.size === 0;
    const methods = operationIds.keys();
    return plain(unknown ? notFound(correlationId) : wrongMethod(correlationId, methods), desk);
  }
  if (body === "too-large") return plain(tooLarge(correlationId, maxBodyBytes), desk);
  return operate(request, url, { correlationId, operationId, body: body.text }, desk);
}

function plain(reply: Reply, desk: Desk): Exchange {
  return { reply, delivery: "whole", delayMs: desk.latencyMs, headers: desk.limiter.headers() };
}

function operate(
  request: IncomingMessage,
  url: URL,
  call: { correlationId: string; operationId: OperationId; body: string },
  desk: Desk,
): Exchange {
  const inputs = readInputs(call.operationId, call.body);
  const due = desk.faults.take(new Set(inputs.map((address) => foldCase(address))));
  let judged: Reply | undefined;
  const received = {
    ...call,
    authorization: request.headers.authorization,
    query: url.searchParams,
    badAddresses: due.badAddresses,
  };
  const outgoing = playFault(due.deciding, call, () => (judged = judge(received, desk)));
  const silent = outgoing.delivery === "reset" || outgoing.delivery === "stall";
  desk.log({
    operationId: call.operationId,
    at: desk.now(),
    inputs: inputs.length,
    ...(desk.keepInputs ? { addresses: inputs } : {}),
    judged: judged?.status ?? null,
    status: silent ? null : (outgoing.reply?.status ?? null),
    fault: due.deciding?.kind ?? null,
  });
  return {
    ...outgoing,
    delayMs: desk.latencyMs + due.latencyMs,
    headers: desk.limiter.headers(refusedBy(due.deciding)),
  };
}
