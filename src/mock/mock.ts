import { Account } from "./account.js";
import { CallLog, type MockCall } from "./call-log.js";
import { findRoute, samples } from "./description.js";
import { FaultQueue, type FaultProgress } from "./play-faults.js";
import type { Fault } from "./faults.js";
import { judge, readInputs, type Caller } from "./judge.js";
import type { ResolvedOptions } from "./options.js";
import { parseFaults } from "./faults.js";
import { playFault, refusedBy, type Outgoing } from "./play-faults.js";
import { jsonReply, ownProblem, problem, wrongMethod, type Reply } from "./reply.js";

/** Who is out in an account: addresses in lower case by brand id, or under `portal` where no brand was named. */
export type MockOut = Readonly<Record<string, readonly string[]>>;

/** What the mock holds; `GET /__mock/state` gives the same as JSON. */
export interface MockState {
  /** Who is out in the first account. */
  readonly out: MockOut;
  /** Who is out in each account, the first one included. */
  readonly accounts: readonly { readonly portalId: number; readonly out: MockOut }[];
  /**
   * Every call of an operation since the start or the last reset, also refused ones. Beyond 100,000
   * calls, or a million addresses that are kept with them, the oldest are dropped.
   */
  readonly calls: readonly MockCall[];
  /** The faults, in their order, and how far each has got. */
  readonly faults: readonly FaultProgress[];
}

/** A request as it came in. */
export interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly authorization: string | undefined;
  /** Undefined where it is over `maxBodyBytes`. */
  readonly body: string | undefined;
}

/** What is to be sent for a request, when, and with which headers beside those of the reply. */
export interface Exchange extends Outgoing {
  readonly delayMs: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** A million addresses of usual length do not fit; a batch of thousands does. */
export const maxBodyBytes = 1_048_576;

/** The state of one mock, and how it answers calls. It does not use sockets. */
export class MockCore {
  readonly token: string;
  readonly #options: ResolvedOptions;
  readonly #accounts: readonly [Account, ...Account[]];
  readonly #callers = new Map<string, Caller>();
  readonly #faults = new FaultQueue();
  readonly #log: CallLog;
  #requests = 0;

  constructor(options: ResolvedOptions) {
    this.#options = options;
    this.#log = new CallLog(options);
    const [first, ...further] = options.accounts.map((own) => new Account(own, options.now));
    const token = options.accounts[0]?.tokens[0]?.token;
    if (first === undefined || token === undefined) throw new TypeError("a mock has an account");
    this.#accounts = [first, ...further];
    this.token = token;
    this.reset();
  }

  inject(faults: readonly Fault[]): void {
    this.#faults.add(parseFaults(faults));
  }

  reset(): void {
    const { accounts, faults, now, readLagMs } = this.#options;
    const start = now();
    this.#accounts.forEach((account, index) => {
      account.reset(start - readLagMs); // so long ago that a read shows them at once
      for (const token of accounts[index]?.tokens ?? []) {
        const expiresAt = start + (token.expiresAfterMs ?? Infinity);
        this.#callers.set(token.token, { account, token, expiresAt });
      }
    });
    this.#faults.clear();
    this.#faults.add(faults);
    this.#log.clear();
  }

  state(): MockState {
    const accounts = this.#accounts.map((account) => ({
      portalId: account.portalId,
      out: account.optOuts.snapshot(),
    }));
    const out = accounts[0]?.out ?? {};
    return { out, accounts, calls: this.#log.snapshot(), faults: this.#faults.progress() };
  }

  answer(request: Incoming): Exchange {
    // Counted, not random, so that the same calls are answered the same.
    const count = (++this.#requests).toString(16).padStart(12, "0");
    const correlationId = `00000000-0000-4000-8000-${count}`;
    const found = this.#exchange(request, correlationId);
    const common = {
      "X-HubSpot-Correlation-Id": correlationId,
      Date: new Date(this.#options.now()).toUTCString(), // what a client holds a date in Retry-After against
    };
    return { ...found, headers: { ...common, ...found.headers } };
  }

  #exchange(request: Incoming, correlationId: string): Exchange {
    const { method, url, body } = request;
    if (url.pathname.startsWith("/__mock/")) {
      const reply = this.#ownReply(method, url, correlationId);
      return { reply, delivery: "whole", delayMs: 0, headers: {} };
    }
    const route = findRoute(url.pathname);
    const operationId = route?.operations.get(method);
    if (route === undefined) return this.#plain(problem(404, samples.notFound, correlationId));
    if (operationId === undefined) {
      return this.#plain(wrongMethod(correlationId, route.operations.keys()));
    }
    if (body === undefined) {
      const message = `The body holds more than ${maxBodyBytes} bytes.`;
      return this.#plain(ownProblem(413, message, correlationId));
    }
    const token = bearerToken(request.authorization);
    const pathParameters = route.parameters;
    return this.#operate(token, {
      ...{ correlationId, operationId, pathParameters, query: url.searchParams, body },
    });
  }

  #ownReply(method: string, { pathname }: URL, correlationId: string): Reply {
    if (pathname !== "/__mock/state") return problem(404, samples.notFound, correlationId);
    return method === "GET" ? jsonReply(200, this.state()) : wrongMethod(correlationId, ["GET"]);
  }

  #plain(reply: Reply): Exchange {
    const headers = this.#accounts[0].limiter.headers();
    return { reply, delivery: "whole", delayMs: this.#options.latencyMs, headers };
  }

  #operate(token: string | undefined, call: Parameters<typeof judge>[0]): Exchange {
    const caller = token === undefined ? undefined : this.#callers.get(token);
    const inputs = readInputs(call);
    const brand = call.query.get("businessUnitId") ?? "";
    const due = this.#faults.take({ operationId: call.operationId, token, inputs });
    let judged: Reply | undefined;
    const outgoing = playFault(
      due.deciding,
      call,
      () => (judged = judge(call, caller, due.badAddresses, this.#options)),
    );
    const silent = outgoing.delivery === "reset" || outgoing.delivery === "stall";
    this.#log.add(inputs, {
      operationId: call.operationId,
      at: this.#options.now(),
      portalId: caller?.account.portalId ?? null,
      token: caller?.token.token ?? null,
      businessUnitId: /^\d+$/.test(brand) ? Number(brand) : null,
      judged: judged?.status ?? null,
      status: silent ? null : (outgoing.reply?.status ?? null),
      fault: due.deciding?.kind ?? null,
    });
    const { limiter } = caller?.account ?? this.#accounts[0];
    const delayMs = this.#options.latencyMs + due.latencyMs;
    return { ...outgoing, delayMs, headers: limiter.headers(refusedBy(due.deciding)) };
  }
}

// The scheme's name counts in any case: RFC 9110 section 11.1.
function bearerToken(authorization: string | undefined): string | undefined {
  return /^bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
}
