import { STATUS_CODES } from "node:http";

import { responseExamples, type OperationId } from "./description.js";
import type { DecidingFault, FaultMoment, RateLimitPolicy, StatusFault } from "./faults.js";
import { problem, wordsOf } from "./problems.js";
import { htmlReply, type Reply } from "./reply.js";
import { rateLimitSamples, samples } from "./samples.js";

/** How an answer leaves the server. */
export type Delivery = "whole" | "reset" | "reset-in-body" | "stall" | "stall-in-body";

/** An answer, if there is one, and how it leaves the server. */
export interface Outgoing {
  readonly reply: Reply | undefined;
  readonly delivery: Delivery;
}

/** The limit that the fault's answer names, which its headers then show as used up. */
export function refusedBy(fault: DecidingFault | undefined): RateLimitPolicy | undefined {
  return fault?.kind === "rate-limit" ? fault.policy : undefined;
}

/**
 * Plays a fault around the work of a call.
 *
 * @param work does the work and answers; it is called once, or not at all where the fault comes first
 */
export function playFault(
  fault: DecidingFault | undefined,
  call: { readonly operationId: OperationId; readonly correlationId: string },
  work: () => Reply,
): Outgoing {
  switch (fault?.kind) {
    case undefined:
      return whole(work());
    case "rate-limit":
      return whole(
        waiting(problem(429, rateLimitSamples[fault.policy], call.correlationId), fault),
      );
    case "migration":
      return whole(waiting(problem(477, samples.migrating, call.correlationId), fault));
    case "status": {
      const reply = waiting(statusReply(call, fault), fault);
      return whole(instead(reply, fault.when, work));
    }
    case "html-200":
      return whole(instead(htmlReply(200, page("Sign in")), fault.when, work));
    case "empty-200":
      return whole(instead({ status: 200, headers: jsonType, body: "" }, fault.when, work));
    case "truncate":
      return whole(cutInHalf(work()));
    case "envelope":
      return whole(withEnvelopeStatus(work(), fault.status));
    case "reset":
      if (fault.when === "before") return { reply: undefined, delivery: "reset" };
      return { reply: work(), delivery: fault.when === "after" ? "reset" : "reset-in-body" };
    case "stall":
      if (fault.when === "before") return { reply: undefined, delivery: "stall" };
      return { reply: work(), delivery: fault.when === "body" ? "stall-in-body" : "stall" };
  }
}

const jsonType = { "Content-Type": "application/json;charset=utf-8" };

function whole(reply: Reply): Outgoing {
  return { reply, delivery: "whole" };
}

function instead(reply: Reply, when: FaultMoment | undefined, work: () => Reply): Reply {
  const usual = reply.status < 300 ? "after" : "before";
  if ((when ?? usual) === "after") work();
  return reply;
}

function waiting(
  reply: Reply,
  { retryAfter }: { readonly retryAfter?: number | string | undefined },
): Reply {
  if (retryAfter === undefined) return reply;
  return { ...reply, headers: { ...reply.headers, "Retry-After": String(retryAfter) } };
}

function statusReply(
  { operationId, correlationId }: { operationId: OperationId; correlationId: string },
  fault: StatusFault,
): Reply {
  const { status, body } = fault;
  const reason = STATUS_CODES[status] ?? "Error";
  if (body === "empty") return { status, headers: {}, body: "" };
  if (body === "json") {
    const [sample] = responseExamples(operationId, status, "application/json");
    const known = typeof sample === "object" && sample !== null;
    const usual = known ? sample : { status: "error", message: reason };
    // Other words, another cause: the sample's details would speak against them.
    const details = fault.message === undefined ? {} : { errors: undefined };
    return problem(status, usual, correlationId, { ...details, ...wordsOf(fault) });
  }
  const pages = responseExamples(operationId, status, "text/html");
  const fitting = pages.find((html) => typeof html === "string" && html.includes(String(status)));
  return htmlReply(status, typeof fitting === "string" ? fitting : page(`${status} ${reason}`));
}

function page(title: string): string {
  return `<!doctype html>\n<html lang="en">\n  <head><title>${title}</title></head>\n  <body><h1>${title}</h1></body>\n</html>\n`;
}

function cutInHalf(reply: Reply): Reply {
  return { ...reply, body: reply.body.slice(0, Math.ceil(reply.body.length / 2)) };
}

function withEnvelopeStatus(reply: Reply, status: string): Reply {
  if (reply.status >= 300 || reply.body === "") return reply;
  const envelope = JSON.parse(reply.body) as object; // the mock's own answer
  return { ...reply, body: JSON.stringify({ ...envelope, status }) };
}
