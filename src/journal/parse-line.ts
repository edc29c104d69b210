import { isObject, member, parseJson, textMember, type JsonObject } from "../text/json.js";
import { sentOutcomes } from "../job/job-outcome.js";
import { routeNames } from "../job/route.js";
import type { CallRecord } from "../job/store.js";
import type { JournalLine } from "./lines.js";

type Check = (value: unknown) => boolean;
type Shape = readonly (readonly [name: string, check: Check])[];

const text: Check = (value) => typeof value === "string";
const count: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const time: Check = (value) => typeof value === "string" && !Number.isNaN(Date.parse(value));
const object: Check = (value) => isObject(value);
const yes: Check = (value) => value === true;
const oneOf = (...names: readonly unknown[]): Check => {
  const known = new Set(names);
  return (value) => known.has(value);
};
const row: Check = (value) =>
  text(value) || Number.isFinite(value) || /^-?\d+$/.test(textMember(value, "bigint") ?? "");
const server: Check = (value) => typeof value === "string" && URL.canParse(value);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const ofUnknown: Check = (value) =>
  ["confirmed", "notConfirmed"].every((name) => count(member(value, name)));
const verdicts: Check = (value) =>
  ["confirmed", "notConfirmed", "unconfirmable"].every((name) => count(member(value, name))) &&
  optional(ofUnknown)(member(value, "unknown"));

const purposes = {
  first: true,
  again: true,
  alone: true,
  "read-back": true,
  control: true,
} satisfies Record<CallRecord["purpose"], true>;

const shape = (checks: Readonly<Record<string, Check>>): Shape => Object.entries(checks);

/** The shape of each kind of line, by its first key. */
const shapes = new Map<string, Shape>(
  Object.entries({
    row: {
      row,
      address: text,
      sent: optional(text),
      duplicateOf: optional(row),
      invalid: optional(text),
      codePoint: optional(text),
    },
    former: { former: text, sent: optional(text) },
    journal: { journal: count, created: time, version: text },
    by: { by: text },
    server: { server, businessUnitId: optional(count) },
    account: {
      account: count,
      verified: oneOf(true, false),
      type: optional(text),
      timeZone: optional(text),
      at: time,
    },
    opened: { opened: time, pid: count, host: text, readBack: optional(verdicts) },
    list: { list: oneOf("start"), name: text, digest: text, at: time },
    confirmed: { confirmed: time, addresses: count, limit: optional(count), user: optional(text) },
    run: {
      run: time,
      pid: count,
      host: text,
      limit: optional(count),
      user: optional(text),
      apiVersion: optional(text),
      route: optional(oneOf(...routeNames)),
    },
    call: { call: count, purpose: oneOf(...Object.keys(purposes)), entries: text },
    outcome: {
      outcome: oneOf(...sentOutcomes),
      reason: optional(text),
      entries: text,
      time: optional(time),
      correlationId: optional(text),
      message: optional(text),
      carried: optional(yes),
      again: optional(yes),
    },
    stop: {
      stop: text,
      message: text,
      resumeAt: optional(time),
      limit: optional(count),
      at: time,
      error: optional(text),
      operation: optional(text),
    },
    end: { end: time, totals: object },
    retry: { retry: time, settled: optional(yes) },
  }).map(([key, checks]) => [key, shape(checks)]),
);

/** That of the other line that begins with `list`. */
const listEnd = shape({
  entries: count,
  addresses: count,
  duplicates: count,
  invalid: count,
  blankRows: count,
  formers: count,
  facts: object,
});

/** One line of a journal, or undefined where it is none that this version writes. */
export function parseLine(line: string): JournalLine | undefined {
  const value = parseJson(line);
  if (!isObject(value)) return undefined;
  // Readers ask for members that the line may lack, so it must not inherit any from `Object.prototype`.
  Object.setPrototypeOf(value, null);
  const key = firstKey(value);
  const kind = key === "list" && value["list"] === "end" ? listEnd : shapes.get(key);
  if (kind === undefined || !fits(value, kind)) return undefined;
  // Cast: its shape has just been checked against the kind of line that its first key names.
  return value as unknown as JournalLine;
}

function firstKey(value: JsonObject): string {
  for (const key in value) return key;
  return "";
}

function fits(value: JsonObject, kind: Shape): boolean {
  return kind.every(([name, check]) => check(value[name]));
}
