import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { sendingDescription } from "../helpers/pipeline-verdicts.js";
import { buildValidators } from "../../scripts/emit/ajv.js";
import { checkEmitted } from "../../scripts/check/emitted.js";
import { loadValidators, renderSources, scratchFolder, textOf } from "../helpers/pipeline.js";

/** Each of these makes Ajv call for a helper. */
const needy = [
  { type: "array", items: { type: "string", minLength: 1, format: "email" } },
  { type: "array", uniqueItems: true, items: { type: "object", additionalProperties: true } },
  { const: { a: [1] } },
  { type: "string", pattern: "^\\p{L}+$" },
  { type: "array", prefixItems: [{ type: "string", maxLength: 2 }] },
  { type: "object", unevaluatedProperties: false, properties: { a: { type: "string" } } },
  // More names than Ajv compares one by one: it asks the schema whether it has them.
  {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries([..."abcdefghi"].map((name) => [name, { type: "string" }])),
  },
];

test("validators are one plain ES module, without eval, require or import", async () => {
  const rendered = await renderSources(sendingDescription(needy));
  const source = textOf(rendered, "ajv.ts");
  expect(source).not.toMatch(/\brequire\(|\beval\(|new Function|\bFunction\(/);
  expect(source).not.toMatch(/^import\b/m);

  const folder = await scratchFolder();
  await writeFile(join(folder, "package.json"), `{ "type": "module" }`);
  for (const name of ["ajv", "validators"]) {
    const { outputText } = ts.transpileModule(textOf(rendered, `${name}.ts`), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    await writeFile(join(folder, `${name}.js`), outputText);
  }
  const program = `import { send0, send1, send4 } from "./validators.js";
console.log([["a"], [""], [1]].map(send0.request), [[{ a: 1 }, { a: 2 }], [{ a: 1 }, { a: 1 }]].map(send1.request), [["ab"], ["abc"]].map(send4.request));`;
  await writeFile(join(folder, "main.mjs"), program);
  // The flag makes eval throw, as an edge runtime does.
  const flags = ["--disallow-code-generation-from-strings", "main.mjs"];
  const env = { ...process.env, NODE_OPTIONS: "", NODE_PATH: "" };
  const printed = execFileSync(process.execPath, flags, { cwd: folder, env, encoding: "utf8" });
  expect(printed.trim()).toBe("[ true, false, false ] [ true, false ] [ true, false ]");
});

test("a format is never asserted, and a violation says neither what was found nor what was expected", async () => {
  const rendered = await renderSources(
    sendingDescription([{ type: "string", format: "email", enum: ["person@example.com"] }]),
  );
  const source = textOf(rendered, "ajv.ts");
  expect(source).not.toMatch(/format|message:|params:|schemaPath|parentData|rootData/);
});

test("a schema may hold any text, that of Ajv's own code too", async () => {
  const texts = ["a,params:{}b", "const schema31 = 1;", 'x,params:{type: "string"}', "schema31.x"];
  const rendered = await renderSources(
    sendingDescription([
      { enum: texts },
      { const: "a,params:{}b" },
      { type: "object", required: texts },
      { type: "string", pattern: ",params:\\{\\}" },
      { const: { "export const body0 = ": 'require("x")' } },
    ]),
  );
  const { send0, send1, send2, send3, send4 } = await loadValidators(rendered);
  expect([...texts, "ab"].map((text) => send0?.request?.(text))).toEqual([
    ...texts.map(() => true),
    false,
  ]);
  expect(["a,params:{}b", "ab"].map((text) => send1?.request?.(text))).toEqual([true, false]);
  const whole = Object.fromEntries(texts.map((name) => [name, 1]));
  expect(
    [whole, { ab: 1, ...whole, "a,params:{}b": undefined }, { ab: 1 }].map((value) =>
      send2?.request?.(value),
    ),
  ).toEqual([true, false, false]);
  expect([",params:{}", "x"].map((text) => send3?.request?.(text))).toEqual([true, false]);
  expect(
    [{ "export const body0 = ": 'require("x")' }, {}].map((value) => send4?.request?.(value)),
  ).toEqual([true, false]);
});

test("the self-check runs what was emitted, and refuses it where it judges otherwise than the schema", () => {
  const pointer = "#/components/schemas/A";
  const schema = { type: "object", required: ["a"], properties: { a: { type: "string" } } };
  const validators = buildValidators({ components: { schemas: { A: schema } } });
  const witnesses = [{ pointer, type: "unknown", value: { a: "text" } }];
  const names = new Map([[pointer, "body0"]]);
  const judge = (code: string) =>
    checkEmitted({ names, script: `return { body0: (value) => ${code} };` }, witnesses, validators);
  const right =
    'typeof value === "object" && !Array.isArray(value) && typeof value?.a === "string"';
  expect(() => judge(right)).not.toThrow();
  for (const wrong of ["true", "false", 'typeof value?.a === "string" || value === null'])
    expect(() => judge(wrong)).toThrow("a fault of the generator");
});

test("what is only run is compiled once where several places demand the same, and judges as before", () => {
  const address = (title: string) => ({
    type: "object",
    title,
    required: ["city"],
    properties: { city: { type: "string" }, owner: { $ref: "#/components/schemas/Sent" } },
  });
  const holder = (title: string) => ({
    type: "object",
    properties: { home: address(title), offices: { type: "array", items: address("office") } },
  });
  const named = { Sent: { type: "string", minLength: 2 }, A: holder("first"), B: holder("second") };
  const validators = buildValidators({ components: { schemas: named } });
  const { code } = validators.emit(["#/components/schemas/Sent"]);
  expect(code).not.toContain("city");
  const [a, b] = ["A", "B"].map((name) => validators.of(`#/components/schemas/${name}`));
  for (const validate of [a, b]) {
    expect(`${validate?.source?.validateCode}`).not.toContain("city");
    const given = [
      { home: { city: "x", owner: "me" }, offices: [{ city: "y" }] },
      { home: {} },
      { home: { city: "x", owner: "m" } },
      { offices: [{ city: "y" }, { city: 1 }] },
    ];
    expect(given.map((value) => validate?.(value))).toEqual([true, false, false, false]);
    expect(validate?.errors?.[0]).toMatchObject({
      instancePath: "/offices/1/city",
      keyword: "type",
    });
  }
});

test("an emitted validator that never ends is given up, and that is told", () => {
  const pointer = "#/components/schemas/A";
  const validators = buildValidators({ components: { schemas: { A: { type: "string" } } } });
  const told: unknown[] = [];
  checkEmitted(
    {
      names: new Map([[pointer, "body0"]]),
      script:
        'return { body0: (value) => { while (value === "text"); return typeof value === "string"; } };',
    },
    [{ pointer, type: "unknown", value: "text" }],
    validators,
    (...note) => told.push(note),
  );
  expect(told).toEqual([[expect.stringMatching(/was not tried on all values in time/), pointer]]);
}, 120_000);

test("an open enum is judged as a string, with no list of the values known today", async () => {
  const open = { anyOf: [{ type: "string", enum: ["KNOWN"] }, { type: "string" }] };
  const rendered = await renderSources(
    sendingDescription([open, { anyOf: [open, { type: "null" }] }, { enum: ["CLOSED"] }]),
  );
  const source = textOf(rendered, "ajv.ts");
  expect(source).not.toContain("KNOWN");
  expect(source).toContain("CLOSED");
  const { send0, send1, send2 } = await loadValidators(rendered);
  const values = ["KNOWN", "CLOSED", "", null, 1, ["KNOWN"]];
  const taken = (send: typeof send0) => values.filter((value) => send?.request?.(value));
  expect(taken(send0)).toEqual(["KNOWN", "CLOSED", ""]);
  expect(taken(send1)).toEqual(["KNOWN", "CLOSED", "", null]);
  expect(taken(send2)).toEqual(["CLOSED"]);
});

test("alternatives by the thousand are not written into each other, and all of them count", async () => {
  const values = Array.from({ length: 2_000 }, (_, index) => `v${index}`);
  const alternatives = values.map((value) => `{ const: ${value} }`).join(", ");
  const answer = `content: { application/json: { schema: { anyOf: [${alternatives}] } } }`;
  const text = `openapi: 3.1.0\ninfo: { title: T, version: "1" }\npaths:\n  /a: { get: { operationId: a, responses: { "200": { description: Ok., ${answer} } } } }\n`;
  const { files, faults } = await renderSources(text);
  expect(faults).toEqual([]);
  const written = files.get("ajv.ts") ?? "";
  const indents = written.split("\n").map((line) => line.search(/\S|$/));
  expect(Math.max(...indents)).toBeLessThan(400);
  for (const value of values) expect(written).toContain(`"${value}"`);
}, 60_000);
