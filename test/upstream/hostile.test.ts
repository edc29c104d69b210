import { expect, test } from "vitest";
import { components, description, judge } from "../helpers/hostile-descriptions.js";

const UPSTREAM = ["upstream", "theirs.yaml", "--spec", "ours.yaml"] as const;
const plain = description("{ type: string }");
const A = '{ $ref: "#/components/schemas/A" }';
const B = '{ $ref: "#/components/schemas/B" }';

test("alternatives that lead back to each other, or that double at each step, are compared", async () => {
  const circle = {
    A: `{ anyOf: [${B}, { type: string }] }`,
    B: `{ anyOf: [${A}, { type: number }] }`,
  };
  const doubled = Object.fromEntries(
    Array.from({ length: 40 }, (_, level) => {
      const next = `{ $ref: "#/components/schemas/S${level + 1}" }`;
      return [`S${level}`, `{ anyOf: [${next}, ${next}] }`];
    }),
  );
  for (const schemas of [
    circle,
    { A: '{ $ref: "#/components/schemas/S0" }', ...doubled, S40: "{ type: number }" },
  ]) {
    const theirs = description(A, components(schemas));
    const { code, out, err } = await judge({ "ours.yaml": plain, "theirs.yaml": theirs }, UPSTREAM);
    expect([code, err]).toEqual([1, ""]);
    expect(out).toMatch(/published: number/);
  }
}, 60_000);

test("what is no description, or swells without end, is refused with file and line", async () => {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const inner = level === 0 ? "0" : `*a${level - 1}`;
    return `x-${level}: &a${level} [${Array.from({ length: 9 }, () => inner).join(", ")}]\n`;
  });
  for (const [text, words] of [
    [description("{}", levels.join("")), /theirs\.yaml:\d+:\d+ its aliases stand for more values/],
    [`${plain}x-deep: ${"[".repeat(5000)}\n`, /theirs\.yaml:9:\d+ cannot parse: nesting exceeded/],
    ["", /theirs\.yaml:1:1 not an OpenAPI 3\.0 or 3\.1 description/],
    [
      `${plain}x-a: !!js/function "function () {}"\n`,
      /theirs\.yaml:9:\d+ cannot parse: unknown scalar tag/,
    ],
  ] as const) {
    const { code, err } = await judge({ "ours.yaml": plain, "theirs.yaml": text }, UPSTREAM);
    expect(err).toMatch(words);
    expect(err).not.toMatch(/^\s+at /m);
    expect(code).toBe(2);
  }
  const device = ["upstream", "/dev/zero", "--spec", "ours.yaml"] as const;
  const { code, err } = await judge({ "ours.yaml": plain }, device);
  expect(err).toMatch(/cannot read .*dev\/zero: it is outside any description/);
  expect(code).toBe(2);
}, 60_000);
