import { operationIds, type OperationId, type RateLimitPolicy } from "./description.js";
import {
  boolean,
  checkFields,
  isCount,
  isObject,
  isText,
  milliseconds,
  oneOf,
  optional,
  text,
  type Field,
  type FieldsOf,
} from "./fields.js";

/** Which calls a fault meets. */
export interface FaultTiming {
  /** How many calls pass before the fault begins. @default 0 */
  readonly skip?: number | undefined;
  /** How many calls it affects. @default 1, but `"always"` for `bad-address` */
  readonly times?: number | "always" | undefined;
  /** Only calls that contain this address (ignoring case) count for `skip` and `times`. @default any */
  readonly address?: string | undefined;
  /** Only calls of this operation count for `skip` and `times`. @default of any */
  readonly operation?: OperationId | undefined;
  /** Only calls with this token count for `skip` and `times`. @default with any */
  readonly token?: string | undefined;
}

/**
 * Whether the fault shows before or after the server has done the work. By default `"after"` if the answer is a 2xx, else
 * `"before"`.
 */
export type FaultMoment = "before" | "after";

/** A 429 with the body of the policy; nothing is done. */
export interface RateLimitFault extends FaultTiming {
  readonly kind: "rate-limit";
  readonly policy: RateLimitPolicy;
  /** `Retry-After`: seconds, or a text that is sent as it stands. @default no such header */
  readonly retryAfter?: number | string | undefined;
}

/** A 477, as while the account moves between data centres; nothing is done. */
export interface MigrationFault extends FaultTiming {
  readonly kind: "migration";
  /** `Retry-After`: seconds, or a text that is sent as it stands. */
  readonly retryAfter: number | string;
}

/** Words for an error instead of those of the sample, so that one error can look like another. */
export interface ErrorWords {
  readonly message?: string | undefined;
  readonly category?: string | undefined;
}

/** Any status from 200 to 599, with the sample of the description, an HTML page or nothing. */
export interface StatusFault extends FaultTiming, ErrorWords {
  readonly kind: "status";
  readonly status: number;
  /** `message` and `category` go into `"json"` only. */
  readonly body: "json" | "html" | "empty";
  readonly when?: FaultMoment | undefined;
  /** `Retry-After`: seconds, or a text that is sent as it stands. @default no such header */
  readonly retryAfter?: number | string | undefined;
}

/**
 * The connection is reset once the request has been read, before the work or after it; with `"body"`
 * the work is done and the connection is closed in the middle of the answer's body.
 */
export interface ResetFault extends FaultTiming {
  readonly kind: "reset";
  readonly when: "before" | "after" | "body";
}

/**
 * The server falls silent and leaves the connection open until the client leaves or the mock is closed:
 * before the work, after it but before the headers, or in the middle of the body.
 */
export interface StallFault extends FaultTiming {
  readonly kind: "stall";
  readonly when: "before" | "before-headers" | "body";
}

/** A complete HTTP answer whose JSON ends in the middle; the work is done. */
export interface TruncateFault extends FaultTiming {
  readonly kind: "truncate";
}

/** HubSpot refuses one address, to opt it out as well as to read it. */
export interface BadAddressFault extends FaultTiming, ErrorWords {
  readonly kind: "bad-address";
  readonly address: string;
  /** With a 207 or a 200 the other addresses are opted out; a 400 refuses the whole batch. */
  readonly answer: "207" | "200" | "400";
  /** Whether `errors[]` says which address it was. @default true */
  readonly named?: boolean | undefined;
}

/** The answer is delayed; the work is done on arrival. Can be combined with any other fault. */
export interface LatencyFault extends FaultTiming {
  readonly kind: "latency";
  /** Milliseconds. */
  readonly ms: number;
}

/** The envelope of a 2xx carries this `status` instead of COMPLETE; the work is done. */
export interface EnvelopeFault extends FaultTiming {
  readonly kind: "envelope";
  readonly status: string;
}

/** A 200 with a sign-in page, as a proxy gives. */
export interface Html200Fault extends FaultTiming {
  readonly kind: "html-200";
  readonly when?: FaultMoment | undefined;
}

/** A 200 that says it is JSON and has no body. */
export interface Empty200Fault extends FaultTiming {
  readonly kind: "empty-200";
  readonly when?: FaultMoment | undefined;
}

/** What the mock can do wrong on demand. */
export type Fault =
  | RateLimitFault
  | MigrationFault
  | StatusFault
  | ResetFault
  | StallFault
  | TruncateFault
  | BadAddressFault
  | LatencyFault
  | EnvelopeFault
  | Html200Fault
  | Empty200Fault;

/** The faults that decide what a call gets; at most one of them meets a call. */
export type DecidingFault = Exclude<Fault, LatencyFault | BadAddressFault>;

type OwnFields<F extends Fault> = FieldsOf<
  Omit<F, "kind" | Exclude<keyof FaultTiming, RequiredKeys<F>>>
>;
type RequiredKeys<F> = { [K in keyof F]-?: object extends Pick<F, K> ? never : K }[keyof F];

const address: Field = { fits: isText, expected: "must be an address" };
const retryAfter: Field = {
  // A text goes into the header as it stands, so that dates and junk can be tried too.
  fits: (value) => isCount(value) || (isText(value) && /^[\x20-\x7e]+$/.test(value)),
  expected: "must be whole seconds, 0 or more, or a text of printable ASCII",
};
const moment = optional(oneOf("before", "after"));

const timing: FieldsOf<FaultTiming> = {
  skip: optional({ fits: isCount, expected: "must be a whole number, 0 or more" }),
  times: optional({
    fits: (value) => value === "always" || (isCount(value) && value > 0),
    expected: 'must be a whole number, 1 or more, or "always"',
  }),
  address: optional(address),
  operation: optional(oneOf(...operationIds)),
  token: optional(text),
};

const words: FieldsOf<ErrorWords> = { message: optional(text), category: optional(text) };

const kinds: { readonly [K in Fault["kind"]]: OwnFields<Extract<Fault, { kind: K }>> } = {
  "rate-limit": {
    policy: oneOf("TEN_SECONDLY_ROLLING", "SECONDLY", "DAILY"),
    retryAfter: optional(retryAfter),
  },
  migration: { retryAfter },
  status: {
    status: {
      fits: (value) => isCount(value) && value >= 200 && value <= 599,
      expected: "must be a status from 200 to 599",
    },
    body: oneOf("json", "html", "empty"),
    when: moment,
    retryAfter: optional(retryAfter),
    ...words,
  },
  reset: { when: oneOf("before", "after", "body") },
  stall: { when: oneOf("before", "before-headers", "body") },
  truncate: {},
  "bad-address": {
    address,
    answer: oneOf("207", "200", "400"),
    named: optional(boolean),
    ...words,
  },
  latency: { ms: milliseconds },
  envelope: { status: text },
  "html-200": { when: moment },
  "empty-200": { when: moment },
};

/**
 * Reads faults as they stand in a `--faults` file or as a caller hands them over.
 *
 * @param value a list of faults
 * @param name what the list is called in an error
 * @throws {TypeError} naming the index and the field of the first fault that is not right; it never
 * repeats a value, since one may be somebody's address
 *
 * @example
 * ```ts
 * const faults = parseFaults(JSON.parse('[{ "kind": "stall", "when": "before" }]'));
 * ```
 */
export function parseFaults(value: unknown, name = "faults"): readonly Fault[] {
  if (!Array.isArray(value)) throw new TypeError(`${name} must be a list of faults`);
  return value.map((entry: unknown, index) => parseFault(entry, `${name}[${index}]`));
}

function parseFault(entry: unknown, place: string): Fault {
  if (!isObject(entry)) throw new TypeError(`${place} must be an object with a kind`);
  const kind: unknown = Object.hasOwn(entry, "kind") ? Reflect.get(entry, "kind") : undefined;
  if (!isText(kind) || !Object.hasOwn(kinds, kind)) {
    throw new TypeError(`${place}.kind must be one of ${Object.keys(kinds).join(", ")}`);
  }
  // The line above has shown that it is one of the kinds.
  const fields = { ...timing, ...kinds[kind as Fault["kind"]] };
  const known = Object.keys(fields).join(", ");
  checkFields(entry, { kind: text, ...fields }, `${place}.`, (key) => {
    return `${place}.${key} is no field of the kind ${kind} (it has ${known})`;
  });
  // Every field of the kind has been checked above against the table that the union's type shapes.
  return Object.freeze({ ...entry }) as Fault;
}
