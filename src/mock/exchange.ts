import type { IncomingMessage } from "node:http";

import { operationsAt, type OperationId } from "./description.js";
import { foldCase } from "./fold-case.js";
import { judge, readInputs } from "./judge.js";
import type { MockContext } from "./mock-context.js";
import { playFault, refusedBy, type Outgoing } from "./play-fault.js";
import { notFound, tooLarge, wrongMethod } from "./problems.js";
import { maxBodyBytes, readBody } from "./read-body.js";
import type { Reply } from "./reply.js";

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
  context: MockContext,
): Promise<Exchange | undefined> {
  const body = await readBody(request);
  if (body === "gone") return undefined;

  const operationIds = operationsAt(url.pathname);
  const operationId = operationIds.get(request.method ?? "");
  if (operationId === undefined) {
    const unknown = operationIds.size === 0;
    const methods = operationIds.keys();
    return plain(unknown ? notFound(correlationId) : wrongMethod(correlationId, methods), context);
  }
  if (body === "too-large") return plain(tooLarge(correlationId, maxBodyBytes), context);
  return operate(request, url, { correlationId, operationId, body: body.text }, context);
}

function plain(reply: Reply, context: MockContext): Exchange {
  return {
    reply,
    delivery: "whole",
    delayMs: context.latencyMs,
    headers: context.limiter.headers(),
  };
}

function operate(
  request: IncomingMessage,
  url: URL,
  call: { correlationId: string; operationId: OperationId; body: string },
  context: MockContext,
): Exchange {
  const inputs = readInputs(call.operationId, call.body);
  const addresses = new Set(inputs.map((address) => foldCase(address)));
  const due = context.faults.take(call.operationId, addresses);
  let judged: Reply | undefined;
  const received = {
    ...call,
    authorization: request.headers.authorization,
    query: url.searchParams,
    badAddresses: due.badAddresses,
  };
  const outgoing = playFault(due.deciding, call, () => (judged = judge(received, context)));
  const silent = outgoing.delivery === "reset" || outgoing.delivery === "stall";
  context.log({
    operationId: call.operationId,
    at: context.now(),
    inputs: inputs.length,
    ...(context.keepInputs ? { addresses: inputs } : {}),
    judged: judged?.status ?? null,
    status: silent ? null : (outgoing.reply?.status ?? null),
    fault: due.deciding?.kind ?? null,
  });
  return {
    ...outgoing,
    delayMs: context.latencyMs + due.latencyMs,
    headers: context.limiter.headers(refusedBy(due.deciding)),
  };
}
