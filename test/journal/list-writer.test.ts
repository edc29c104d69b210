import { expect, test } from "vitest";
import { ListWriter, type ListSink } from "../../src/journal/list-writer.js";
import type { EntryLine } from "../../src/journal/lines.js";
import { entriesOf, people } from "./jobs.js";

test("the line that makes a list count is written once all its entries are on disk", async () => {
  const events: string[] = [];
  const taken: EntryLine[] = [];
  const sink: ListSink = {
    write: async (line) => void events.push("list" in line ? `list ${line.list}` : "other"),
    take: (line) => void taken.push(line),
    writeEntries: async (text) => {
      events.push("entries begin");
      await new Promise(setImmediate);
      expect(text.endsWith("\n")).toBe(true);
      events.push("entries on disk");
    },
  };
  const writer = new ListWriter(sink, undefined, true);
  await writer.take(entriesOf(people(5000)));
  expect(await writer.end({ blankRows: 0, facts: {} })).toBeUndefined();
  expect(taken).toHaveLength(5000);
  expect(events).toEqual([
    "entries begin",
    "entries on disk",
    "entries begin",
    "entries on disk",
    "list end",
  ]);
});

test("a failed write is thrown to whoever adds or ends, and is never unhandled", async () => {
  const sink: ListSink = {
    write: async () => undefined,
    take: () => undefined,
    writeEntries: () => Promise.reject(new Error("full")),
  };
  const writer = new ListWriter(sink, undefined, true);
  await writer.take(entriesOf(people(3000)));
  await new Promise(setImmediate);
  await expect(writer.end({ blankRows: 0, facts: {} })).rejects.toThrow("full");
});
