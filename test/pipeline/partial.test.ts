import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { parseOptions } from "../../scripts/options.ts";
import { filesIn, generateInChild, run } from "../helpers/pipeline-io.js";
import {
  refusal,
  renderSources,
  scratchFolder,
  textOf,
  writeSources,
} from "../helpers/pipeline.js";

const answering = (ref: string) =>
  `{ "200": { description: x, content: { application/json: { schema: { $ref: "${ref}" } } } } }`;

const schema = (name: string) => `#/components/schemas/${name}`;

/** Four faults, of which `/bad` and `/worse` need three, and nothing needs the fourth. */
const faulty = `openapi: 3.1.0
info: { title: Partial, version: "1" }
paths:
  /good: { get: { operationId: good, tags: [Fine], responses: ${answering(schema("Good"))} } }
  /good/deep: { get: { operationId: deep, responses: { "204": { description: x } } } }
  /bad: { get: { operationId: bad, responses: ${answering(schema("Outer"))} } }
  /worse: { get: { operationId: worse, tags: [Fine], responses: ${answering(schema("Goods"))} } }
components:
  schemas:
    Good: { type: string }
    Outer: { type: object, properties: { inner: { $ref: "${schema("Inner")}" } } }
    Inner: { type: string, minLenght: 1 }
    Never: { type: string, minLength: 2, maxLength: 1 }
    Twice: { type: objekt }
`;

test("an operation that needs what is faulty is left out, and all faults are told at once with their lines", async () => {
  expect(await refusal(faulty, "minimal")).toEqual([
    'openapi.yaml:7 Can\'t resolve $ref "#/components/schemas/Goods"; did you mean "Good"?',
    expect.stringMatching(
      /^openapi\.yaml:12 `minLenght` is no keyword .*did you mean "minLength"\?$/,
    ),
    expect.stringMatching(/^openapi\.yaml:14 `type` must be one of/),
    expect.stringMatching(/^openapi\.yaml:13 no value fits schema Never/),
  ]);
  const rendered = await renderSources(faulty, "minimal");
  const client = textOf(rendered, "client.ts");
  expect([...client.matchAll(/export function (\w+)/g)].map(([, name]) => name)).toEqual([
    "good",
    "deep",
  ]);
  expect(textOf(rendered, "schemas.ts").match(/export type \w+/g)).toEqual(["export type Good"]);
  expect(rendered.faults.map(({ lost }) => lost)).toEqual([["GET /worse"], ["GET /bad"], [], []]);
  expect(textOf(rendered, "types.ts")).not.toMatch(/\/bad|\/worse|Inner/);
});

test("the code is 1, unless that was asked for; what nothing needs costs nothing", async () => {
  const folder = await scratchFolder();
  const [spec, out] = [await writeSources(folder, faulty), join(folder, "out")];
  const partial = await run({ spec, out });
  expect(partial.code).toBe(1);
  expect(partial.stderr).toMatch(/^Left out, .*--skip-faulty.*\n {2}GET \/worse\n {2}GET \/bad$/m);
  const written = await filesIn(out);
  expect(written["client.ts"]).toContain("export function good");
  // A second run says the same.
  expect(await run({ spec, out })).toMatchObject({ code: 1, stderr: partial.stderr });
  expect(await run({ spec, out, mode: "check" })).toMatchObject({ code: 1 });
  expect(await run({ spec, out, skipFaulty: true })).toMatchObject({ code: 0 });
  expect(await run({ spec, out, skipFaulty: true, mode: "check" })).toMatchObject({ code: 0 });

  const unneeded = faulty.replace(/ {2}\/(bad|worse): .*\n/g, "");
  const fine = await run({ spec: await writeSources(folder, unneeded), out });
  expect(fine.code).toBe(0);
  expect(fine.stderr).toContain("No operation needs these parts");
});

test("strict takes nothing in part, nor is a description taken of which nothing is left", async () => {
  await expect(renderSources(faulty, "strict")).rejects.toThrow();
  const nothing = faulty.replace(/ {2}\/good.*\n/g, "");
  await expect(renderSources(nothing, "minimal")).rejects.toThrow("minLenght");
});

test("--include takes the operations of a tag or a path, with the schemas that they reach", async () => {
  const names = async (...include: string[]) => {
    const folder = await scratchFolder();
    const [spec, out] = [await writeSources(folder, faulty), join(folder, "out")];
    const { code, stderr } = await run({ spec, out, include });
    if (code === 1 && !stderr.includes("Left out")) return stderr.trim();
    const files = await filesIn(out);
    const found = (file: string, what: RegExp) =>
      [...(files[file] ?? "").matchAll(what)].map(([, name]) => name);
    return [
      code,
      ...found("client.ts", /export function (\w+)/g),
      ...found("schemas.ts", /export type (\w+)/g),
    ];
  };
  expect(await names("/good")).toEqual([0, "good", "deep", "Good"]);
  expect(await names("/good/deep")).toEqual([0, "deep"]);
  expect(await names("Fine", "/good/deep")).toEqual([1, "good", "deep", "Good"]);
  expect(await names("/goood")).toBe(
    '--include /goood: no tag and no path is called so; did you mean "/good"?',
  );
  const parsed = parseOptions(
    ["--spec", "a", "--out", "b", "--include", "x", "--include", "/y"],
    "/",
    "/",
  );
  expect(parsed.include).toEqual(["x", "/y"]);
});

test("in 3.1 `nullable` is read as 3.0 does, with a warning", async () => {
  const description = faulty
    .replace(/ {2}\/(bad|worse): .*\n| {4}(?:Outer|Inner|Never|Twice): .*\n/g, "")
    .replace(
      "Good: { type: string }",
      "Good: { type: object, properties: { a: { type: string, nullable: true }, b: { type: string, nullable: true, enum: [x] }, c: { nullable: true }, d: { type: string, nullable: false } } }",
    );
  const rendered = await renderSources(description, "minimal");
  const types = textOf(rendered, "types.ts").replace(/\s+/g, " ");
  expect(types).toContain(
    'a?: string | null; /** @enum {string} */ b?: "x"; c?: unknown; d?: string;',
  );
  expect(rendered.notes.map(({ message }) => message.split(", ").at(-1))).toEqual(
    [
      "'null']`",
      "'null']`",
      "as 3.0 does without a `type` beside it",
      "as 3.0 does without a `type` beside it",
    ].map((end) => expect.stringContaining(end.split(", ").at(-1) ?? "")),
  );
  expect(rendered.notes[0]?.place?.line).toBe(8);
});

test("a request that fetch cannot send, or a path that nobody fills, is a fault of its operation", async () => {
  const odd = `openapi: 3.1.0
info: { title: Odd, version: "1" }
paths:
  /a:
    get: { operationId: withBody, requestBody: { content: { application/json: {} } }, responses: {} }
    trace: { operationId: traced, responses: {} }
    put: { operationId: kept, responses: {} }
  /b/{id}:
    put: { operationId: unfilled, responses: {} }
`;
  expect(await refusal(odd)).toEqual([
    expect.stringMatching(/^openapi\.yaml:5 .*fetch sends no body with GET/),
    expect.stringMatching(/^openapi\.yaml:6 .*fetch sends no TRACE/),
    expect.stringMatching(/^openapi\.yaml:9 .*`id`/),
  ]);
  // 3.0 says that such a body is ignored.
  const older = await renderSources(odd.replace("3.1.0", "3.0.3"));
  expect(textOf(older, "client.ts")).toMatch(/withBody\(/);
  expect(textOf(older, "types.ts")).not.toMatch(/requestBody: /);
});

test("what is style, or only looks like a fault, is taken", async () => {
  const rendered = await renderSources(
    {
      "openapi.yaml": `openapi: 3.1.0
info: { title: Style, version: "1" }
servers: [{ url: "https://api.example.com/" }]
paths:
  /a: { get: { responses: ${answering("./a%20b.yaml")} } }
  /a/: { get: { responses: ${answering(schema("Pet"))} } }
  /c: { get: { responses: ${answering(schema("Any"))} } }
components:
  schemas:
    Any: true
    Pet:
      oneOf: [{ $ref: "${schema("Cat")}" }]
      discriminator: { propertyName: kind, mapping: { c: Cat } }
    Cat: { type: object, required: [kind], properties: { kind: { type: string } } }
`,
      "a b.yaml": "type: string\n",
    },
    "minimal",
  );
  expect(rendered.faults).toEqual([]);
  expect(textOf(rendered, "client.ts").match(/export function \w+/g)).toEqual([
    "export function getA",
    "export function getASlash",
    "export function getC",
  ]);
});

test("a URL is no file, and the command says what to do", async () => {
  const { code, stderr } = await generateInChild({
    args: ["--spec", "https://example.com/a.json", "--out", "x"],
  });
  expect(code).toBe(2);
  expect(stderr).toMatch(/download the description first/);
});

test("where a lint level refuses, the lower ones are named", async () => {
  const folder = await scratchFolder();
  const [spec, out] = [await writeSources(folder, faulty), join(folder, "out")];
  const { code, stderr } = await run({ spec, out, lint: "recommended" });
  expect(code).toBe(1);
  expect(stderr).toContain("`--lint off`");
  expect(stderr).toMatch(/^[^\n]*Can't resolve \$ref/);
});

test("a misspelt name in `required` is told with what is near, and stops nothing", async () => {
  const { notes } = await renderSources(
    `openapi: 3.1.0
info: { title: Near, version: "1" }
paths: {}
components: { schemas: { A: { type: object, required: [reslts, other], properties: { results: {} } } } }
`,
    "off",
  );
  expect(notes).toMatchObject([
    {
      message: '`required` names "reslts", which is no property; did you mean "results"?',
      place: { line: 4 },
    },
  ]);
});

test("where each fault takes long to find, those that are found are told, and no more are looked for", async () => {
  const schemas = Array.from(
    { length: 9 },
    (_, index) => `    S${index}: { $ref: "#/X${index}" }\n`,
  );
  const text = `openapi: 3.1.0\ninfo: { title: T, version: "1" }\npaths: {}\ncomponents:\n  schemas:\n${schemas.join("")}`;
  await expect(refusal(text)).resolves.toHaveLength(9);
  let now = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => (now += 30_000));
  onTestFinished(() => clock.mockRestore());
  const found = refusal(text);
  await expect(found).resolves.toHaveLength(4);
  expect((await found)[3]).toMatch(/^openapi\.yaml:9 Can't resolve \$ref "#\/X3"/);
});
