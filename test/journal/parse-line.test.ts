import { describe, expect, test } from "vitest";
import { parseLine } from "../../src/journal/parse-line.js";

const MOMENT = "2026-11-28T12:00:00.000Z";

/** Of each kind of value, what passes for one and what does not. */
const values = {
  text: { right: ["x", ""], wrong: [7, true, null, {}, []] },
  count: { right: [0, 1, Number.MAX_SAFE_INTEGER], wrong: ["1", -1, 0.5, 2 ** 53, null, {}] },
  time: { right: [MOMENT], wrong: ["noon", "", 1_764_331_200_000, null] },
  yes: { right: [true], wrong: [false, 1, "true", null] },
  either: { right: [true, false], wrong: [0, "true", null] },
  object: { right: [{}, { a: 1 }], wrong: [[], "x", 7, null] },
  row: {
    right: [7, -1.5, "a", { bigint: "12" }, { bigint: "-12" }],
    wrong: [null, true, [], {}, { bigint: 7 }, { bigint: "x1" }, { bigint: "1x" }, { bigint: "" }],
  },
  server: { right: ["https://api.hubapi.com"], wrong: ["api.hubapi.com", "", 7, null] },
  route: { right: ["batch", "single"], wrong: ["train", true, null] },
  purpose: {
    right: ["first", "again", "alone", "read-back", "control"],
    wrong: ["last", true, null],
  },
  outcome: {
    right: ["unsubscribed", "already-unsubscribed", "rejected", "unknown", "not-sent"],
    wrong: ["invalid", "confirmed", true, null],
  },
  verdicts: {
    right: [{ confirmed: 1, notConfirmed: 2, unconfirmable: 0 }],
    wrong: [
      { confirmed: 1, notConfirmed: 2 },
      { confirmed: 1, unconfirmable: 2 },
      { notConfirmed: 1, unconfirmable: 2 },
      { confirmed: "1", notConfirmed: 2, unconfirmable: 0 },
      null,
    ],
  },
  start: { right: ["start"], wrong: [["start"], true, null, "begin"] },
  end: { right: ["end"], wrong: [["end"], true, null, "stop"] },
} as const;
type Kind = keyof typeof values;

/** The members of each kind of line, the one that names it first; those with a question mark may be left out. */
const lines: readonly Readonly<Record<string, Kind>>[] = [
  {
    row: "row",
    address: "text",
    "sent?": "text",
    "duplicateOf?": "row",
    "invalid?": "text",
    "codePoint?": "text",
  },
  { former: "text", "sent?": "text" },
  { journal: "count", created: "time", version: "text" },
  { by: "text" },
  { server: "server", "businessUnitId?": "count" },
  { account: "count", verified: "either", "type?": "text", "timeZone?": "text", at: "time" },
  { opened: "time", pid: "count", host: "text", "readBack?": "verdicts" },
  { list: "start", name: "text", digest: "text", at: "time" },
  {
    list: "end",
    entries: "count",
    addresses: "count",
    duplicates: "count",
    invalid: "count",
    blankRows: "count",
    formers: "count",
    facts: "object",
  },
  { confirmed: "time", addresses: "count", "limit?": "count", "user?": "text" },
  {
    run: "time",
    pid: "count",
    host: "text",
    "limit?": "count",
    "user?": "text",
    "apiVersion?": "text",
    "route?": "route",
  },
  { call: "count", purpose: "purpose", entries: "text" },
  {
    outcome: "outcome",
    "reason?": "text",
    entries: "text",
    "time?": "time",
    "correlationId?": "text",
    "message?": "text",
    "carried?": "yes",
    "again?": "yes",
  },
  {
    stop: "text",
    message: "text",
    "resumeAt?": "time",
    "limit?": "count",
    at: "time",
    "error?": "text",
    "operation?": "text",
  },
  { end: "time", totals: "object" },
  { retry: "time", "settled?": "yes" },
];

const nameOf = (member: string): string => member.replace("?", "");
const right = (kind: Kind): unknown => values[kind].right[0];

/** A line with a right value for each of its members; `own` takes their place, and an `undefined` leaves one out. */
function lineOf(
  members: Readonly<Record<string, Kind>>,
  own: Record<string, unknown> = {},
): string {
  const whole = Object.entries(members).map(([member, kind]) => [nameOf(member), right(kind)]);
  return JSON.stringify({ ...Object.fromEntries(whole), ...own });
}

const everyMember = lines.flatMap((line) =>
  Object.entries(line).map(([member, kind]) => [Object.keys(line)[0], nameOf(member), line, kind]),
) as [string, string, Readonly<Record<string, Kind>>, Kind][];

describe("a line is read as it stands", () => {
  test.each(lines.map((line) => [Object.values(line)[0], Object.keys(line)[0], line] as const))(
    "%s of %s",
    (_, __, line) => {
      expect(parseLine(lineOf(line))).toEqual(JSON.parse(lineOf(line)));
      // A later version may say more.
      expect(parseLine(lineOf(line, { later: [1] }))).toMatchObject({ later: [1] });
    },
  );

  test.each(everyMember)(
    "with each value that a member may have: %s, %s",
    (_, name, line, kind) => {
      for (const value of values[kind].right)
        expect(parseLine(lineOf(line, { [name]: value }))).toMatchObject({ [name]: value });
    },
  );
});

describe("what is no line of ours is none", () => {
  test.each(everyMember)("with a member that is of another kind: %s, %s", (_, name, line, kind) => {
    for (const value of values[kind].wrong)
      expect([value, parseLine(lineOf(line, { [name]: value }))]).toEqual([value, undefined]);
  });

  test.each(everyMember)("without a member, unless it may be left out: %s, %s", (_, name, line) => {
    const read = parseLine(lineOf(line, { [name]: undefined }));
    if (Object.hasOwn(line, `${name}?`)) expect(read).not.toHaveProperty(name);
    else expect(read).toBeUndefined();
  });

  test.each(['{"row":1,"address":"a', "", "null", "7", '"row"', "[]", '[{"by":"me"}]', "{}"])(
    "that is no object: %s",
    (text) => {
      expect(parseLine(text)).toBeUndefined();
    },
  );

  test("whose first member names no kind of line", () => {
    expect(parseLine('{"address":"a@example.com","row":1}')).toBeUndefined();
    expect(parseLine('{"toString":"x"}')).toBeUndefined();
    expect(parseLine('{"list end":1,"list":"end"}')).toBeUndefined();
  });

  test("whose row is no finite number", () => {
    expect(parseLine('{"row":1e999,"address":"a@example.com"}')).toBeUndefined();
  });
});

test("a line has no members but its own", () => {
  const line = parseLine('{"by":"me","__proto__":{"outcome":"unsubscribed"}}');
  expect(line !== undefined && "toString" in line).toBe(false);
  expect(line !== undefined && "outcome" in line).toBe(false);
});
