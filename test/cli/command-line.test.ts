import { describe, expect, test } from "vitest";

import { commands } from "../../src/cli/commands.js";
import { flagsOf } from "../../src/cli/flag-values.js";
import { commandNames, flags, type Flag } from "../../src/cli/flags.js";
import { describeFlag } from "../../src/cli/help.js";
import { readNumber, readWhole } from "../../src/cli/read-number.js";
import { readCommandLine } from "../../src/cli/command-line.js";

describe("an argument", () => {
  test("may stand before, between or behind the flags", () => {
    for (const args of [
      ["list.csv", "--yes", "--limit", "5"],
      ["--limit=5", "list.csv", "--yes"],
      ["--yes", "--limit", "5", "--", "list.csv"],
    ]) {
      const { argument, flags } = readCommandLine("run", args);
      expect([argument, flags.limit, flags.yes]).toEqual(["list.csv", "5", true]);
    }
    expect(readCommandLine("run", ["-"]).argument).toBe("-");
  });

  test.each([
    [[], "LIST is missing"],
    [[""], "LIST is missing"],
    [["my", "list.csv"], "one LIST at a time"],
  ])("%j: %s", (args, message) => {
    expect(() => readCommandLine("run", args)).toThrow(message);
  });
});

test("a flag that stands twice is refused, not decided by the order", () => {
  expect(() => readCommandLine("run", ["list.csv", "--limit=5", "--limit", "10"])).toThrow(
    "--limit stands twice",
  );
});

test("a flag that may be repeated keeps every value, and a short name is the long one", () => {
  const { flags } = readCommandLine("run", ["list.csv", "--where", "a=1", "-y", "--where=b="]);
  expect([flags.where, flags.yes, flags.limit]).toEqual([["a=1", "b="], true, undefined]);
});

describe("the table of flags", () => {
  test("is what each command takes, and nothing else", () => {
    for (const command of commandNames) {
      const argument = commands[command].argument === undefined ? [] : ["x"];
      for (const [name, { value, short, commands: owners }] of Object.entries<Flag>(flags)) {
        const typed = [`--${name}`, ...(short === undefined ? [] : [`-${short}`])];
        for (const flag of typed) {
          const words = [...argument, flag, ...(value === undefined ? [] : ["1"])];
          const read = (): unknown => readCommandLine(command, words).flags;
          if (owners.includes(command)) expect(read(), words.join(" ")).toHaveProperty(name);
          else expect(read, words.join(" ")).toThrow("unknown flag");
        }
      }
    }
  });

  test("gives every flag words in every command that has it", () => {
    for (const command of [...commandNames, "program"] as const) {
      for (const [name, flag] of flagsOf(command)) {
        expect(describeFlag(flag, command), `${command} --${name}`).toMatch(/^.{5}/);
      }
    }
  });
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
