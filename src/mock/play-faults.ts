import { STATUS_CODES } from "node:http";

import { foldCase } from "./account.js";
import { rateLimitSamples, responseExamples, samples } from "./description.js";
import type { OperationId, RateLimitPolicy } from "./description.js";
import type { BadAddressFault, DecidingFault, Fault, FaultMoment, StatusFault } from "./faults.js";
import { emptyReply, jsonReply, problem, textReply, wordsOf, type Reply } from "./reply.js";

/** How far a fault has got. */
export interface FaultProgress {
  readonly kind: Fault["kind"];
  /** How many calls it has met. */
  readonly fired: number;
  /** How many it will still meet. */
  readonly left: number | "always";
}

/** What one call meets. */
export interface DueFaults {
  readonly latencyMs: number;
  readonly badAddresses: readonly BadAddressFault[];
  readonly deciding: DecidingFault | undefined;
}

interface Loaded {
  readonly fault: Fault;
  readonly times: number;
  seen: number;
  fired: number;
}

/**
 * Assigns faults to calls, in the order in which they were given. `latency` and `bad-address` go with any other; of the
 * rest, the first that is due takes the call, and those behind it do not count that call. So two faults of one time each
 * meet the first call and the second.
 */
export class FaultQueue {
  #loaded: Loaded[] = [];

  add(faults: readonly Fault[]): void {
    for (const fault of faults) {
      const usual = fault.kind === "bad-address" ? "always" : 1;
      const times = fault.times ?? usual;
      this.#loaded.push({
        fault,
        times: times === "always" ? Infinity : times,
        seen: 0,
        fired: 0,
      });
    }
  }

  clear(): void {
    this.#loaded = [];
  }

  take(call: {
    readonly operationId: OperationId;
    readonly token: string | undefined;
    readonly inputs: readonly string[];
  }): DueFaults {
    let latencyMs = 0;
    let deciding: DecidingFault | undefined;
    const badAddresses: BadAddressFault[] = [];
    const addresses = new Set(call.inputs.map((address) => foldCase(address)));
    for (const loaded of this.#loaded) {
      const { fault } = loaded;
      const accompanies = fault.kind === "latency" || fault.kind === "bad-address";
      if (deciding !== undefined && !accompanies) continue;
      if (fault.operation !== undefined && fault.operation !== call.operationId) continue;
      if (fault.token !== undefined && fault.token !== call.token) continue;
      if (fault.address !== undefined && !addresses.has(foldCase(fault.address))) continue;
      loaded.seen += 1;
      if (loaded.seen <= (fault.skip ?? 0) || loaded.fired >= loaded.times) continue;
      loaded.fired += 1;
      if (fault.kind === "latency") latencyMs += fault.ms;
      else if (fault.kind === "bad-address") badAddresses.push(fault);
      else deciding = fault;
    }
    return { latencyMs, badAddresses, deciding };
  }

  progress(): readonly FaultProgress[] {
    return this.#loaded.map(({ fault, times, fired }) => ({
      kind: fault.kind,
      fired,
      left: times === Infinity ? "always" : times - fired,
    }));
  }
}

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
      return whole(instead(textReply(200, "text/html", page("Sign in")), fault.when, work));
    case "empty-200":
      return whole(instead({ ...jsonReply(200, null), body: "" }, fault.when, work));
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
  if (body === "empty") return emptyReply(status);
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
  const html = typeof fitting === "string" ? fitting : page(`${status} ${reason}`);
  return textReply(status, "text/html", html);
}

function page(title: string): string {
  return `<!doctype html>\n<html lang="en">\n  <head><title>${title}</title></head>\n  <body><h1>${title}</h1></body>\n</html>\n`;
}

function cutInHalf(reply: Reply): Reply {
  return { ...reply, body: reply.body.slice(0, Math.ceil(reply.body.length / 2)) };
}

function withEnvelopeStatus(reply: Reply, status: string): Reply {
  if (reply.status >= 300 || reply.body === "") return reply;
  const answer = JSON.parse(reply.body) as object; // the mock's own
  return "status" in answer ? { ...reply, body: JSON.stringify({ ...answer, status }) } : reply;
}
