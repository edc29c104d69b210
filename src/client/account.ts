import type { AccountDetails } from "../../generated/schemas.js";
import { $getAccountDetails as operation } from "../../generated/operations.js";
import { member } from "../text/json.js";
import { createRedact } from "../text/redact.js";
import { createAbortScope } from "./abort-scope.js";
import { makeAttempt } from "./attempt.js";
import { createCallId } from "./call.js";
import type { Settings } from "./options.js";
import { isSuccess, type Fault, type Reply } from "./reply.js";
import { createRequest } from "./request.js";
import { createTokenSource } from "./token.js";

/** How many tokens are remembered with their accounts. */
const MOST_TOKENS = 100;

/** Finds out to which account the tokens of a client belong: asks HubSpot once for each token. */
export interface AccountReader {
  readonly settings: Settings;
  /** The last answer that told of an account. */
  readonly lastTold: Reply | undefined;
  /** Why a call for the account (or for any account, if none is given) is not allowed; undefined if it is. */
  check(token: string, account: number | undefined): Promise<Reply | Fault | undefined>;
  /** HubSpot does not tell the account, and the caller has asked to trust this one, which the client names. */
  isStated(status: number | undefined, account?: number): boolean;
  /** The answer for a token: of HubSpot, or from memory. */
  read(token: string): Promise<Reply | Fault>;
}

export function createAccountReader(settings: Settings): AccountReader {
  const readings = new Map<string, Promise<Reply | Fault>>();
  let lastTold: Reply | undefined;
  const isStated = (status: number | undefined, account = settings.account): boolean =>
    settings.trustsAccount &&
    account !== undefined &&
    settings.account === account &&
    isWithheld(status);
  const read = (token: string): Promise<Reply | Fault> => {
    let reading = readings.get(token);
    if (reading !== undefined) return reading;
    reading = ask(settings, token);
    readings.set(token, reading);
    const [oldest = ""] = readings.keys();
    if (readings.size > MOST_TOKENS) readings.delete(oldest);
    const forget = (): unknown => readings.delete(token);
    reading.then((answer) => {
      if (answer.kind === "reply" && accountIdOf(answer) !== undefined) lastTold = answer;
      else if (!isStated(answer.status)) forget();
    }, forget);
    return reading;
  };
  const check = async (
    token: string,
    account: number | undefined,
  ): Promise<Reply | Fault | undefined> => {
    const answer = await read(token);
    const { status } = answer;
    const found = accountIdOf(answer);
    if (found === undefined ? isStated(status, account) : found === (account ?? found)) {
      return undefined;
    }
    // No further call would fare better, unless it is one that broke off.
    const isFinal = answer.kind === "reply" && (isSuccess(answer.status) || isWithheld(status));
    if (!isFinal) return answer;
    const cutOff = answer.flaw === "body-cut-off";
    return {
      ...{ kind: "network", scope: "attempt", begun: false, error: undefined, status },
      ...{ mayHaveBeenApplied: false, cure: cutOff ? "" : "account" },
      account: cutOff ? undefined : { asked: account, found },
    };
  };
  return {
    settings,
    get lastTold() {
      return lastTold;
    },
    check,
    isStated,
    read,
  };
}

async function ask(client: Settings, token: string): Promise<Reply | Fault> {
  // Use a separate scope: the call that asks first may end before others that wait for the same answer.
  const scope = createAbortScope(client.signal);
  const settings = { ...client, guard: undefined, tokens: createTokenSource(token) };
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

function isWithheld(status: number | undefined): boolean {
  return status === 403 || status === 404;
}

function accountIdOf(read: Reply | Fault): number | undefined {
  return read.kind === "reply" && isSuccess(read.status) ? accountIdIn(read.json) : undefined;
}

/** The number of the account that an answer tells of. */
export function accountIdIn(body: unknown): number | undefined {
  const id = member<AccountDetails>(body, "portalId");
  return Number.isSafeInteger(id) ? Number(id) : undefined;
}
