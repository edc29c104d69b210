import { expect, test } from "vitest";
import { LongLineError, readBlocks, type ReadFile } from "../../src/journal/read-blocks.js";

/** A file that gives so many bytes a time at most. */
function fileOf(text: string, atOnce = Infinity): ReadFile {
  const content = Buffer.from(text);
  return {
    read: async (bytes, offset, length, position) => {
      const part = content.subarray(position, position + Math.min(length, atOnce));
      bytes.set(part, offset);
      return { bytesRead: part.length };
    },
  };
}

/** Each line with the place where it begins, and at last the place behind the last line. */
async function read(file: ReadFile, from?: number, to?: number): Promise<unknown[]> {
  const read: unknown[] = [];
  let end: number | undefined;
  for await (const { lines, offsets } of readBlocks(file, from, to)) {
    expect(offsets).toHaveLength(lines.length + 1);
    if (end !== undefined) expect(offsets[0]).toBe(end);
    for (const [index, line] of lines.entries()) read.push([offsets[index], line]);
    end = offsets.at(-1);
  }
  return [...read, end];
}

test.each([1, 2, 3, 7, Infinity])(
  "lines are read whole, with their places in bytes, however few bytes come at once: %d",
  async (atOnce) => {
    const file = fileOf("ab\n\nnaïve 日本\ncd\n", atOnce);
    expect(await read(file)).toEqual([[0, "ab"], [3, ""], [4, "naïve 日本"], [18, "cd"], 21]);
  },
);

test("a rest without a line feed is left out", async () => {
  expect(await read(fileOf("ab\ncd"))).toEqual([[0, "ab"], 3]);
  expect(await read(fileOf("ab"))).toEqual([undefined]);
  expect(await read(fileOf(""))).toEqual([undefined]);
});

test("only what stands between two places is read", async () => {
  const file = fileOf("ab\ncd\nef\n", 4);
  expect(await read(file, 3)).toEqual([[3, "cd"], [6, "ef"], 9]);
  expect(await read(file, 3, 6)).toEqual([[3, "cd"], 6]);
  expect(await read(file, 3, 8)).toEqual([[3, "cd"], 6]);
  expect(await read(file, 6, 6)).toEqual([undefined]);
});

test("a line may be longer than what is read at once", async () => {
  const long = "x".repeat(600_000);
  const file = fileOf(`ab\n${long}\ncd\n`);
  expect(await read(file)).toEqual([[0, "ab"], [3, long], [600_004, "cd"], 600_007]);
});

test("a line without an end is no reason to hold all of it", async () => {
  let asked = 0;
  const endless: ReadFile = {
    read: async (bytes, offset, length) => {
      bytes.fill(97, offset, offset + length);
      asked += length;
      return { bytesRead: length };
    },
  };
  const error: unknown = await read(endless).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LongLineError);
  expect(error).toMatchObject({
    name: "LongLineError",
    message: "A line of a journal is too long",
  });
  expect(asked).toBe(2 ** 26);
});
