import { expect, test } from "vitest";
import { visible, visibleJson } from "../../src/text/terminal.js";

/** What acts on a terminal, or cannot be seen on it. */
const acting = [
  "\u001b[2J",
  "\u009b31m",
  "\u0007",
  "\r",
  "\u0000",
  "\u007f",
  "\u202e",
  "\u2066",
  "\u200b",
  "\u200d",
  "\ufeff",
  "\u00ad",
  "\u2028",
  "\u2029",
  "\u{e0041}",
  "\ud800",
  "\t",
  "\u034f",
  "\u115f",
  "\u1160",
  "\u17b4",
  "\u180b",
  "\u3164",
  "\uffa0",
  "\ufe0f",
  "\u{e0000}",
  "\u{e01f0}",
  "\u2800",
];
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u;

test.each(acting)("%j is written out, and what is around it stays", (text) => {
  const shown = visible(`one ${text} two ü 漢 😀`);
  expect(shown).not.toMatch(OBEYED);
  expect(shown).toMatch(/^one \\u\{[0-9A-F]{4,6}\}.* two ü 漢 😀$/);
});

test.each(acting)("in JSON %j is escaped, and a parser reads the same", (text) => {
  const value = { [text]: [`one ${text} two ü 漢 😀`] };
  const shown = visibleJson(`${JSON.stringify(value)}\n`);
  expect(shown.slice(0, -1)).not.toMatch(OBEYED);
  expect(JSON.parse(shown)).toEqual(value);
});

test("line feeds stay", () => {
  expect([visible("a\nb\n"), visibleJson("{}\n{}\n")]).toEqual(["a\nb\n", "{}\n{}\n"]);
});
