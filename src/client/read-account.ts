import { $getAccountDetails as operation } from "../../generated/operations.js";
import { isHubSpotError } from "../errors/errors.js";
import { foreignMember } from "../text/json.js";
import { readMembers, type NamesOf } from "../text/known-names.js";
import { createRedact, showName, type Redact } from "../text/redact.js";
import { accountIdIn, type AccountReader } from "./account.js";
import { makeCall } from "./call.js";
import type { HubSpotClient } from "./client.js";
import { checkClient, internals } from "./internals.js";
import { checkSignal, type Guard } from "./options.js";
import { createRequest } from "./request.js";

/** An account of HubSpot. */
export interface Account {
  /** Its number, which HubSpot calls portal ID or Hub ID. */
  readonly id: number;
  /** HubSpot has said that the token belongs to it. False where HubSpot would not tell, and the caller has named the account. */
  readonly verified: boolean;
  /** Such as STANDARD, SANDBOX or DEVELOPER_TEST; absent where it is not known. */
  readonly type?: string | undefined;
  /** The IANA name of the time zone at whose midnight the daily limit starts anew; absent where it is not known. */
  readonly timeZone?: string | undefined;
}

/** Options of `readAccount`. */
export interface ReadAccountOptions {
  /** Ends the waiting: `readAccount` rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: NamesOf<ReadAccountOptions> = { signal: true };

/**
 * Reads whose account the client's token belongs to. HubSpot is asked once for each token; further
 * calls are answered from memory.
 *
 * @throws {HubSpotAccountError} where it is another account than the client names, or HubSpot does not tell
 * @throws {HubSpotError} for a call that failed otherwise
 * @throws {TypeError} for a client that `createClient` did not make
 *
 * @example
 * ```ts
 * const { id, type, timeZone } = await readAccount(client);
 * ```
 */
export async function readAccount(
  client: HubSpotClient,
  options: ReadAccountOptions = {},
): Promise<Account> {
  const { signal } = readMembers("readAccount", options, OPTIONS);
  checkSignal(signal);
  const { accounts } = internals(client);
  checkClient("readAccount", accounts);
  const { account } = accounts.settings;
  // The guard has the answer, so that nothing is sent beside it.
  const guard: Guard = async (token) =>
    (await accounts.check(token, account)) ?? accounts.read(token);
  const settings = { ...accounts.settings, guard };
  const request = createRequest(settings, operation, {});
  const plan = { operation, settings, request, signal, addresses: [], validators: {} };
  try {
    const { reply, redact } = await makeCall({ ...plan, onBegun: undefined });
    const told = accountIn(reply.json, redact);
    if (told !== undefined) return told;
    throw new Error("the guard lets no other answer pass");
  } catch (error) {
    const stated = isHubSpotError(error) && accounts.isStated(error.status);
    if (account === undefined || !stated) throw error;
    return { id: account, verified: false };
  }
}

/** The time zone of the account that was told of last. */
export function lastTimeZone(accounts: AccountReader | undefined): string | undefined {
  const body = accounts?.lastTold?.json;
  return accountIn(body, createRedact([], new Set()))?.timeZone;
}

function accountIn(body: unknown, redact: Redact): Account | undefined {
  const id = accountIdIn(body);
  if (id === undefined) return undefined;
  const type = showName(foreignMember(body, "accountType"), redact);
  const timeZone = foreignMember(body, "timeZone");
  return { id, verified: true, type, timeZone: timeZone && redact(timeZone, 100) };
}
