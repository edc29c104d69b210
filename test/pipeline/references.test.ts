import { describe, expect, test } from "vitest";
import {
  compileConsumer,
  loadValidators,
  refusal,
  renderSources,
  textOf,
} from "../helpers/pipeline.js";

const HEAD = `openapi: 3.1.0\ninfo: { title: T, version: "1" }\n`;

function path(id: string, schema: string): string {
  return `  /${id}: { get: { operationId: ${id}, responses: { "200": { description: x, content: { application/json: { schema: ${schema} } } } } } }\n`;
}

function paths(...items: [id: string, ref: string][]): string {
  return `${HEAD}paths:\n${items.map(([id, ref]) => path(id, `{ $ref: "${ref}" }`)).join("")}`;
}

describe("two schemas of one base name are named by their paths, in whatever order they are met", () => {
  const files = {
    "Status.yaml": "type: number\n",
    "x/Status.yaml": "type: string\n",
    "y/Status.yaml": "type: integer\n",
    "z.yaml": "Status: { type: boolean }\n",
  };
  const own = "#/components/schemas/Status";
  test.each([
    ["./Status.yaml", "./x/Status.yaml", { Status: "number", x_Status: "string" }],
    ["./x/Status.yaml", "./y/Status.yaml", { x_Status: "string", y_Status: "number" }],
    ["./x/Status.yaml", "./z.yaml#/Status", { x_Status: "string", z_Status: "boolean" }],
    ["./x/Status.yaml", own, { Status: "null", x_Status: "string" }],
    ["./Status.yaml", own, { Status: "null", Status_yaml: "number" }],
  ])("%s and %s", async (one, other, expected) => {
    for (const refs of [
      [one, other],
      [other, one],
    ]) {
      const [a = "", b = ""] = refs;
      const declared = refs.includes(own)
        ? `components: { schemas: { Status: { type: "null" } } }\n`
        : "";
      const root = `${paths(["a", a], ["b", b])}${declared}`;
      const rendered = await renderSources({ "openapi.yaml": root, ...files }, "minimal");
      const types = textOf(rendered, "types.ts");
      expect(
        Object.fromEntries(
          [...types.matchAll(/^ {4}(\w*Status\w*): (\w+);$/gm)].map(([, key, type]) => [key, type]),
        ),
      ).toEqual(expected);
      expect(rendered.notes).toMatchObject([
        {
          message: expect.stringContaining(Object.keys(expected).join(" and ")),
          // Where the linter met the second file, or the only one.
          place: { line: b === own ? 4 : 5 },
        },
      ]);
      const [problem] = await refusal({ "openapi.yaml": root, ...files }, "strict");
      expect(problem).toBeDefined();
    }
  });
});

test("files of one base name and the same content are one schema, whose name no order changes", async () => {
  const files = {
    "a/User.yaml": "type: string\n",
    "b/User.yaml": "type: string\n",
    "c/User.yaml": "type: integer\n",
  };
  const refs = ["b", "c", "a"].map((folder): [string, string] => [folder, `./${folder}/User.yaml`]);
  for (const order of [refs, [...refs].reverse()]) {
    const rendered = await renderSources({ "openapi.yaml": paths(...order), ...files });
    const names = textOf(rendered, "schemas.ts")
      .match(/export type \w+/g)
      ?.sort();
    expect(names).toEqual(["export type a_User", "export type c_User"]);
  }
});

test("an $anchor is found in its file and in others, also where these refer to each other", async () => {
  const text = `${paths(["own", "#user"], ["other", "./lib.yaml#thing"], ["pointer", "#/components/schemas/User"])}components:
  schemas:
    User: { $anchor: user, type: object, required: [boss], properties: { boss: { $ref: "#user" }, $anchor: { type: string } } }
    Pet: { oneOf: [{ $ref: "./lib.yaml#cat" }], discriminator: { propertyName: kind, mapping: { c: "./lib.yaml#cat" } } }
`;
  const lib = `$defs:
  Thing: { $anchor: thing, type: object, properties: { user: { $ref: "openapi.yaml#user" }, more: { $ref: "#thing" } }, example: { $anchor: thing } }
  Cat: { $anchor: cat, type: object, required: [kind], properties: { kind: { type: string } } }
`;
  const rendered = await renderSources({ "openapi.yaml": text, "lib.yaml": lib }, "minimal");
  expect(rendered.faults).toEqual([]);
  expect(
    textOf(rendered, "schemas.ts")
      .match(/export type \w+/g)
      ?.sort(),
  ).toEqual(["Cat", "Pet", "Thing", "User"].map((name) => `export type ${name}`));
  const other = (await loadValidators(rendered))["other"]?.responses["200"];
  const values = [{}, { user: {} }, { more: { user: 1 } }, { more: {} }];
  expect(values.map((value) => other?.(value))).toEqual([true, false, false, true]);

  const wrong = text.replace("lib.yaml#thing", "lib.yaml#thinng").replace('"#user" }', '"#usr" }');
  expect(await refusal({ "openapi.yaml": wrong, "lib.yaml": lib })).toEqual([
    expect.stringMatching(/^openapi\.yaml:4 .*#usr/),
    expect.stringMatching(/^openapi\.yaml:5 .*has no \$anchor "thinng"; did you mean "thing"\?$/),
  ]);
  const twice = lib.replace("anchor: cat", "anchor: thing");
  expect(await refusal({ "openapi.yaml": text, "lib.yaml": twice })).toEqual([
    expect.stringMatching(
      /^openapi\.yaml:5 .*lib\.yaml#thing.*two schemas of one file have this \$anchor/,
    ),
    expect.stringMatching(/^openapi\.yaml:10 .*two schemas of one file have this \$anchor/),
  ]);
});

test("files of several folders come together, and swapping paths swaps no types", async () => {
  const files = {
    "schemas/Item.yaml": "type: object\nproperties: { status: { $ref: ./parts.yaml#/Status } }\n",
    "schemas/parts.yaml": "Status: { type: string }\n",
  };
  const items: [string, string][] = [
    ["a", "schemas/Item.yaml"],
    ["b", "./schemas/parts.yaml#/Status"],
  ];
  const one = await renderSources({ "openapi.yaml": paths(...items), ...files });
  const other = await renderSources({ "openapi.yaml": paths(...items.reverse()), ...files });
  const names = (text: string) => [...text.matchAll(/export type .*/g)].map(String).sort();
  expect(names(textOf(one, "schemas.ts"))).toEqual(names(textOf(other, "schemas.ts")));
  expect(names(textOf(one, "schemas.ts"))).toHaveLength(2);
  expect(one.inputs.map((file) => file.split("/").at(-1)).sort()).toEqual([
    "Item.yaml",
    "openapi.yaml",
    "parts.yaml",
  ]);
});

describe("a reference that cannot be followed is refused with its place", () => {
  test.each([
    ["#/components/schemas/Nope", /Can't resolve \$ref/],
    ["./nope.yaml", /Can't resolve \$ref.*there is no such file$/],
    ["https://specs.example.com/p.yaml?rev=3#/Problem", /remote references are refused/],
    ["http://127.0.0.1:9/p.yaml", /remote references are refused/],
    ["file:///etc/hostname", /remote references are refused/],
    ["#", /points at no schema/],
    ["#/info/title", /a schema must be a mapping/],
    ["#/info", /is no keyword/],
  ])("%s", async (ref, message) => {
    const [problem] = await refusal(paths(["a", ref]));
    expect(problem).toMatch(message);
    expect(problem).toMatch(/^openapi\.yaml:[1-4] /);
  });

  test("one that leads back to itself", async () => {
    const loop = `paths: {}\ncomponents: { schemas: { A: { $ref: "#/components/schemas/B" }, B: { $ref: "#/components/schemas/A" } } }\n`;
    expect(await refusal(HEAD + loop)).toEqual([
      expect.stringMatching(/^openapi\.yaml:4 this \$ref leads back to itself/),
    ]);
  });

  test("an alias of YAML that stands inside what it names", async () => {
    const loop = `paths: {}\ncomponents:\n  schemas:\n    A: &a\n      properties: { a: *a }\n`;
    expect(await refusal(HEAD + loop)).toEqual([
      expect.stringMatching(/^openapi\.yaml:7 this alias stands inside what it names/),
    ]);
  });
});

test("an alias of YAML that is used twice is two schemas", async () => {
  const text = `openapi: 3.0.3
info: { title: T, version: "1" }
paths:
${path("a", '{ $ref: "#/components/schemas/A" }')}
components:
  schemas:
    A: { type: object, properties: { p: &n { type: integer, nullable: true, minimum: 1, exclusiveMinimum: true }, q: *n } }
`;
  const validate = (await loadValidators(await renderSources(text)))["a"]?.responses["200"];
  const values = [{ p: 2, q: null }, { p: 1 }, { q: 1 }, { q: "2" }];
  expect(values.map((value) => validate?.(value))).toEqual([true, false, false, false]);
});

test("what is referred to is found wherever it stands", async () => {
  const text = `${HEAD}paths:
  /direct: { $ref: "#/components/pathItems/Direct" }
  /file: { $ref: ./file.yaml }
${path("inside", '{ $ref: "#/components/schemas/Whole/properties/part/properties/deep" }')}
${path("elsewhere", '{ $ref: "#/x-schemas/A" }')}
${path("defined", '{ $ref: "#/components/schemas/Whole/$defs/d" }')}
${path("percent", '{ $ref: "#/components/schemas/100%25~1a" }')}
x-schemas: { A: { type: object, properties: { b: { $ref: "#/x-schemas/B" } } }, B: { type: string } }
components:
  pathItems:
    Direct: { get: { operationId: direct, responses: { "200": { $ref: "#/components/responses/A" } } } }
  responses:
    A: { $ref: "#/components/responses/B" }
    B: { description: x, content: { application/json: { schema: { type: string } } } }
  schemas:
    "100%/a": { type: string }
    Whole: { $defs: { d: { type: string } }, properties: { part: { properties: { deep: { type: string } } } } }
`;
  const file = `get: { operationId: file, responses: { "200": { description: x, content: { application/json: { schema: { type: string } } } } } }\n`;
  const rendered = await renderSources({ "openapi.yaml": text, "file.yaml": file });
  const validators = await loadValidators(rendered);
  for (const id of ["direct", "file", "inside", "defined", "percent"]) {
    const validate = validators[id]?.responses["200"];
    expect([id, validate?.("x"), validate?.(1)]).toEqual([id, true, false]);
  }
  const elsewhere = validators["elsewhere"]?.responses["200"];
  expect([{ b: "x" }, { b: 1 }].map((value) => elsewhere?.(value))).toEqual([true, false]);
  const consumer = `import type { operations } from "./types.js";
type Body<K extends keyof operations> = operations[K] extends { responses: { 200: { content: { "application/json": infer B } } } } ? B : never;
export const texts: [Body<"direct">, Body<"file">, Body<"inside">, Body<"percent">] = ["a", "b", "c", "d"];
export const wrong: [Body<"direct">] = [1];`;
  expect((await compileConsumer(rendered, consumer)).map(({ line }) => line)).toEqual([4]);
});

describe("a description text that is a file beside a $ref", () => {
  test.each(["{ description: { $ref: ./c.md }, $ref: ./child.yaml }", "{ $ref: ./child.yaml }"])(
    "%s is text everywhere",
    async (schema) => {
      const rendered = await renderSources({
        "openapi.yaml": `${HEAD}paths:\n${path("a", schema)}`,
        "child.yaml": "description: { $ref: ./c.md }\ntype: string\n",
        "c.md": "Said in a file.\n",
      });
      const all = [...rendered.files.values()].join("\n");
      expect(all).toContain("Said in a file.");
      expect(all).not.toContain("[object Object]");
    },
  );
});

test("operations of callbacks and webhooks may share an id with one of ours, and get no function", async () => {
  const event = `{ post: { operationId: a, requestBody: { content: { application/json: { schema: { type: integer } } } }, responses: { "200": { description: x } } } }`;
  const text = `${HEAD}paths:
  /a: { get: { operationId: a, responses: { "200": { description: x } }, callbacks: { onEvent: { "{$request.query.url}": ${event} } } } }
webhooks: { event: ${event} }
`;
  const rendered = await renderSources(text);
  expect(textOf(rendered, "client.ts").match(/export function \w+/g)).toEqual([
    "export function a",
  ]);
  expect(
    await compileConsumer(
      rendered,
      `import type { webhooks } from "./types.js";
export const body: NonNullable<webhooks["event"]["post"]["requestBody"]>["content"]["application/json"] = 1;`,
    ),
  ).toEqual([]);
});
