import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";

import { typedCommand, withoutFlags } from "../../src/cli/typed-command.js";

describe.skipIf(process.platform === "win32")("a command to be typed", () => {
  test.each([
    ["list.csv"],
    ["my list.csv"],
    ["--where=Status=VIP and $HOME"],
    ["it's `here`.csv"],
    ['say "hi"!.csv'],
    ["back\\slash"],
    ["résumé naïve.csv"],
    ["tab\tline\nbreak"],
    ["hidden\u202ename 'x'.csv"],
    ["a*b?[c]{d,e}~;&|<>()#.csv"],
    ["=ls"],
    ["~root"],
    [""],
  ])("gives %j back as one word of a shell", (word) => {
    const line = typedCommand(["run", word]).replace(/^\S+/, "printf '%s\\0'");
    expect(line).not.toMatch(/[\n\u202e]/);
    const said = execFileSync("bash", ["-c", line], {
      encoding: "utf8",
      env: { LC_ALL: "C.UTF-8", PATH: process.env["PATH"] },
    });
    expect(said.split("\0").slice(0, -1)).toEqual(["run", word]);
  });
});

test("flags are taken out of a command with their values, in either form", () => {
  const words = ["run", "--limit", "5", "list.csv", "--limit=6", "--limits", "x", "--yes"];
  expect(withoutFlags(words, "--limit")).toEqual(["run", "list.csv", "--limits", "x", "--yes"]);
});
