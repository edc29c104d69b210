import { describe, expect, test } from "vitest";

import { readNumber, readWhole } from "../../src/cli/read-number.js";
import { readArguments, readOptions } from "../../src/cli/read-options.js";

const options = { limit: { type: "string" }, yes: { type: "boolean" } } as const;

describe("an argument", () => {
  test("may stand before, between or behind the flags", () => {
    for (const args of [
      ["list.csv", "--yes", "--limit", "5"],
      ["--limit=5", "list.csv", "--yes"],
      ["--yes", "--limit", "5", "--", "list.csv"],
    ]) {
      const { argument, flags } = readArguments(args, "LIST", options);
      expect([argument, flags.limit, flags.yes]).toEqual(["list.csv", "5", true]);
    }
    expect(readArguments(["-"], "LIST", options).argument).toBe("-");
  });

  test.each([
    [[], "LIST is missing"],
    [[""], "LIST is missing"],
    [["my", "list.csv"], "one LIST at a time"],
  ])("%j: %s", (args, message) => {
    expect(() => readArguments(args, "LIST", options)).toThrow(message);
  });
});

test("a flag that stands twice is refused, not decided by the order", () => {
  expect(() => readOptions(["--limit=5", "--limit", "10"], options)).toThrow(
    "--limit stands twice",
  );
});

describe("a number", () => {
  test.each(["0", "-1", "1.5", "1e3", "", " 1", "0x10", "9007199254740993", "NaN"])(
    "%j is none from 1",
    (text) => {
      expect(() => readWhole("--limit", text, 1)).toThrow(
        "--limit must be a whole number, 1 or more",
      );
    },
  );

  test("is read, and left out where it is not given", () => {
    expect(readWhole("--limit", "0", 0)).toBe(0);
    expect(readWhole("--limit", undefined, 1)).toBeUndefined();
    expect(readNumber("--daily-reserve", "12.5", 0, 100)).toBe(12.5);
    expect(readNumber("--daily-reserve", undefined, 0, 100)).toBeUndefined();
  });

  test.each(["101", "-1", "", "10%", "1e1"])("%j is no percentage", (text) => {
    expect(() => readNumber("--daily-reserve", text, 0, 100)).toThrow("from 0 to 100");
  });
});
