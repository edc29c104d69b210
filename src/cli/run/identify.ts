import {
  isHubSpotError,
  readAccount,
  type Account,
  type AnyHubSpotError,
  type HubSpotClient,
  type JobBinding,
} from "../../index.js";
import type { Journal } from "../../node.js";
import { moment, printable } from "../../text/words.js";
import { canAsk, typedLine, type Consent } from "../confirm.js";
import { exitCodes } from "../exit-codes.js";
import { FailedError } from "../failure-code.js";
import { say, tell, type Io } from "../io.js";
import { StoppedError } from "../stopped-error.js";
import { TokenError } from "../token-source.js";
import { RefusedError } from "../usage-error.js";
import type { ClientFor } from "./connect.js";
import { describeRemedy } from "./describe-remedy.js";
import { checkJob } from "./open-job.js";
import type { ServerFlags } from "./server-flags.js";

/** A client, and the account that it sends for. */
export interface Identified {
  readonly client: HubSpotClient;
  readonly account: Account;
}

/**
 * Reads whose account the token belongs to. Where HubSpot does not tell, the word of `--account` counts, or that of whoever
 * sits at the terminal.
 *
 * @param options.what is not done where it fails
 * @param options.resumeAt when to go on, as the run before has said
 * @throws {RefusedError} for a token of another account than `--account` names
 * @throws {FailedError} where the account cannot be read, or HubSpot does not tell and nobody states it
 */
export async function identify(
  clientFor: ClientFor,
  flags: ServerFlags,
  consent: Consent,
  io: Io,
  {
    what = "sent",
    resumeAt,
  }: { readonly what?: string; readonly resumeAt?: number | undefined } = {},
): Promise<Identified> {
  const { account } = flags;
  const failed = (words: string, code: number, cause?: Error): FailedError => {
    const isLater = code === exitCodes.limited && resumeAt !== undefined && resumeAt > Date.now();
    const remedy = isLater
      ? [`  The run before was told to go on after ${moment(resumeAt)}.`]
      : describeRemedy(cause, flags);
    return new FailedError(`nothing was ${what}: ${words}`, code, remedy, { cause });
  };
  const client = clientFor(account);
  try {
    return { client, account: await readAccount(client, { signal: io.signal }) };
  } catch (error) {
    StoppedError.check(io.signal);
    if (!isHubSpotError(error)) {
      if (error instanceof TokenError) throw failed(error.message, exitCodes.credentials, error);
      throw error;
    }
    if (error.name !== "HubSpotAccountError") {
      const words = `the account of the token could not be read: ${error.message}`;
      throw failed(words, codeOf(error), error);
    }
    if (error.tokenAccount !== undefined) {
      throw new RefusedError(
        `nothing was ${what}: the token belongs to account ${error.tokenAccount}, and --account says ${error.account}`,
        { cause: error },
      );
    }
    const stated = clientFor(await askForAccount(error, consent, failed, io));
    return { client: stated, account: await readAccount(stated, { signal: io.signal }) };
  }
}

/**
 * Holds the account of the token against that of the journal, which takes it, and shows it.
 *
 * @throws {RefusedError} where it is another
 */
export async function bindAccount(
  journal: Journal,
  path: string,
  { account, ...binding }: JobBinding & { readonly account: Account },
  { yes }: Consent,
  io: Io,
): Promise<void> {
  const bound = { ...binding, account };
  checkJob(journal, path, bound);
  await journal.bind(bound);
  (yes ? tell : say)(io, [describeAccount(account)]);
}

/** What the types of accounts mean that no mail goes out from to customers. */
const accountTypes = new Map([
  ["SANDBOX", "a sandbox"],
  ["DEVELOPER_TEST", "a test account"],
  ["APP_DEVELOPER", "a developer account"],
]);

function describeAccount({ id, verified, type, timeZone }: Account): string {
  if (!verified) return `Account: ${id}, as stated: HubSpot does not tell whose the token is`;
  const kind = accountTypes.get(type ?? "");
  const facts = [
    ...(type === undefined ? [] : [kind === undefined ? `type ${type}` : `type ${type}: ${kind}`]),
    ...(timeZone === undefined ? [] : [`time zone ${timeZone}`]),
  ];
  return `Account: ${[String(id), ...facts.map((fact) => printable(fact))].join(", ")}`;
}

/** The number that is typed. */
async function askForAccount(
  { status }: AnyHubSpotError,
  consent: Consent,
  failed: (words: string, code: number) => FailedError,
  io: Io,
): Promise<number> {
  const untold = `HubSpot does not tell whose the token is (${status}): the scope for that is not on every token`;
  if (!canAsk(consent, io)) {
    const words = `${untold}. State the account with --account ID, its number in the address of HubSpot's pages`;
    throw failed(words, exitCodes.credentials);
  }
  io.stderr.write(`${untold}.\n`);
  const question =
    "To confirm it yourself, type the number of the account (it is in the address of HubSpot's pages); anything else sends nothing: ";
  const answer = (await typedLine(question, io))?.trim() ?? "";
  StoppedError.check(io.signal);
  const account = /^[1-9]\d{0,14}$/.test(answer) ? Number(answer) : undefined;
  if (account === undefined) throw new RefusedError("nothing was sent: no account was stated");
  return account;
}

/** As of a job that such a failure ends. */
function codeOf({ status = 0 }: AnyHubSpotError): number {
  if (status === 401) return exitCodes.credentials;
  if (status === 429 || status === 477) return exitCodes.limited;
  return status === 0 || status >= 500 ? exitCodes.unavailable : exitCodes.usage;
}
