import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { compile } from "../../scripts/check/compile.ts";
import { bodyType } from "../../scripts/emit/validators.ts";
import { mutationsOf } from "../helpers/mutations.js";
import { jsonSamples, validatorOf, type BodySample } from "../helpers/samples.js";

const samples = jsonSamples();
const label = ({ operationId, of, name }: BodySample): string => `${operationId} ${of} ${name}`;
const cases = samples.map((sample) => [label(sample), sample] as const);

/** For each sample: line by line, whether the compiler takes the sample and then each of its mutations. */
const taken = new Map<string, boolean[]>();

beforeAll(async () => {
  // One run of the compiler for all: each sample is a file, and each of its values a line.
  const files = new Map([["types.ts", await readFile("generated/types.ts", "utf8")]]);
  const lines = new Map<string, number>();
  samples.forEach((sample, index) => {
    const type = bodyType("operations", sample.operationId, sample);
    const values = [sample.value, ...mutationsOf(sample.value).map(({ value }) => value)];
    const statements = values.map(
      (value, line) => `export const _${line}: ${type} = ${JSON.stringify(value)};`,
    );
    const head = `import type { operations } from "./types.js";`;
    files.set(`sample${index}.ts`, [head, ...statements].join("\n"));
    lines.set(`sample${index}.ts`, values.length);
  });
  const errors = await compile(files);
  samples.forEach((sample, index) => {
    const file = `sample${index}.ts`;
    const wrong = new Set(errors.filter((error) => error.file === file).map(({ line }) => line));
    const count = lines.get(file) ?? 0;
    taken.set(
      label(sample),
      Array.from({ length: count }, (_, line) => !wrong.has(line + 2)),
    );
  });
}, 60_000);

test("there are samples for the request, the successes and the errors", () => {
  // An operation that is added may have more.
  const least = "request 200 207 400 401 403 423 429 477 5XX default".split(" ");
  expect(samples.map(({ of }) => of)).toEqual(expect.arrayContaining(least));
});

describe.each(cases)("%s", (name, sample) => {
  test("conforms to its schema and is assignable to its type", () => {
    const validate = validatorOf(sample);
    expect(validate(sample.value), JSON.stringify(validate.errors)).toBe(true);
    expect(taken.get(name)?.[0]).toBe(true);
  });

  test("validator and type give the same verdict on each mutation, and refuse some", () => {
    const validate = validatorOf(sample);
    const mutations = mutationsOf(sample.value);
    const byValidator = mutations.map(({ what, value }) => ({ what, fits: validate(value) }));
    const byType = mutations.map(({ what }, index) => ({
      what,
      fits: taken.get(name)?.[index + 1],
    }));
    expect(byType).toEqual(byValidator);
    expect(byValidator.filter(({ fits }) => !fits).length).toBeGreaterThan(0);
  });
});

test("each of the three kinds of mutation is refused somewhere", () => {
  const refused = samples.flatMap((sample) =>
    mutationsOf(sample.value)
      .filter(({ value }) => !validatorOf(sample)(value))
      .map(({ what }) => what),
  );
  expect(refused).toContainEqual(expect.stringMatching(/is left out$/));
  expect(refused).toContainEqual(expect.stringMatching(/becomes null$/));
  expect(refused).toContainEqual(expect.stringMatching(/becomes "text"$/));
});
