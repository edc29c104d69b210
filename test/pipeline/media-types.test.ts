import { expect, test } from "vitest";
import { compileConsumer, loadValidators, renderSources } from "../helpers/pipeline.js";

const text = { schema: { type: "string" } };
const number = { schema: { type: "integer" } };

const description = JSON.stringify({
  openapi: "3.1.0",
  info: { title: "Media", version: "1" },
  paths: {
    "/send": {
      post: {
        operationId: "send",
        requestBody: { content: { "application/json; charset=utf-8": text } },
        responses: {
          200: { description: "x", content: { "*/*": text } },
          201: { description: "x", content: { "text/plain": number, "application/*": text } },
          202: { description: "x", content: { "*/*": number, "application/vnd.x.v1+json": text } },
          203: { description: "x", content: { "text/html": text } },
          204: { description: "x" },
          205: { description: "x", content: { "application/json-seq": text } },
          206: { description: "x", content: { "application/jsonlines": text } },
          "4XX": { description: "x", content: { "Application/JSON": text, "text/json": text } },
          default: {
            description: "x",
            content: {
              "application/problem+json;charset=UTF-8": {
                schema: {
                  type: "object",
                  required: ["title"],
                  properties: { title: { type: "string" } },
                },
              },
            },
          },
        },
      },
    },
  },
});

test("the JSON form of a body is found under every name it goes by, and only there", async () => {
  const { send } = await loadValidators(await renderSources(description));
  expect(Object.keys(send?.responses ?? {})).toEqual(["200", "201", "202", "4XX", "default"]);
  for (const status of ["200", "201", "202", "4XX"]) {
    const validate = send?.responses[status];
    expect([status, validate?.("x"), validate?.(1)]).toEqual([status, true, false]);
  }
  expect([send?.request?.("x"), send?.request?.(1)]).toEqual([true, false]);
  const problem = send?.responses["default"];
  expect([problem?.({ title: "x" }), problem?.({})]).toEqual([true, false]);
});

test("a caller gets data and error as declared", async () => {
  const consumer = `import createClient from "openapi-fetch";
import { send } from "./client.js";
import type { paths } from "./types.js";
const { data, error } = await send(createClient<paths>({ baseUrl: "http://127.0.0.1" }), {});
export const text: string | number | undefined = data;
export const title: string | undefined = typeof error === "object" ? error.title : error;
export const wrong: boolean | undefined = data;`;
  const errors = await compileConsumer(await renderSources(description), consumer);
  expect(errors.map(({ file, line }) => [file, line])).toEqual([["consumer.ts", 7]]);
});
