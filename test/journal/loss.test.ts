import { expect, test } from "vitest";
import { isStale } from "../../src/journal/loss.js";

const at = "2026-01-01T00:00:00.000Z";
const text = (...lines: readonly object[]) => lines.map((line) => JSON.stringify(line)).join("\n");
const isPassedOver = (written: string) => isStale(Buffer.from(written), "me");

const call = { call: 1, purpose: "first", entries: "0" };
const other = { by: "other" };

test("what another process has written that lost the file is passed over", () => {
  expect(isPassedOver(`${text(other, call)}\n`)).toBe(true);
  expect(isPassedOver(`${text(other, call, call, { by: "third" }, call)}\n`)).toBe(true);
});

test.each([
  ["ends in half a line, which may be written just now", text(other, call)],
  ["does not say first who wrote it", `${text(call)}\n`],
  ["says that this process wrote it, which it did not", `${text(other, call, { by: "me" })}\n`],
  ["opens the file", `${text(other, { opened: at, pid: 1, host: "here" })}\n`],
  ["is no line of a journal", `${text(other)}\nhello\n`],
])("a text that %s is a loss", (_, written) => {
  expect(isPassedOver(written)).toBe(false);
});
