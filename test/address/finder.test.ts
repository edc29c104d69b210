import { describe, expect, test } from "vitest";
import { createFinder } from "../../src/address/finder.js";

describe("an address of an answer", () => {
  const find = createFinder(["tom+x@example.com", "ben@xn--exmple-cua.com", "ann@example.com"]);

  test.each([
    ["ann@example.com", "ann@example.com"],
    [" ANN@Example.com ", "ann@example.com"],
    ["tom%2Bx@example.com", "tom+x@example.com"],
    ["tom%2bx%40example.com", "tom+x@example.com"],
    ["tom%252Bx%2540example.com", "tom+x@example.com"],
    ["tom x@example.com", "tom+x@example.com"],
    ["ben@exämple.com", "ben@xn--exmple-cua.com"],
    ["ben%40ex%C3%A4mple.com", "ben@xn--exmple-cua.com"],
    ["ann@example.com\u200b", "ann@example.com"],
  ])("is found in another spelling: %j", (text, sent) => {
    expect(find(text)).toBe(sent);
  });

  test.each(["", "bob@example.com", "tomx@example.com", "%", "%E0%A4%A", "\u212Ann@example.com"])(
    "that was not sent is nobody's: %j",
    (text) => {
      expect(find(text)).toBeUndefined();
    },
  );

  test("that could mean two of those that were sent means neither", () => {
    const both = createFinder(["tom%2bx@example.com", "tom+x@example.com"]);
    expect(both("tom%2Bx@example.com")).toBeUndefined();
    expect(both("tom+x@example.com")).toBe("tom+x@example.com");
    expect(createFinder(["tom%2bx@example.com"])("tom%2Bx@example.com")).toBe(
      "tom%2bx@example.com",
    );
  });

  test("of a hostile length is not taken apart", () => {
    const padded = `${"%20".repeat(100_000)}ann@example.com`;
    expect(find(padded)).toBeUndefined();
  });
});
