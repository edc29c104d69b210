import type { Operation } from "../../generated/operations.js";
import type { Validate } from "../../generated/validators.js";
import { samples } from "./description.js";
import type { BadAddressFault, ErrorWords } from "./faults.js";

/** What the server says, before it goes on the wire. */
export interface Reply {
  readonly status: number;
  /** Headers beside the correlation id and those of the limits, which every answer gets. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function jsonReply(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const type = { "Content-Type": "application/json;charset=utf-8" };
  return { status, headers: { ...type, ...headers }, body: JSON.stringify(value) };
}

export function textReply(status: number, mediaType: string, body: string): Reply {
  return { status, headers: { "Content-Type": `${mediaType};charset=utf-8` }, body };
}

export function emptyReply(status: number): Reply {
  return { status, headers: {}, body: "" };
}

/** A time in milliseconds since 1970 as HubSpot writes one. */
export function isoTime(time: number): string {
  return new Date(time).toISOString();
}

/** An error answer in HubSpot's form: a sample, with what varies filled in. */
export function problem(
  status: number,
  sample: object,
  correlationId: string,
  filled: object = {},
): Reply {
  return jsonReply(status, { ...sample, ...filled, correlationId });
}

/** An error of the mock's own, for which HubSpot has no sample. */
export function ownProblem(
  status: number,
  message: string,
  correlationId: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return jsonReply(status, { status: "error", message, correlationId }, headers);
}

export function wrongMethod(correlationId: string, allowed: Iterable<string>): Reply {
  const allow = [...allowed].join(", ");
  return ownProblem(405, `This route takes ${allow} only.`, correlationId, { Allow: allow });
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

/** A parameter that is not right. */
export interface BadParameter {
  readonly name: string;
  readonly in: string;
  readonly fault: "missing" | "repeated" | "invalid";
}

const parameterWords = {
  missing: ["is required", "A value must be given."],
  repeated: ["was given more than once", "One value must be given."],
  invalid: ["has a value that this call does not take", "The value is not allowed."],
} as const;

export function badParameter(correlationId: string, bad: BadParameter): Reply {
  const [what, detail] = parameterWords[bad.fault];
  return problem(400, samples.missingChannel, correlationId, {
    message: `The ${bad.in} parameter ${bad.name} ${what}.`,
    errors: [{ message: detail, in: bad.name }],
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

/** The 400 with which bad addresses sink their call; the first of them chooses the words. */
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
