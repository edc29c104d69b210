import { $getAccountDetails as operation } from "../../generated/operations.js";
import { member } from "../text/json.js";
import { createRedact } from "../text/redact.js";
import { AbortScope } from "./abort-scope.js";
import { makeAttempt } from "./attempt.js";
import { createCallId } from "./call.js";
import type { Guard, Settings } from "./options.js";
import { isSuccess, type Fault, type Reply } from "./reply.js";
import { createRequest } from "./request.js";
import { TokenSource } from "./token.js";

/** So many tokens are remembered with their accounts. */
const MOST_TOKENS = 100;

/** Whose account the tokens of a client belong to: HubSpot is asked once for each token. */
export class AccountReader {
  readonly settings: Settings;
  /** The last answer that told of an account. */
  lastTold: Reply | undefined;
  readonly #readings = new Map<string, Promise<Reply | Fault>>();

  constructor(settings: Settings) {
    this.settings = settings;
  }

  /** Lets a call pass with a token of this account alone. */
  guard(account: number): Guard {
    return (token) => this.check(token, account);
  }

  /** What stands in the way of a call for the account, or for any where none is given; undefined where nothing does. */
  async check(token: string, account: number | undefined): Promise<Reply | Fault | undefined> {
    const read = await this.read(token);
    const { status } = read;
    const found = accountIdOf(read);
    if (found === undefined ? this.isStated(status, account) : found === (account ?? found)) {
      return undefined;
    }
    // No further call would fare better.
    const isFinal = read.kind === "reply" && (isSuccess(read.status) || isWithheld(status));
    if (!isFinal) return read;
    return {
      ...{ kind: "network", scope: "attempt", begun: false, error: undefined, status },
      ...{ mayHaveBeenApplied: false, cure: "account", account: { asked: account, found } },
    };
  }

  /** HubSpot does not tell, and the caller's word is to be taken that it is this account. */
  isStated(status: number | undefined, account = this.settings.account): boolean {
    const { account: stated, trustsAccount } = this.settings;
    return trustsAccount && stated !== undefined && stated === account && isWithheld(status);
  }

  /** The answer for a token: of HubSpot, or from memory. */
  read(token: string): Promise<Reply | Fault> {
    const readings = this.#readings;
    let reading = readings.get(token);
    if (reading !== undefined) return reading;
    reading = this.#ask(token);
    readings.set(token, reading);
    const [oldest = ""] = readings.keys();
    if (readings.size > MOST_TOKENS) readings.delete(oldest);
    const forget = (): unknown => readings.delete(token);
    reading.then((read) => {
      if (read.kind === "reply" && accountIdOf(read) !== undefined) this.lastTold = read;
      else if (!this.isStated(read.status)) forget();
    }, forget);
    return reading;
  }

  async #ask(token: string): Promise<Reply | Fault> {
    // A scope of its own: the call that asks first may end before the others that wait for the answer.
    const scope = new AbortScope(this.settings.signal);
    const settings = { ...this.settings, guard: undefined, tokens: new TokenSource(token) };
    const request = createRequest(settings, operation, {});
    const tokens = new Set([token]);
    const redact = createRedact([], tokens);
    const call = { id: createCallId(), operation, request, settings, scope, redact, tokens };
    try {
      return (await makeAttempt({ ...call, onBegun: undefined }, 1, Infinity)).result;
    } finally {
      scope.release();
    }
  }
}

/** HubSpot does not tell this token whose it is: the scope that its description names is not on every token. */
function isWithheld(status: number | undefined): boolean {
  return status === 403 || status === 404;
}

function accountIdOf(read: Reply | Fault): number | undefined {
  return read.kind === "reply" && isSuccess(read.status) ? accountIdIn(read.json) : undefined;
}

/** The number of the account that an answer tells of. */
export function accountIdIn(body: unknown): number | undefined {
  const id = member(body, "portalId");
  return Number.isSafeInteger(id) ? Number(id) : undefined;
}
