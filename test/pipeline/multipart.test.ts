import { expect, test } from "vitest";
import { compileConsumer, renderSources, textOf } from "../helpers/pipeline.js";
import { readForm, recordWire } from "../helpers/recorded-wire.js";

const string = { type: "string" };
const integer = { type: "integer" };
const binary = { type: "string", format: "binary" };
const object = (properties: object) => ({ type: "object", properties });

/** An operation `send` with one multipart body. */
function describing(
  schema: object,
  encoding: object,
  { openapi = "3.1.0", media = "multipart/form-data" } = {},
) {
  return {
    openapi,
    info: { title: "Parts", version: "1" },
    paths: {
      "/send": {
        post: {
          operationId: "send",
          requestBody: { required: true, content: { [media]: { schema, encoding } } },
          responses: { 204: { description: "x" } },
        },
      },
    },
    components: {
      headers: { Limit: { description: "x", schema: integer } },
    },
  };
}

const color = { type: ["string", "array", "object"] };
const array = ["blue", "black", "br|o wn"];
const rgb = { R: 100, G: 200 };

/** Style, explode, a value, and the parts; OpenAPI 3.1.1 has the styles of the query here, without percent signs. */
// prettier-ignore
test.each([
  ["form",           undefined, "a b&c",  [["color", "a b&c"]]],
  ["form",           undefined, array,    [["color", "blue"], ["color", "black"], ["color", "br|o wn"]]],
  ["form",           undefined, rgb,      [["R", "100"], ["G", "200"]]],
  ["form",           false,     array,    [["color", "blue,black,br|o wn"]]],
  ["form",           false,     rgb,      [["color", "R,100,G,200"]]],
  ["spaceDelimited", undefined, array,    [["color", "blue black br|o wn"]]],
  ["pipeDelimited",  undefined, array,    [["color", "blue|black|br|o wn"]]],
  ["pipeDelimited",  undefined, rgb,      [["color", "R|100|G|200"]]],
  ["pipeDelimited",  true,      array,    [["color", "blue"], ["color", "black"], ["color", "br|o wn"]]],
  ["deepObject",     true,      rgb,      [["color[R]", "100"], ["color[G]", "200"]]],
  ["deepObject",     undefined, { a: { b: [1, 2] } }, [["color[a][b]", "1"], ["color[a][b]", "2"]]],
  ["form",           undefined, [],       []],
])("style %s, explode %s in multipart/form-data: %j", async (style, explode, value, expected) => {
  // A type beside a style is ignored, as the standard says.
  const encoding = { color: { style, explode, contentType: "application/json" } };
  const { sent } = await recordWire(describing(object({ color, last: string }), encoding));
  const parts = await readForm(await sent("send", { body: { color: value, last: "x" } }));
  expect(parts.map(({ name, value: text, type }) => [name, text, type])).toEqual([
    ...expected.map((pair) => [...pair, "text/plain"]),
    ["last", "x", "text/plain"],
  ]);
});

test("`explode` or `allowReserved` alone ask for the style form; a file stays a file", async () => {
  const encoding = {
    list: { explode: false },
    text: { allowReserved: true },
    file: { style: "form" },
  };
  const schema = object({ list: { type: "array", items: string }, text: string, file: binary });
  const { sent } = await recordWire(describing(schema, encoding));
  const body = { list: ["a", "b"], text: "a/b %", file: new File(["x"], "x.txt") };
  expect(await readForm(await sent("send", { body }))).toMatchObject([
    { name: "list", value: "a,b" },
    { name: "text", value: "a/b %" },
    { name: "file", value: "x", file: "x.txt" },
  ]);
});

test("in 3.0, and in other multipart types, a style is ignored, as the standard says", async () => {
  const encoding = { list: { style: "pipeDelimited" } };
  const schema = object({ list: { type: "array", items: string } });
  for (const where of [{ openapi: "3.0.3" }, { media: "multipart/mixed" }]) {
    const { sent } = await recordWire(describing(schema, encoding, where));
    const arrived = await sent("send", { body: { list: ["a", "b"] } });
    expect(arrived.body.toString().match(/name="list"\r\n\r\n.*/g)).toHaveLength(2);
  }
});

const headers = {
  "X-Limit": { $ref: "#/components/headers/Limit" },
  "X-Kind": { required: true, schema: { type: "string", enum: ["a", "b"] } },
  "X-List": { schema: { type: "array", items: string } },
  "X-Pairs": { explode: true, schema: { type: "object" } },
  "X-Json": { content: { "application/json": { schema: {} } } },
  "Content-Type": { schema: string },
};
const withHeaders = describing(
  {
    ...object({ file: binary, more: { type: "array", items: binary }, note: string }),
    required: ["file"],
  },
  { file: { headers }, more: { headers: { "X-Limit": headers["X-Limit"] } } },
);

test("a part has the headers that `encoding` declares, each item of a list its own", async () => {
  const { sent } = await recordWire(withHeaders);
  const file = new Blob(["1"], { type: "image/png" });
  const arrived = await sent("send", {
    body: { file, more: [file, file], note: "n" },
    partHeaders: {
      file: {
        "X-Limit": 5,
        "X-Kind": "a",
        "X-List": ["x", "y"],
        "X-Pairs": { a: 1, b: 2 },
        "X-Json": { a: [1] },
        "Content-Type": "text/html",
      },
      more: [{ "X-Limit": 1 }, {}],
    },
  });
  const heads = arrived.body
    .toString()
    .split(/\r\n--part-.*\r\n|^--part-.*\r\n/)
    .map((part) => part.split("\r\n\r\n")[0]?.split("\r\n").slice(1));
  expect(heads.slice(1, -1)).toEqual([
    [
      "Content-Type: image/png",
      "X-Limit: 5",
      "X-Kind: a",
      "X-List: x,y",
      "X-Pairs: a=1,b=2",
      'X-Json: {"a":[1]}',
    ],
    ["Content-Type: image/png", "X-Limit: 1"],
    ["Content-Type: image/png"],
    [],
  ]);
  expect((await readForm(arrived)).map(({ name, value }) => [name, value])).toEqual([
    ["file", "1"],
    ["more", "1"],
    ["more", "1"],
    ["note", "n"],
  ]);
  const split = { file: { "X-Kind": "a\r\nX-Other: 1" } };
  await expect(sent("send", { body: { file }, partHeaders: split })).rejects.toThrow("line break");
});

test("the headers of parts are typed, and asked for where the description asks for them", async () => {
  const rendered = await renderSources(JSON.stringify(withHeaders));
  const call = (init: string) => `await send(client, { body: { file: new Blob([]) }, ${init} });`;
  const consumer = `import createClient from "openapi-fetch";
import { send } from "./client.js";
import type { paths } from "./types.js";
const client = createClient<paths>({ baseUrl: "http://127.0.0.1" });
${call('partHeaders: { file: { "X-Kind": "a", "X-List": ["x"], "X-Json": {} }, more: [{ "X-Limit": 1 }] }')}
${call("")}
${call("partHeaders: { file: {} }")}
${call('partHeaders: { file: { "X-Kind": "c" } }')}
${call('partHeaders: { file: { "X-Kind": "a", "X-Limit": "1" } }')}
${call('partHeaders: { file: { "X-Kind": "a", "Content-Type": "text/html" } }')}
${call('partHeaders: { file: { "X-Kind": "a" }, note: {} }')}`;
  const errors = await compileConsumer(rendered, consumer);
  expect([...new Set(errors.map(({ file, line }) => `${file}:${line}`))]).toEqual(
    [6, 7, 8, 9, 10, 11].map((line) => `consumer.ts:${line}`),
  );
  expect(textOf(rendered, "client.ts")).toContain('from "./multipart.js"');
});

test("text that stands for bytes says so, unless the description is of 3.0 or names a type", async () => {
  const encoded = { type: "string", contentEncoding: "base64" };
  const schema = object({ a: encoded, b: { type: "array", items: encoded }, c: encoded });
  const encoding = { c: { contentType: "image/png" } };
  const { sent } = await recordWire(describing(schema, encoding));
  const body = { a: "AA==", b: ["AA=="], c: "AA==" };
  const bytes = "application/octet-stream";
  const arrived = (await sent("send", { body })).body.toString();
  expect(arrived.match(/(?<=Content-Type: ).*/g)).toEqual([bytes, bytes, "image/png"]);
  const older = object({ a: { type: "string", format: "byte" } });
  const then = await recordWire(describing(older, {}, { openapi: "3.0.3" }));
  const plain = (await then.sent("send", { body: { a: "AA==" } })).body.toString();
  expect(plain).not.toContain("Content-Type:");
});
