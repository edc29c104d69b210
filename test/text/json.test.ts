import { expect, test, vi } from "vitest";
import type { SubscriptionStatus } from "../../generated/schemas.js";
import { member, parseJson } from "../../src/text/json.js";

const deep = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;
/** Long enough that the nesting is looked at. */
const padding = `"${"x".repeat(300_000)}"`;

test("a text is read, and one that is no JSON has no value", () => {
  expect(parseJson('{"a":[1]}')).toEqual({ a: [1] });
  expect(parseJson("null")).toBeNull();
  for (const text of ["", "{", "<html>", "[1]]"]) expect(parseJson(text), text).toBeUndefined();
});

test("a long text is not even parsed where it is nested deeper than anything is", () => {
  const parse = vi.spyOn(JSON, "parse");
  expect(parseJson(`[${padding},${deep(1_000)}]`)).toBeUndefined();
  expect(parseJson(`[${padding}${',{"a":['.repeat(600)}${"]}".repeat(600)}]`)).toBeUndefined();
  expect(parse).not.toHaveBeenCalled();
  expect(parseJson(`[${padding},${deep(999)}]`)).toBeInstanceOf(Array);
  expect(parse).toHaveBeenCalledTimes(1);
  parse.mockRestore();
});

test("brackets within texts, and those that are closed, are no nesting", () => {
  const texts = ["[".repeat(2_000), '\\"[{'.repeat(2_000), "\\\\", "{".repeat(2_000)];
  const long = `[${padding},${texts.map((text) => `"${text}"`).join(",")},${"[],{},".repeat(3_000)}1]`;
  expect(parseJson(long)).toHaveLength(6_006);
});

test("a text of any length is no nesting", () => {
  const long = JSON.stringify(["x".repeat(9_000_000), '\\"['.repeat(1_000_000)]);
  expect(parseJson(long)).toHaveLength(2);
});

test("a member that the description does not have does not compile", () => {
  const status: unknown = JSON.parse('{ "status": "UNSUBSCRIBED" }');
  expect(member<SubscriptionStatus>(status, "status")).toBe("UNSUBSCRIBED");
  // @ts-expect-error a renamed member of the description is found where it is read
  expect(member<SubscriptionStatus>(status, "state")).toBeUndefined();
});
