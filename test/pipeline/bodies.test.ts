import { expect, test } from "vitest";
import { compileConsumer, loadValidators, renderSources } from "../helpers/pipeline.js";
import { readForm, recordWire } from "../helpers/recorded-wire.js";

const string = { type: "string" };
const binary = { type: "string", format: "binary" };
const address = { type: "object", properties: { zip: string } };

function describe30or31(
  openapi: string,
  content: object,
  responses: object = { 200: { description: "x" } },
) {
  return {
    openapi,
    info: { title: "Bodies", version: "1" },
    paths: {
      "/send": {
        post: { operationId: "send", requestBody: { required: true, content }, responses },
      },
    },
  };
}

const content = (media: string, schema?: object, encoding?: object) => ({
  [media]: { ...(schema && { schema }), ...(encoding && { encoding }) },
});
const object = (properties: object) => ({ type: "object", properties });

test.each([
  ["application/merge-patch+json", address, { zip: "1" }, '{"zip":"1"}'],
  ["application/json; charset=utf-8", address, { zip: "ü" }, '{"zip":"ü"}'],
  ["text/plain", string, "a\nb ü", "a\nb ü"],
  ["text/csv", undefined, "a,b\n", "a,b\n"],
  ["application/xml", object({ a: string }), "<a>1</a>", "<a>1</a>"],
  ["application/octet-stream", undefined, new Uint8Array([0, 255, 10]), "\0\xff\n"],
  ["image/png", binary, new Blob(["\x89PNG"]), "\xc2\x89PNG"],
  ["application/pdf", binary, new TextEncoder().encode("%PDF").buffer, "%PDF"],
  ["application/zip", binary, new Blob(["PK"]).stream(), "PK"],
])("%s arrives as it is, with its type", async (media, schema, body, expected) => {
  const { sent } = await recordWire(describe30or31("3.1.0", content(media, schema)));
  const arrived = await sent("send", { body });
  expect(arrived.headers["content-type"]).toBe(media);
  const encoding = media.startsWith("text/") || media.includes("json") ? "utf8" : "latin1";
  expect(arrived.body.toString(encoding)).toBe(expected);
});

test("a form is written as the standard's own examples are", async () => {
  const { sent } = await recordWire(
    describe30or31(
      "3.1.0",
      content(
        "application/x-www-form-urlencoded",
        object({ id: string, address: { type: "object" } }),
      ),
    ),
  );
  const body = {
    id: "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    address: {
      streetAddress: "123 Example Dr.",
      city: "Somewhere",
      state: "CA",
      zip: "99999+1234",
    },
  };
  const arrived = await sent("send", { body });
  expect(arrived.headers["content-type"]).toBe("application/x-www-form-urlencoded");
  expect(arrived.body.toString()).toBe(
    "id=f81d4fae-7dec-11d0-a765-00a0c91e6bf6&address=%7B%22streetAddress%22%3A%22123+Example+Dr.%22%2C%22city%22%3A%22Somewhere%22%2C%22state%22%3A%22CA%22%2C%22zip%22%3A%2299999%2B1234%22%7D",
  );
  expect(await readForm(arrived)).toMatchObject([
    { name: "id", value: body.id },
    { name: "address", value: JSON.stringify(body.address) },
  ]);
});

test("a form's `encoding` says how each field is written", async () => {
  const fields = object({
    a: { type: "array", items: string },
    b: { type: "array", items: string },
    c: address,
    d: string,
    e: string,
  });
  const encoding = {
    b: { style: "pipeDelimited", explode: false },
    c: { style: "deepObject", explode: true },
    d: { allowReserved: true },
    e: { contentType: "application/json" },
  };
  const { sent } = await recordWire(
    describe30or31("3.1.0", content("application/x-www-form-urlencoded", fields, encoding)),
  );
  const arrived = await sent("send", {
    body: { a: ["1", "2 3"], b: ["x", "y"], c: { zip: "7" }, d: "a/b", e: "t", none: undefined },
  });
  expect(arrived.body.toString()).toBe("a=1&a=2+3&b=x%7Cy&c%5Bzip%5D=7&d=a/b&e=%22t%22");
});

test("in 3.0 an object in a form is written out, as that version says", async () => {
  const media = content(
    "application/x-www-form-urlencoded",
    object({ address, n: { type: "integer" } }),
  );
  const { sent } = await recordWire(describe30or31("3.0.3", media));
  const arrived = await sent("send", { body: { address: { zip: "1 2" }, n: 3 } });
  expect(arrived.body.toString()).toBe("zip=1%202&n=3");
});

test("a multipart body has a part for each value, of its own type, and only files have a file name", async () => {
  const fields = {
    allOf: [
      object({
        name: string,
        count: { type: "integer" },
        address,
        tags: { type: "array", items: string },
      }),
      object({
        file: binary,
        more: { type: "array", items: { $ref: "#/components/schemas/File" } },
        image: string,
        note: string,
      }),
    ],
  };
  const encoding = {
    image: { contentType: "image/png, image/jpeg" },
    note: { contentType: "text/markdown" },
  };
  const description = {
    ...describe30or31("3.0.3", content("multipart/form-data", fields, encoding)),
    components: { schemas: { File: binary } },
  };
  const { sent } = await recordWire(description);
  const arrived = await sent("send", {
    body: {
      name: 'a "b"\r\nc',
      count: 3,
      address: { zip: "1" },
      tags: ["x", "y"],
      file: new File(["\0\xff"], 'li"st ü.csv', { type: "text/csv" }),
      more: [new Blob(["1"]), new File(["2"], "2.bin")],
      image: new Blob(["png"], { type: "image/jpeg" }),
      note: "*n*",
      none: undefined,
    },
  });
  expect(arrived.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=[\w-]{1,70}$/);
  expect(Number(arrived.headers["content-length"])).toBe(arrived.body.length);
  expect(await readForm(arrived)).toEqual([
    { name: "name", value: 'a "b"\r\nc', type: "text/plain" },
    { name: "count", value: "3", type: "text/plain" },
    { name: "address", value: '{"zip":"1"}', type: "application/json" },
    { name: "tags", value: "x", type: "text/plain" },
    { name: "tags", value: "y", type: "text/plain" },
    { name: "file", value: "\0\xc3\xbf", type: "text/csv", file: "li%22st ü.csv" },
    { name: "more", value: "1", type: "application/octet-stream", file: "blob" },
    { name: "more", value: "2", type: "application/octet-stream", file: "2.bin" },
    { name: "image", value: "png", type: "image/jpeg", file: "blob" },
    { name: "note", value: "*n*", type: "text/markdown" },
  ]);
  const heads = arrived.body
    .toString("latin1")
    .split("\r\n")
    .filter((line) => line.startsWith("Content-Disposition"));
  expect(heads.filter((line) => line.includes("filename"))).toHaveLength(4);
});

const several = describe30or31("3.1.0", {
  "application/json": { schema: object({ a: string }) },
  "text/csv": { schema: string },
  "application/*+json": { schema: object({ b: string }) },
  "multipart/form-data": {
    schema: {
      ...object({ file: { contentMediaType: "image/png" }, n: { type: "integer" } }),
      required: ["file"],
    },
  },
});

test("where a body has several types the caller chooses, and JSON is meant without a word", async () => {
  const { sent } = await recordWire(several);
  const type = async (init: object) => {
    const { headers, body } = await sent("send", init);
    return [headers["content-type"]?.split(";")[0], body.toString().slice(0, 9)];
  };
  expect(await type({ body: { a: "1" } })).toEqual(["application/json", '{"a":"1"}']);
  expect(await type({ contentType: "text/csv", body: "a,b" })).toEqual(["text/csv", "a,b"]);
  expect(await type({ contentType: "application/x+json", body: { b: "" } })).toEqual([
    "application/x+json",
    '{"b":""}',
  ]);
  const form = await type({ contentType: "multipart/form-data", body: { file: new Blob([]) } });
  expect(form).toEqual(["multipart/form-data", "--part-" + String(form[1]).slice(7)]);
  await expect(sent("send", { contentType: "text/html", body: "" })).rejects.toThrow("text/html");
});

test("a call that would lose something does not compile", async () => {
  const consumer = `import createClient from "openapi-fetch";
import { send } from "./client.js";
import type { paths } from "./types.js";
const client = createClient<paths>({ baseUrl: "http://127.0.0.1" });
await send(client, { body: { a: "x" } });
await send(client, { contentType: "text/csv", body: "a" });
await send(client, { contentType: "application/merge-patch+json", body: { b: "x" } });
await send(client, { contentType: "multipart/form-data", body: { file: new Blob([]), n: 1 } });
await send(client, { body: "text" });
await send(client, { contentType: "text/csv", body: { a: "x" } });
await send(client, { contentType: "text/html", body: "a" });
await send(client, { contentType: "multipart/form-data", body: { file: "text" } });
await send(client, { contentType: "multipart/form-data", body: new URLSearchParams() });
await send(client, { contentType: "multipart/form-data", body: { n: 1 } });
await send(client, { bodi: { a: "x" } });
await send(client, {});`;
  const errors = await compileConsumer(await renderSources(JSON.stringify(several)), consumer);
  expect([...new Set(errors.map(({ file, line }) => `${file}:${line}`))]).toEqual(
    [9, 10, 11, 12, 13, 14, 15, 16].map((line) => `consumer.ts:${line}`),
  );
});

test("each form of a body has its validator, chosen by its media type", async () => {
  const { send } = await loadValidators(await renderSources(JSON.stringify(several)));
  const forms = send?.contents?.["request"] ?? {};
  expect(Object.keys(forms)).toEqual([
    "application/json",
    "application/*+json",
    "multipart/form-data",
  ]);
  expect([{ a: "x" }, { a: 1 }].map((value) => send?.request?.(value))).toEqual([true, false]);
  expect([{ b: "x" }, { b: 1 }].map((value) => forms["application/*+json"]?.(value))).toEqual([
    true,
    false,
  ]);
  const multipart = [{ file: new Blob([]) }, { file: "text" }, {}, { file: new Blob([]), n: "1" }];
  expect(multipart.map((value) => forms["multipart/form-data"]?.(value))).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
