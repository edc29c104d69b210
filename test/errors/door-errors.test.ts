import { readdirSync, readFileSync } from "node:fs";
import { expect, expectTypeOf, test, vi } from "vitest";
import * as door from "../../src/node.js";

test("errors of journals and lists are known by a brand, of another copy of the package too", async () => {
  vi.resetModules();
  const other = await import("../../src/node.js");
  expect(other.JournalError).not.toBe(door.JournalError);
  for (const error of [
    new other.JournalError("absent", "none"),
    new other.JournalLockedError("locked", undefined),
  ]) {
    expect(error).not.toBeInstanceOf(door.JournalError);
    expect([door.isJournalError(error), door.isListError(error)]).toEqual([true, false]);
  }
  for (const error of [new other.ListError("l", "p"), new other.ListQuestion("l", "p", [])]) {
    expect([door.isJournalError(error), door.isListError(error)]).toEqual([false, true]);
  }
  for (const error of [undefined, null, "text", new Error("x"), { name: "ListError" }]) {
    expect([door.isJournalError(error), door.isListError(error)]).toEqual([false, false]);
  }
  expectTypeOf<door.JournalError["name"]>().toEqualTypeOf<"JournalError" | "JournalLockedError">();
  expectTypeOf<door.ListError["name"]>().toEqualTypeOf<"ListError" | "ListQuestion">();
});

test("what a journal says to a program names no flag of the command", () => {
  const files = readdirSync("src/journal").map((name) => `src/journal/${name}`);
  const code = files.map((file) => readFileSync(file, "utf8").replace(/^\s*(?:\/\*)?\*.*$/gm, ""));
  expect(code.join("")).toContain("is not a journal");
  expect(code.join("").match(/.*(?:--[a-z]|list\.csv).*/g)).toBeNull();
});
