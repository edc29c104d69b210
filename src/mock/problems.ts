import type { Operation } from "../../generated/operations.js";
import type { Validate } from "../../generated/validators.js";
import type { BadAddressFault, ErrorWords } from "./faults.js";
import { jsonReply, type Reply } from "./reply.js";
import { samples } from "./samples.js";
import type { ReadQuery } from "./query.js";

/** An error answer in HubSpot's form: a sample, with what varies filled in. */
export function problem(
  status: number,
  sample: object,
  correlationId: string,
  filled: object = {},
): Reply {
  return jsonReply(status, { ...sample, ...filled, correlationId });
}

export function notFound(correlationId: string): Reply {
  return problem(404, samples.notFound, correlationId);
}

export function wrongMethod(correlationId: string, allowed: Iterable<string>): Reply {
  const allow = [...allowed].join(", ");
  const message = `This route takes ${allow} only.`;
  const reply = jsonReply(405, { status: "error", message, correlationId });
  return { ...reply, headers: { ...reply.headers, Allow: allow } };
}

export function notImplemented(correlationId: string): Reply {
  const message = "The mock does not do the work of this operation.";
  return jsonReply(501, { status: "error", message, correlationId });
}

export function tooLarge(correlationId: string, maxBytes: number): Reply {
  const message = `The body holds more than ${maxBytes} bytes.`;
  return jsonReply(413, { status: "error", message, correlationId });
}

export function tooMany(correlationId: string, cap: number, status: 400 | 413): Reply {
  const message = `The maximum number of inputs supported in one call is ${cap}.`;
  return problem(status, samples.tooManyInputs, correlationId, { message });
}

/** The 403 of a token without the scope of the operation, in its first spelling. */
export function missingScopes(correlationId: string, { scopes }: Operation): Reply {
  const [detail] = samples.missingScopes.errors;
  const context = { requiredScopes: scopes[0] ?? [] };
  return problem(403, samples.missingScopes, correlationId, { errors: [{ ...detail, context }] });
}

/** What a fault says in place of the sample's words. */
export function wordsOf({ message, category }: ErrorWords): {
  message?: string;
  category?: string;
} {
  return {
    ...(message === undefined ? undefined : { message }),
    ...(category === undefined ? undefined : { category }),
  };
}

const queryWords = {
  missing: ["is required", "A value must be given."],
  repeated: ["was given more than once", "One value must be given."],
  invalid: ["has a value that this call does not take", "The value is not allowed."],
} as const;

export function badQuery(
  correlationId: string,
  { parameter, fault }: Extract<ReadQuery, { ok: false }>,
): Reply {
  const [what, detail] = queryWords[fault];
  return problem(400, samples.missingChannel, correlationId, {
    message: `The query parameter ${parameter} ${what}.`,
    errors: [{ message: detail, in: parameter }],
  });
}

export function badBody(correlationId: string, violations: Validate<unknown>["errors"]): Reply {
  return problem(400, samples.invalidInput, correlationId, {
    message: "The body is not what this call takes.",
    errors: (violations ?? []).map(({ instancePath, keyword }) => ({
      message: `The body breaks the rule ${keyword}.`,
      in: instancePath === "" ? "body" : instancePath,
    })),
  });
}

/** The 400 with which bad addresses sink their batch; the first of them chooses the words. */
export function badAddress(correlationId: string, bad: readonly BadAddressFault[]): Reply {
  const [detail] = samples.invalidInput.errors;
  const [first] = bad.filter(({ answer }) => answer === "400");
  return problem(400, samples.invalidInput, correlationId, {
    ...wordsOf(first ?? {}),
    errors: bad
      .filter((fault) => fault.named ?? true)
      .map(({ address }) => ({ ...detail, context: { subscriberIdString: [address] } })),
  });
}
