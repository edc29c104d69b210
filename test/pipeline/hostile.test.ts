import { expect, test } from "vitest";
import { refusal, renderSources } from "../helpers/pipeline.js";

const HEAD = `openapi: 3.1.0\ninfo: { title: T, version: "1" }\npaths: {}\n`;

test("a few lines of aliases that stand for millions of values are refused at once", async () => {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const inner = level === 0 ? "0" : `*a${level - 1}`;
    return `x-${level}: &a${level} [${Array.from({ length: 9 }, () => inner).join(", ")}]\n`;
  });
  expect(await refusal(HEAD + levels.join(""))).toEqual([
    expect.stringMatching(/^openapi\.yaml:\d+ its aliases stand for more values than can be read/),
  ]);
});

test("a few lines of aliases that would fill the disk are refused, a fair number of them is not", async () => {
  const levels = (count: number) =>
    Array.from({ length: count }, (_, level) => {
      const inner = level === 0 ? "0" : `*a${level - 1}`;
      return `x-${level}: &a${level} [${Array.from({ length: 9 }, () => inner).join(", ")}]\n`;
    }).join("");
  expect(await refusal(HEAD + levels(7))).toEqual([
    expect.stringMatching(/^openapi\.yaml:\d+ its aliases stand for more values than can be read/),
  ]);
  await expect(renderSources(HEAD + levels(4))).resolves.toBeDefined();
});

test("a reference to a reference, thousands of times, is refused at once with its place", async () => {
  const names = Array.from({ length: 2000 }, (_, index) => `C${index}`);
  const chain = names.map(
    (name, index) => `    ${name}: { $ref: "#/components/schemas/C${index + 1}" }\n`,
  );
  const text = `${HEAD}components:\n  schemas:\n${chain.join("")}    C2000: { type: string }\n`;
  expect(await refusal(text, "minimal")).toEqual([
    expect.stringMatching(
      /^openapi\.yaml:\d+ this \$ref leads to another, and so on more than 100/,
    ),
  ]);
});

test("an expression that backtracks without end costs bounded time, and its schema is told as unchecked", async () => {
  const schema = '{ type: string, pattern: "^(([a-z])+.)+[A-Z]([a-z])+$", minLength: 60 }';
  const { notes } = await renderSources(`${HEAD}components: { schemas: { Endless: ${schema} } }\n`);
  expect(notes).toMatchObject([
    {
      message: expect.stringMatching(/^no value was found .*Endless in time/) as string,
      place: { line: 4 },
    },
  ]);
}, 60_000);
