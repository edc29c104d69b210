import type { Validate } from "../../generated/validators.js";
import type { ContractViolation } from "../errors/error-facts.js";
import type { Redact } from "../text/redact.js";
import { isSuccess, type Reply } from "./reply.js";

/** The generated validators of an operation's answers: by status, range (`5XX`) or `default`. */
export type ResponseValidators = Readonly<Record<string, Validate<unknown>>>;

/** More than a few tell nobody more. */
const MAX_VIOLATIONS = 20;

/**
 * The validator for a status: the most exact wins (OpenAPI 3.1, Responses Object). A success that
 * the description does not list is read like a 200, so it is judged like one.
 */
function pickValidator(
  validators: ResponseValidators,
  status: number,
): Validate<unknown> | undefined {
  return (
    validators[status] ??
    validators[`${Math.floor(status / 100)}XX`] ??
    (isSuccess(status) ? validators["200"] : undefined) ??
    validators["default"]
  );
}

/**
 * In what an answer breaks the contract; empty where it keeps it. An empty body is left to the
 * reader of the outcomes, a page from the network in front of HubSpot is no answer of HubSpot's, and
 * of an error that was cut off the status says enough.
 */
export function findViolations(
  reply: Reply,
  validators: ResponseValidators,
  redact: Redact,
): readonly ContractViolation[] {
  const { json, text, flaw } = reply;
  if (flaw === "body-too-large") return [{ path: "", keyword: "maxBodyBytes" }];
  const success = isSuccess(reply.status);
  if (flaw === "body-cut-off") return success ? [{ path: "", keyword: "cut-off" }] : [];
  if (json === undefined) {
    if (text.trim() === "" && flaw === undefined) return [];
    const expected = success || /json/i.test(contentTypeOf(reply));
    return expected ? [{ path: "", keyword: "json" }] : [];
  }
  const validate = pickValidator(validators, reply.status);
  if (validate === undefined || validate(json)) return [];
  // A path holds names that the server chose, such as an address as the key of a map.
  return (validate.errors ?? []).slice(0, MAX_VIOLATIONS).map(({ instancePath, keyword }) => ({
    path: instancePath
      .split("/")
      .map((name) => redact(name))
      .join("/"),
    keyword,
  }));
}

function contentTypeOf(reply: Reply): string {
  return reply.headers.get("content-type") ?? "";
}
