import { expect, test } from "vitest";
import { compileConsumer, loadValidators, renderSources } from "../helpers/pipeline.js";
import { recordWire, type Reply } from "../helpers/recorded-wire.js";

function answering(responses: object) {
  return {
    openapi: "3.1.0",
    info: { title: "Answers", version: "1" },
    paths: { "/get": { get: { operationId: "take", responses } } },
  };
}

const schema = { type: "object", properties: { a: { type: "integer" } } };
const file = { schema: { type: "string", format: "binary" } };
const response = (content?: object) => ({ description: "x", ...(content && { content }) });

/** What a caller has in hand: a Blob as its bytes and its type. */
async function read(responses: object, reply: Reply, init: object = {}): Promise<unknown> {
  const { answer } = await recordWire(answering(responses), reply);
  const { data } = await answer("take", init);
  return data instanceof Blob ? [data.type, await data.text()] : data;
}

test.each<[string, object, Reply, unknown]>([
  [
    "JSON",
    { "application/json": { schema } },
    { type: "application/json", body: '{"a":1}' },
    { a: 1 },
  ],
  [
    "vendor JSON",
    { "application/vnd.x+json": { schema } },
    { type: "application/vnd.x+json", body: '{"a":1}' },
    { a: 1 },
  ],
  [
    "text",
    { "text/plain": { schema: { type: "string" } } },
    { type: "text/plain", body: "5" },
    "5",
  ],
  [
    "a number as text",
    { "text/plain": { schema: { type: "integer" } } },
    { type: "text/plain", body: "5" },
    "5",
  ],
  [
    "XML",
    { "application/xml": { schema } },
    { type: "application/xml", body: "<a>1</a>" },
    "<a>1</a>",
  ],
  ["YAML", { "application/yaml": { schema } }, { type: "application/yaml", body: "a: 1" }, "a: 1"],
  [
    "a file",
    { "application/pdf": file },
    { type: "application/pdf", body: "%PDF" },
    ["application/pdf", "%PDF"],
  ],
  [
    "a file without a schema",
    { "image/png": {} },
    { type: "image/png", body: "PNG" },
    ["image/png", "PNG"],
  ],
  ["a file of any type", { "*/*": file }, { type: "text/html", body: "<p>" }, ["text/html", "<p>"]],
  [
    "text that is a file",
    { "text/csv": file },
    { type: "text/csv", body: "a,b" },
    ["text/csv", "a,b"],
  ],
])("%s is read as what it is", async (_, content, reply, expected) => {
  expect(await read({ 200: response(content) }, reply)).toEqual(expected);
});

const several = {
  200: response({
    "application/json": { schema },
    "text/csv": { schema: { type: "string" } },
    "application/pdf": file,
  }),
  204: response(),
};

test.each<[Reply, unknown]>([
  [{ type: "application/json; charset=utf-8", body: '{"a":1}' }, { a: 1 }],
  [{ type: "application/problem+json", body: '{"a":2}' }, { a: 2 }],
  [{ type: "text/csv", body: "a,b" }, "a,b"],
  [{ type: "application/pdf", body: "%PDF" }, ["application/pdf", "%PDF"]],
  [{ type: "image/png", body: "PNG" }, ["image/png", "PNG"]],
  [{ status: 204 }, undefined],
  [{ type: "application/json" }, undefined],
  [{ type: "application/pdf" }, undefined],
])("of several, %j is read by its Content-Type", async (reply, expected) => {
  expect(await read(several, reply)).toEqual(expected);
});

test("an empty answer is undefined, and a caller may read in another way", async () => {
  expect(await read({ 200: response({ "text/plain": {} }) }, { status: 204 })).toBeUndefined();
  const pdf = { 200: response({ "application/pdf": file }) };
  expect(await read(pdf, { status: 204 })).toBeUndefined();
  expect(await read(pdf, { body: "text" }, { parseAs: "text" })).toBe("text");
  expect(await read(several, { type: "text/csv", body: "[1]" }, { parseAs: "json" })).toEqual([1]);
  const stream = await read(pdf, { body: "1234" }, { parseAs: "stream" });
  expect(await new Response(stream as ReadableStream).text()).toBe("1234");
});

test("what went wrong is an error, whatever a success would have been", async () => {
  const { answer } = await recordWire(
    answering({ ...several, "4XX": response({ "application/json": { schema } }) }),
    { status: 404, type: "application/json", body: '{"a":1}' },
  );
  expect(await answer("take")).toMatchObject({ error: { a: 1 } });
});

test("what is declared has its type: `default` alone, a file, an empty answer, the reading of a caller's choice", async () => {
  const operation = (operationId: string, responses: object) => ({
    get: { operationId, responses },
  });
  const description = {
    ...answering({}),
    paths: {
      "/file": operation("getFile", {
        200: response({ "application/pdf": file }),
        "4XX": response({ "application/json": { schema } }),
      }),
      "/default": operation("getDefault", {
        default: response({ "application/json": { schema } }),
      }),
      "/several": operation("getSeveral", several),
      "/reset": operation("reset", {
        205: response(),
        400: response({ "text/plain": { schema: { type: "string" } } }),
      }),
    },
  };
  const consumer = `import createClient from "openapi-fetch";
import { getDefault, getFile, getSeveral, reset } from "./client.js";
import type { paths } from "./types.js";
const client = createClient<paths>({ baseUrl: "http://127.0.0.1" });
const file = await getFile(client, {});
if (file.data) await file.data.arrayBuffer();
if (file.error) file.error.a?.toFixed();
const whole = await getDefault(client);
whole.data?.a?.toFixed();
whole.error?.a?.toFixed();
const one = (await getSeveral(client)).data;
if (one instanceof Blob) one.size;
else if (typeof one === "string") one.length;
else one?.a?.toFixed();
export const none: undefined = (await reset(client)).data;
(await getFile(client, { parseAs: "text" })).data?.toUpperCase();
(await getFile(client, { parseAs: "stream" })).data?.getReader();
(await getFile(client)).data?.a;
(await getFile(client, { parseAs: "text" })).data?.arrayBuffer();
(await getFile(client, { parseAs: "yaml" }));
(await getSeveral(client)).data?.size;`;
  const errors = await compileConsumer(await renderSources(JSON.stringify(description)), consumer);
  expect([...new Set(errors.map(({ file: name, line }) => `${name}:${line}`))]).toEqual(
    [18, 19, 20, 21].map((line) => `consumer.ts:${line}`),
  );
});

test("two JSON types under one status have a validator each", async () => {
  const other = { type: "object", required: ["b"], properties: { b: { type: "string" } } };
  const content = { "application/json": { schema }, "application/vnd.b+json": { schema: other } };
  const { take } = await loadValidators(
    await renderSources(JSON.stringify(answering({ 200: response(content) }))),
  );
  const forms = take?.contents?.["200"] ?? {};
  const judged = [{ a: 1 }, { b: "x" }, { a: "x" }].map((value) =>
    Object.values(forms).map((validate) => validate(value)),
  );
  expect(Object.keys(forms)).toEqual(Object.keys(content));
  expect(judged).toEqual([
    [true, false],
    [true, true],
    [false, false],
  ]);
});
