import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { maxWriteBytes } from "../../src/journal/appender.js";
import { loadJournal, loadOn, type LoadedJournal } from "../../src/journal/load.js";
import { tempFolder } from "./jobs.js";

const folder = await tempFolder();
const path = join(folder, "any.journal");

const HEAD = '{"journal":3,"created":"2026-11-28T12:00:00.000Z","version":"1.0.0"}\n';
const BY = '{"by":"me"}\n';
const OPENED = '{"opened":"2026-11-28T12:00:00.000Z","pid":1,"host":"h"}\n';
const BEGUN = HEAD + BY + OPENED;

async function opened(content: string | Uint8Array) {
  await writeFile(path, content);
  const file = await open(path);
  onTestFinished(() => file.close());
  return file;
}
const load = async (content: string | Uint8Array, upTo?: number): Promise<LoadedJournal> =>
  loadJournal(path, await opened(content), upTo);

test("an empty file is a journal that has not begun", async () => {
  const { state, ...rest } = await load("");
  expect(rest).toEqual({ torn: undefined, end: 0, lines: 0 });
  expect(state.head).toBeUndefined();
});

test("whole lines are counted, and end where the file ends", async () => {
  const { state, ...rest } = await load(BEGUN);
  expect(rest).toEqual({ torn: undefined, end: BEGUN.length, lines: 3 });
  expect([state.head?.version, state.holder]).toEqual(["1.0.0", "me"]);
});

describe("it is read up to a place", () => {
  test("that ends a line, as if the file ended there", async () => {
    const end = (HEAD + BY).length;
    const { state, ...rest } = await load(BEGUN, end);
    expect(rest).toEqual({ torn: undefined, end, lines: 2 });
    expect([state.writer, state.holder]).toEqual(["me", ""]);
  });

  test("within a line, which is torn then", async () => {
    const rest = await load(BEGUN, HEAD.length + 4);
    expect(rest).toMatchObject({ torn: { offset: HEAD.length, bytes: 4 }, end: HEAD.length });
  });
});

test("it is read on where an earlier reading has ended, and its lines are counted on", async () => {
  const file = await opened(BEGUN);
  const earlier = await loadJournal(path, file, HEAD.length);
  const { state, ...rest } = await loadOn(path, file, earlier);
  expect(state).toBe(earlier.state);
  expect(rest).toEqual({ torn: undefined, end: BEGUN.length, lines: 3 });
  await writeFile(path, `${BEGUN}x\n`);
  await expect(loadOn(path, file, { ...earlier, ...rest })).rejects.toThrow("damaged at line 4:");
});

test("an end without a line feed is torn", async () => {
  const torn = { offset: BEGUN.length, bytes: 7 };
  expect(await load(`${BEGUN}{"by":"`)).toMatchObject({ torn, end: BEGUN.length, lines: 3 });
});

describe("a hole in the last write is torn from there on", () => {
  const hole = `{"by":"\0\0\0"}\n`;

  test("with the whole lines behind it", async () => {
    const content = BEGUN + hole + BY;
    expect(await load(content)).toMatchObject({
      torn: { offset: BEGUN.length, bytes: hole.length + BY.length },
      end: BEGUN.length,
      lines: 3,
    });
  });

  test("as far from the end as one write is long, and no farther", async () => {
    const most = hole.padEnd(maxWriteBytes, BY);
    expect(await load(BEGUN + most)).toMatchObject({
      torn: { offset: BEGUN.length, bytes: maxWriteBytes },
    });
    await expect(load(`${BEGUN + most}x`)).rejects.toMatchObject({ fault: "damaged" });
  });
});

describe("a damaged file", () => {
  /** What was wrong and where, that nothing was done to the file, and what can be done. */
  const damaged = (line: number, problem: string) => ({
    fault: "damaged",
    message: expect.stringMatching(
      `^${path} is damaged at line ${line}: ${problem}\\. It has not been changed\\. .*earlier copy.* begin a new journal: .* no harm$`,
    ) as string,
  });

  test.each([
    ["a line that cannot be read, even the last", 4, "it cannot be read", `${BEGUN}x\n`],
    ["a first line that cannot be read", 1, "it cannot be read", '{"journal":x\n'],
    [
      "a later head, of whatever format",
      4,
      "it is a second first line",
      `${BEGUN}${HEAD.replace("3", "2")}`,
    ],
  ])("is told by its line: %s", async (_, line, problem, content) => {
    await expect(load(content)).rejects.toMatchObject(damaged(line, problem));
  });

  test("is told by its line: one that is longer than any that is written", async () => {
    const file = await opened(BEGUN);
    const writer = await open(path, "r+");
    await writer.truncate(BEGUN.length + 2 ** 26); // a hole, which takes no room on the disk
    await writer.close();
    const problem = "it is longer than any that is written";
    await expect(loadJournal(path, file)).rejects.toMatchObject(damaged(4, problem));
  });

  test("is not what a file is that cannot be read any more", async () => {
    const file = await open(path, "w+");
    const empty = await loadJournal(path, file);
    await file.close();
    await expect(loadOn(path, file, empty, 10)).rejects.toMatchObject({ code: "EBADF" });
  });
});

test("a file of another format is told by its number", async () => {
  await expect(load(HEAD.replace("3", "2"))).rejects.toMatchObject({
    fault: "other-format",
    message: expect.stringMatching(
      `^${path} is a journal of format 2; this version knows format 3\\. .* with the version that wrote it, or begin a new`,
    ) as string,
  });
});

describe("of a file without a whole first line", () => {
  test.each([
    ["one character", "{"],
    ["half a name", '{"jour'],
    ["a name", '{"journal":'],
    ["half a line", '{"journal":3,"created":"'],
    ["a hole behind it", '{"jour\0\0\0'],
    ["a hole alone", "\0\0"],
    ["no line feed within 4,096 bytes", '{"journal":'.padEnd(4096, "x")],
  ])("all is torn where it begins as a journal does: %s", async (_, start) => {
    const { state, ...rest } = await load(start);
    expect(rest).toEqual({ torn: { offset: 0, bytes: start.length }, end: 0, lines: 0 });
    expect(state.head).toBeUndefined();
  });

  test.each([
    ["another text", "journal"],
    ["a member of an object", '"journal":3'],
    ["a hole within", '{"jour\0\0nal'],
    ["a list", "email\nana@example.com\n"],
    ["a character before it", `x${HEAD}`],
    ["no line feed within more than that", '{"journal":'.padEnd(4097, "x")],
    ["a hole of more than that", "\0".repeat(4097)],
  ])("it is no journal where it begins otherwise: %s", async (_, start) => {
    await expect(load(start)).rejects.toMatchObject({
      fault: "not-a-journal",
      message: `${path} is not a journal: its first line is not that of one. It has not been changed`,
    });
  });
});
