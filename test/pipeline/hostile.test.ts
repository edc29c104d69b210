import { open } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generateInChild } from "../helpers/pipeline-io.js";
import { refusal, renderSources, scratchFolder, writeSources } from "../helpers/pipeline.js";

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

/** Schemas C0, C1 …, each made of the reference to the next; the last one is a text. */
function chain(length: number, schema: (next: string) => string): string {
  const levels = Array.from(
    { length },
    (_, level) => `    C${level}: ${schema(`{ $ref: "#/components/schemas/C${level + 1}" }`)}\n`,
  );
  return `${HEAD}components:\n  schemas:\n${levels.join("")}    C${length}: { type: string }\n`;
}

const nested: readonly (readonly [what: string, schema: (next: string) => string])[] = [
  ["properties", (next) => `{ type: object, required: [a], properties: { a: ${next} } }`],
  ["items", (next) => `{ type: array, minItems: 1, items: ${next} }`],
  ["parts", (next) => `{ allOf: [${next}] }`],
  ["alternatives", (next) => `{ anyOf: [${next}, { type: number }] }`],
];

test.each(nested)(
  "schemas whose %s refer to the next, 250 deep, are refused at the line that is too deep",
  async (_, schema) => {
    // The first schema stands in line 6.
    expect(await refusal(chain(250, schema))).toContain(
      "openapi.yaml:107 this is nested too deeply: more than 100 references lead to it, one after the other",
    );
  },
  120_000,
);

test("schemas that refer to the next, fifty deep, are taken", async () => {
  await expect(renderSources(chain(50, (next) => `{ allOf: [${next}] }`))).resolves.toMatchObject({
    faults: [],
  });
}, 120_000);

test("values nested in each other are refused where they become too deep", async () => {
  const deep = (open: string, close: string) => `${open.repeat(5000)}1${close.repeat(5000)}`;
  for (const text of [deep("[", "]"), deep("{ a: ", " }")])
    expect(await refusal(`${HEAD}x-deep: ${text}\n`)).toEqual([
      expect.stringMatching(/^openapi\.yaml:4 cannot parse: nesting exceeded/),
    ]);
});

test("a few lines of aliases that stand for gigabytes of text are refused at once", async () => {
  const text = `x-text: &text "${"x".repeat(100_000)}"\nx-many: [${Array.from({ length: 500 }, () => "*text").join(", ")}]\n`;
  expect(await refusal(HEAD + text)).toEqual([
    expect.stringMatching(/^openapi\.yaml:5 its aliases stand for more values than can be read/),
  ]);
});

test("a file of hundreds of megabytes is refused before it is read", async () => {
  const folder = await scratchFolder();
  const spec = await writeSources(folder, HEAD);
  const file = await open(spec, "r+");
  await file.truncate(1 << 30);
  await file.close();
  const { code, stderr } = await generateInChild({
    args: ["--spec", spec, "--out", join(folder, "out")],
  });
  expect(stderr).toMatch(/^cannot read .*openapi\.yaml: the description has more than 64 MB\n$/);
  expect(code).toBe(1);
});

const doubled: readonly (readonly [what: string, schema: (next: string) => string])[] = [
  [
    "required properties",
    (next) => `{ type: object, required: [a, b], properties: { a: ${next}, b: ${next} } }`,
  ],
  ["properties", (next) => `{ type: object, properties: { a: ${next}, b: ${next} } }`],
  ["alternatives", (next) => `{ anyOf: [${next}, ${next}] }`],
  ["items", (next) => `{ type: array, minItems: 10, items: ${next} }`],
];

test.each(doubled)(
  "two %s of the same schema, in each of twenty-two schemas, are not multiplied",
  async (_, schema) => {
    const { faults, files } = await renderSources(chain(22, schema));
    expect(faults).toEqual([]);
    expect(files.get("types.ts")).toContain("C22: string");
  },
  120_000,
);

test.each([
  ["text", "{ type: string, minLength: 1000000000 }"],
  ["list", "{ type: array, minItems: 1000000000 }"],
  [
    "list of long texts",
    "{ type: array, minItems: 1000000000, items: { type: string, minLength: 1000000 } }",
  ],
  ["object", "{ type: object, minProperties: 1000000000 }"],
])(
  "of a %s that must be longer than memory no value is made, and that is told",
  async (_, schema) => {
    const { notes } = await renderSources(`${HEAD}components: { schemas: { Huge: ${schema} } }\n`);
    expect(notes).toMatchObject([
      {
        message: expect.stringMatching(/^no value was found that fits schema Huge/) as string,
        place: { line: 4 },
      },
    ]);
  },
);

test.each([
  ["a tag of YAML that gives bytes", "x-a: [1, !!binary aGVsbG8=]", "JSON has no value"],
  ["a tag of YAML that gives a set", "x-a: [1, !!set { a, b }]", "JSON has no value"],
  [
    "a name that the linter calls",
    "x-a: 1\ncomponents: { schemas: { A: { required: [b], properties: { hasOwnProperty: {} } } } }",
    "the linter fails at",
  ],
])("%s is refused with its place", async (_, more, message) => {
  const text = HEAD.replace("paths: {}", `paths:\n  /a: { get: { responses: {} } }\n  ${more}`);
  expect(await refusal(text, "minimal")).toEqual([
    expect.stringMatching(new RegExp(`^openapi\\.yaml:[3-6] .*${message}`)),
  ]);
});

test("a referenced file that is broken, or several documents, is refused with its place", async () => {
  for (const text of ["a: 1\n---\na: 1\n", "\0\0", "a: [\n"])
    expect(
      await refusal({
        "openapi.yaml": `${HEAD}components: { schemas: { A: { $ref: o.yaml } } }\n`,
        "o.yaml": text,
      }),
    ).toEqual([expect.stringMatching(/^o\.yaml:\d+ cannot parse: [^/]*$/)]);
});

test("files that are nothing but references to each other are refused with a place", async () => {
  expect(
    await refusal({
      "openapi.yaml": `${HEAD}components: { schemas: { A: { $ref: b.yaml } } }\n`,
      "b.yaml": "$ref: c.yaml\n",
      "c.yaml": "$ref: b.yaml\n",
    }),
  ).toEqual(["b.yaml:1 a $ref leads back to itself through several files"]);
});

test.each([
  ["", ""],
  [" of a large description", `x-padding: "${"x".repeat(1_000_000)}"\n`],
])(
  "an example%s that its pattern never finishes judging ends the step, with its place and what gives it more",
  async (_, padding) => {
    const folder = await scratchFolder();
    const media =
      '{ schema: { type: string, pattern: "^(a+)+$" }, example: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!" }';
    const spec = await writeSources(
      folder,
      `openapi: 3.1.0
info: { title: T, version: "1" }
paths:
  /a:
    get:
      operationId: a
      responses:
        "200":
          description: x
          content:
            application/json: ${media}
${padding}`,
    );
    const args = ["--spec", spec, "--out", join(folder, "out"), "--step-limit", "10"];
    const { code, stderr } = await generateInChild({ args });
    expect(stderr).toMatch(
      /openapi\.yaml:11:\d+ the step "lint" took longer than 10 s, and was ended here; .*--step-limit SECONDS\n/,
    );
    expect(code).toBe(1);
  },
  120_000,
);

test("a description that needs more memory than there is ends with a sentence", async () => {
  const folder = await scratchFolder();
  const items = Array.from({ length: 200_000 }, (_, number) => `"value ${number}"`).join(", ");
  const spec = await writeSources(folder, `${HEAD}x-long: [${items}]\n`);
  const args = ["--spec", spec, "--out", join(folder, "out")];
  const { code, stderr } = await generateInChild({
    args,
    env: { NODE_OPTIONS: "--max-old-space-size=48" },
  });
  expect(stderr).toMatch(
    /openapi\.yaml:\d+:\d+ the step "[\w-]+" took more memory than Node has, and was ended here\n/,
  );
  expect(code).toBe(1);
}, 120_000);
