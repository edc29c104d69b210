import { factsOfCall, factsOfReply, type CallRecord } from "./api-error.js";
import type { ContractViolation } from "../errors/error-facts.js";
import {
  HubSpotAccountError,
  HubSpotContractError,
  type HubSpotError,
  HubSpotNetworkError,
  HubSpotTimeoutError,
} from "../errors/errors.js";
import { codeOf, innermostText, safeCause } from "../errors/fault.js";
import type { Settings } from "./options.js";
import { isSuccess, type Fault, type Reply } from "./reply.js";

/** The error for an attempt that brought no answer. */
export function createFaultError(
  record: CallRecord,
  fault: Fault,
  settings: Settings,
): HubSpotError {
  if (fault.account !== undefined) return createAccountError(record, fault.account, fault.status);
  const { redact } = record;
  const { status } = fault;
  const facts = factsOfCall(record, status);
  const { operationId, attempts, mayHaveBeenApplied } = facts;
  const tail =
    (attempts === 1 ? "" : ` (${attempts} attempts)`) +
    (mayHaveBeenApplied
      ? ". HubSpot may have done the work all the same."
      : ". HubSpot has not done the work.") +
    (fault.begun && status === undefined && fault.cure === "" ? proxyHint(settings) : "") +
    (fault.cure === "" ? "" : ` ${fault.cure}`);
  if (fault.kind === "timeout") {
    const limit =
      fault.scope === "deadline"
        ? `the deadline of ${settings.deadline} ms`
        : `the time-out of ${settings.timeout} ms`;
    const unsent = fault.cure === "" ? "no access token" : "no turn";
    const missing = fault.begun ? "no complete answer" : unsent;
    const message = `${operationId}: ${missing} within ${limit}${tail}`;
    return new HubSpotTimeoutError(message, facts, {}, fault.scope);
  }
  const found = codeOf(fault.error);
  const code = found === undefined ? undefined : redact(found);
  const cause = safeCause(fault.error, redact);
  const words = redact(innermostText(fault.error) ?? "").replace(/\.$/, "");
  // A code alone would be taken for HubSpot's where it is the proxy that is at fault.
  const said = words.startsWith("the proxy ") ? words : (code ?? (words || "no reason given"));
  const message = `${operationId}: the connection failed: ${said}${tail}`;
  return new HubSpotNetworkError(message, facts, { cause }, { code, permanent: fault.cure !== "" });
}

/** The error for a token that does not belong to the account, or not to any that HubSpot tells. */
function createAccountError(
  record: CallRecord,
  { asked, found }: NonNullable<Fault["account"]>,
  status: number | undefined,
): HubSpotAccountError {
  const facts = factsOfCall(record, status);
  const message =
    found === undefined
      ? `HubSpot does not tell whose the access token is (${status})` +
        (asked === undefined ? "" : `, so that nothing shows that it belongs to account ${asked}`) +
        '. If it never does, set `account` and `unverifiedAccount: "accept"`'
      : `the access token belongs to account ${found}, and account ${asked} is asked for`;
  const sent = facts.mayHaveBeenApplied
    ? "An earlier attempt may have been carried out."
    : "Nothing was sent.";
  return new HubSpotAccountError(`${facts.operationId}: ${message}. ${sent}`, facts, asked, found);
}

/** The error for an answer that breaks the contract. */
export function createContractError(
  record: CallRecord,
  reply: Reply,
  violations: readonly ContractViolation[],
): HubSpotContractError {
  const { operationId } = record.operation;
  const facts = factsOfReply(record, reply);
  const [first] = violations;
  const place = first?.path ? ` at ${first.path}` : "";
  const more = violations.length > 1 ? ` and ${violations.length - 1} more` : "";
  const kind = facts.contentType === undefined ? "" : ` ${facts.contentType}`;
  const message =
    `${operationId}: the answer (${reply.status}${kind}) breaks the contract: ` +
    `${first?.keyword ?? "unknown"}${place}${more}` +
    (isSuccess(reply.status) ? ". HubSpot may have done the work all the same." : "");
  return new HubSpotContractError(message, facts, { raw: reply.text }, violations);
}

/**
 * Why a connection may have failed behind a proxy: Node's `fetch` goes past the proxy that the
 * environment names, unless it is told. Other runtimes heed it by themselves.
 *
 * @returns A sentence, or nothing. Never the value, which may hold credentials.
 */
function proxyHint({ baseUrl, fetch }: Settings): string {
  if (fetch !== undefined || !baseUrl.startsWith("https:")) return "";
  // Not there in a browser or on an edge runtime; Bun and Deno have one too.
  const { env, versions } = globalThis.process ?? {};
  if (versions?.node === undefined || "bun" in versions || "deno" in versions) return "";
  const name = ["HTTPS_PROXY", "https_proxy"].find((each) => env?.[each]);
  if (name === undefined || env?.["NODE_USE_ENV_PROXY"] === "1") return "";
  return (
    ` ${name} is set, but Node's fetch goes past it; set NODE_USE_ENV_PROXY=1 too ` +
    "(Node 22.21, 24 or later), or give a fetch that heeds it."
  );
}
