import express from "express";
import multer from "multer";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import createClient from "openapi-fetch";
import { expect, onTestFinished, test } from "vitest";
import { loadGenerated, renderSources } from "../helpers/pipeline.js";

const string = { type: "string" };
const binary = { type: "string", format: "binary" };
const json = { content: { "application/json": { schema: {} } }, description: "x" };

function posting(operationId: string, media: string, schema: object, response: object = json) {
  const requestBody = { required: true, content: { [media]: { schema } } };
  return { post: { operationId, requestBody, responses: { 200: response } } };
}

const object = (properties: object) => ({ type: "object", properties });
const answering = (media: string, schema: object) => ({
  description: "x",
  content: { [media]: { schema } },
});

/** Also the parts of an import as large services have it: a description of the import, and the files. */
const description = {
  openapi: "3.1.0",
  info: { title: "Served by Express", version: "1" },
  paths: {
    "/form": posting(
      "form",
      "application/x-www-form-urlencoded",
      object({ name: string, tags: { type: "array", items: string }, at: object({ zip: string }) }),
    ),
    "/import": posting(
      "startImport",
      "multipart/form-data",
      object({ importRequest: string, files: { type: "array", items: binary }, at: object({}) }),
    ),
    "/text": posting("text", "text/plain", string, answering("text/plain", string)),
    "/bytes": posting("bytes", "image/png", binary, answering("image/png", binary)),
    "/search/{ids}": {
      get: {
        operationId: "search",
        parameters: [
          { name: "ids", in: "path", required: true, schema: { type: "array", items: string } },
          { name: "filter", in: "query", style: "deepObject", explode: true, schema: object({}) },
          { name: "X-List", in: "header", schema: { type: "array", items: string } },
          { name: "session", in: "cookie", schema: string },
        ],
        responses: { 200: json },
      },
    },
  },
};

/** A server as many are: Express, with its own parsers and multer. */
function makeServer() {
  const app = express();
  app.set("query parser", "extended");
  app.post("/form", express.urlencoded({ extended: true }), (request, response) => {
    response.json(request.body);
  });
  app.post("/import", multer().array("files"), (request, response) => {
    const files = (request.files as Express.Multer.File[]).map((file) => ({
      name: file.originalname,
      type: file.mimetype,
      text: file.buffer.toString(),
    }));
    response.json({ fields: request.body, files });
  });
  app.post("/text", express.text(), (request, response) => {
    response.type("text/plain").send(`${request.body} back`);
  });
  app.post("/bytes", express.raw({ type: "image/png" }), (request, response) => {
    response.type("image/png").send(Buffer.from(request.body as Buffer).reverse());
  });
  app.get("/search/:ids", ({ params, query, headers }, response) => {
    response.json({ params, query, list: headers["x-list"], cookie: headers.cookie });
  });
  return app.listen(0, "127.0.0.1");
}

type Call = (client: unknown, init: object) => Promise<{ data?: unknown }>;

test("Express and multer read what the emitted functions send, and are read in turn", async () => {
  const functions = await loadGenerated(
    await renderSources(JSON.stringify(description)),
    "client.ts",
  );
  const server = makeServer();
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const client = createClient({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
  const call = async (name: string, init: object) =>
    (await (functions[name] as Call)(client, init)).data;

  const form = { name: "ü & =", tags: ["a", "b c"], at: { zip: "1" } };
  expect(await call("form", { body: form })).toEqual({ ...form, at: '{"zip":"1"}' });
  expect(
    await call("startImport", {
      body: {
        importRequest: '{"name":"list"}',
        files: [new File(["a,b"], "li st.csv", { type: "text/csv" }), new Blob(["2"])],
        at: { zip: "1" },
      },
    }),
  ).toEqual({
    fields: { importRequest: '{"name":"list"}', at: '{"zip":"1"}' },
    files: [
      { name: "li st.csv", type: "text/csv", text: "a,b" },
      { name: "blob", type: "application/octet-stream", text: "2" },
    ],
  });
  expect(await call("text", { body: "there and" })).toBe("there and back");
  const bytes = (await call("bytes", { body: new Uint8Array([1, 0, 255]) })) as Blob;
  expect(bytes.type).toBe("image/png");
  expect([...new Uint8Array(await bytes.arrayBuffer())]).toEqual([255, 0, 1]);
  expect(
    await call("search", {
      params: {
        path: { ids: ["a/b", "c"] },
        query: { filter: { from: "1", deep: { x: ["y"] } } },
        header: { "X-List": ["1", "2"] },
        cookie: { session: "a b" },
      },
    }),
  ).toEqual({
    params: { ids: "a/b,c" },
    query: { filter: { from: "1", deep: { x: "y" } } },
    list: "1,2",
    cookie: "session=a%20b",
  });
});
