import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createRedact } from "../../src/text/redact.js";

const TOKEN = "pat-na1-4f8e21c7-90ab-4cde-8f01-23456789abcd";
const ADDRESS = "jane.doe@example.com";
const list = [
  ADDRESS,
  "line@example.com",
  "error@example.org",
  "support@hubspot.com",
  "email@example.net",
];
const redact = createRedact(list, new Set([TOKEN]));
/** What of the address or the token must not be left. */
const LEAK = /jane|doe|example\.com|pat-na1-4f|4cde-8f01|23456789/i;

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const stretch = (from: number, to?: number): string => TOKEN.slice(from, to);

test.each([
  "jane.doe=40example.com",
  "jane.doe=\r\n=40example.com",
  "jane.doe at example.com",
  "jane.doe [at] example.com",
  "jane.doe(at)example.com",
  "jane.doe%40example.com",
  "jane.doe%2540example.com",
  "jane.doe&#64;example.com",
  "jane.doe&#x40;example.com",
  "jane.doe&commat;example.com",
  "jane.doe&amp;commat;example&period;com",
  "jane.doe<![CDATA[@]]>example.com",
  "<![CDATA[jane.doe]]>@<![CDATA[example.com]]>",
  "ｊａｎｅ．ｄｏｅ＠ｅｘａｍｐｌｅ．ｃｏｍ",
  "jane.doe＠example.com",
  "jane.doe﹫example.com",
  "jane.doe\\100example.com",
  "jane.doe\\u0040example.com",
  "jane.doe+AEA-example.com",
  "JANE.DOE@EXAMPLE.COM",
  "jane.doe @@@ example.com",
  "user jane.doe of host example.com",
  "example.com has no user jane.doe",
  "jane.doe (some words that stand between the two halves) example.com",
])("an address is hidden as %j", (spelling) => {
  const shown = redact(`The value ${spelling} is not valid.`);
  expect(shown).toMatch(/^The value .*\[address\].* is not valid\.$/);
  expect(shown).not.toMatch(LEAK);
});

test("the halves of an address alone, or far apart, are words like any other", () => {
  for (const text of [
    "jane.doe is unknown",
    "the host example.com is unknown",
    `jane.doe ${"-".repeat(65)} example.com`,
    "jane.doe at mail.example.com",
    "jane.doe and example.com.evil",
  ]) {
    expect(redact(text)).toBe(text);
  }
});

test.each([
  TOKEN,
  TOKEN.toUpperCase(),
  encodeURIComponent(TOKEN).replaceAll("-", "%2D"),
  stretch(0, -3),
  stretch(3),
  stretch(5, 17),
  stretch(-12),
  `x${stretch(9, 30)}x`,
  base64(TOKEN),
  base64(`Bearer ${TOKEN}`),
  base64(`x:${TOKEN}`),
  base64(`xy${TOKEN}z`),
  base64(`Authorization: Bearer ${TOKEN}\r\n`).replaceAll("+", "-").replaceAll("/", "_"),
  encodeURIComponent(base64(`Bearer ${TOKEN}`)),
  TOKEN.replaceAll("-", "<wbr>-"),
  [...TOKEN].map((sign) => `&#${sign.charCodeAt(0)};`).join(""),
])("a token is hidden as %j", (spelling) => {
  const shown = redact(`The token ${spelling} has expired.`);
  expect(shown).toMatch(/^The token .*\[token\].* has expired\.$/);
  expect(shown).not.toMatch(LEAK);
  for (const from of [0, 12, 24]) expect(shown).not.toContain(base64(TOKEN).slice(from, from + 12));
});

test("eleven characters of a token tell nothing, and a short one is known as a whole", () => {
  expect(redact(stretch(5, 16))).toBe(stretch(5, 16));
  const short = createRedact([], new Set(["tok-12345"]));
  expect(short("tok-12345 and tok-1234")).toBe("[token] and tok-1234");
});

// As HubSpot writes them, with `line@`, `error@`, `email@` and an address of hubspot.com in the list.
test.each([
  "Invalid input JSON on line 1, column 12: Cannot deserialize value of type `int` from String.",
  "There was an error on line 3: the field email is missing.",
  "error: unexpected end of line",
  "This access token is missing required scopes: communication_preferences.read_write",
  "The API key provided is invalid. View or manage your API key here: https://app.hubspot.com/l/api-key/",
  "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview",
  "You have reached your ten_secondly_rolling limit.",
  "You have reached your daily limit.",
  "One or more of the subscribers could not be updated.",
  "Subscriber has already been unsubscribed from all email.",
  "Business unit 42 does not exist for portal 12345678",
  "resource not found",
  "internal error",
  "Contact support at https://help.hubspot.com",
  "See https://developers.hubspot.com/docs/api/error-handling for what this error means",
  "Request took too long: limit=40, offset=400",
  "Field 'inputs' must not be empty",
  "The size of 'inputs' must be between 1 and 100",
  "Unable to infer object type from: contact",
  "channel must be one of: [EMAIL]",
  "Property values were not valid: [{\\isValid\\:false}]".replaceAll("\\", "'"),
  "HTTP 405 Method Not Allowed",
  "The request can't be processed; please try again in 10 minutes",
  "required request body is missing: email",
  "Cannot read 'email' of line 2 of the input",
  "Some of 100 emails are at fault; none was changed",
  "Portal 62515 is migrating to another data center (na1 to eu1)",
  "Missing query parameter: channel (error 400)",
  "rate limit: 190 of 190 calls in 10 seconds, 0% left",
  "unknown field businessUnitID; did you mean businessUnitId?",
  "path=/communication-preferences/2026-03/statuses/batch/unsubscribe-all, code=40x.",
])("stays readable: %s", (message) => {
  expect(redact(message)).toBe(message);
});

describe("the steps that a text takes", () => {
  /** How often anything is looked up, for a text of so many characters of a hostile kind. */
  function steps(entries: readonly string[], text: string): number {
    const show = createRedact(entries, new Set([TOKEN]));
    show("x."); // what is made once for a call
    let count = 0;
    const counted = [
      vi.spyOn(Map.prototype, "get"),
      vi.spyOn(Set.prototype, "has"),
      vi.spyOn(Map.prototype, "has"),
    ];
    onTestFinished(() => counted.forEach((spy) => spy.mockRestore()));
    show(text);
    for (const spy of counted) {
      count += spy.mock.calls.length;
      spy.mockRestore();
    }
    return count;
  }

  const companies = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => `info@company${index}.example`);

  test.each([
    "info@@@@",
    "@",
    "info company1.example ",
    "a.",
    "info ",
    "company1.example@",
    '"@',
    "info.info@",
    "b.",
  ])("grow in a straight line with a text of %j, whatever the list", (part) => {
    const nested = ["a", "a.a", "a.a.a", "a.a.a.a"].flatMap((name) => [
      `${name}@a.a`,
      `${name}@a.a.a`,
    ]);
    const entries = [...companies(100), ...nested, `${"b.".repeat(3_000)}b@a.a`];
    const of = (length: number): number => steps(entries, part.repeat(length).slice(0, length));
    expect(of(4_000)).toBeLessThanOrEqual(2.2 * of(2_000) + 500);
    expect(of(4_000)).toBeLessThan(1_500 * 4_000);
  });

  test("do not grow with what stands behind the beginning of a text", () => {
    const text = "info company1.example and info@company2.example ";
    const [short, long] = [text.repeat(90), text.repeat(9_000)];
    expect(steps(companies(10), long)).toBeLessThanOrEqual(1.1 * steps(companies(10), short));
  });

  test("do not grow with the number of entries", () => {
    const text = "info company1.example and info@company2.example ".repeat(80);
    expect(steps(companies(100), text)).toBeLessThanOrEqual(1.1 * steps(companies(10), text) + 100);
  });
});
