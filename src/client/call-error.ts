import { factsOfReply, type CallRecord } from "./api-error.js";
import type { ContractViolation, ErrorFacts } from "../errors/error-facts.js";
import {
  HubSpotContractError,
  HubSpotNetworkError,
  HubSpotTimeoutError,
} from "../errors/errors.js";
import { codeOf, innermostText, safeCause } from "../errors/fault.js";
import type { Settings } from "./options.js";
import { proxyHint } from "./proxy-hint.js";
import { isSuccess, type Fault, type Reply } from "./reply.js";

/** The error for an attempt that brought no answer. */
export function createFaultError(
  record: CallRecord,
  fault: Fault,
  settings: Pick<Settings, "timeout" | "deadline" | "baseUrl" | "ownFetch">,
): HubSpotTimeoutError | HubSpotNetworkError {
  const { operation, redact, attempts, mayHaveBeenApplied } = record;
  const { operationId } = operation;
  const facts: ErrorFacts = { operationId, attempts, mayHaveBeenApplied, status: fault.status };
  const tail =
    (attempts === 1 ? "" : ` (${attempts} attempts)`) +
    (mayHaveBeenApplied
      ? ". HubSpot may have done the work all the same."
      : ". HubSpot has not done the work.") +
    (fault.sent && fault.status === undefined ? proxyHint(settings) : "");
  if (fault.kind === "timeout") {
    const limit =
      fault.scope === "deadline"
        ? `the deadline of ${settings.deadline} ms`
        : `the time-out of ${settings.timeout} ms`;
    const missing = fault.sent ? "no complete answer" : "no access token";
    const message = `${operationId}: ${missing} within ${limit}${tail}`;
    return new HubSpotTimeoutError(message, facts, {}, fault.scope);
  }
  const found = codeOf(fault.error);
  const code = found === undefined ? undefined : redact(found);
  const cause = safeCause(fault.error, redact);
  const said =
    code ?? (redact(innermostText(fault.error) ?? "").replace(/\.$/, "") || "no reason given");
  const message = `${operationId}: the connection failed: ${said}${tail}`;
  return new HubSpotNetworkError(message, facts, { cause }, code);
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
