import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { buildValidators } from "../../scripts/emit/ajv.ts";
import { emitClient } from "../../scripts/emit/client.ts";
import { formatFile } from "../../scripts/emit/format.ts";
import { emitOperations } from "../../scripts/emit/operations.ts";
import { emitReadme } from "../../scripts/emit/readme.ts";
import { emitSchemas } from "../../scripts/emit/schemas.ts";
import { emitTypes } from "../../scripts/emit/types.ts";
import { emitValidators } from "../../scripts/emit/validators.ts";
import { operationsOf } from "../../scripts/model/operations.ts";
import { serversOf } from "../../scripts/model/wire.ts";
import { schemasOf } from "../../scripts/normalise/hoist.ts";
import { normalise } from "../../scripts/normalise/normalise.ts";
import { typesView } from "../../scripts/normalise/types-view.ts";
import { makeDescription } from "../bench/make-description.ts";
import { description, name, published, schema, text } from "./laid-out-descriptions.js";
import type { JsonObject } from "../../scripts/model/json.ts";

function describing(A: object, other: object): JsonObject {
  return JSON.parse(
    JSON.stringify({
      openapi: "3.1.0",
      info: { title: "Layout", version: "1.0.0" },
      paths: {
        "/a": {
          get: {
            operationId: "get",
            summary: "Gets",
            responses: {
              200: { description: "Done", content: { "application/json": { schema: A } } },
            },
          },
        },
      },
      components: { schemas: { A, A_schema_with_quite_a_long_name: other } },
    }),
  ) as JsonObject;
}

async function expectLaidOut(text: string, name = "any.ts"): Promise<void> {
  expect(text).toBe(await formatFile(name, text));
}

/** What is emitted by templates, in the description as it is. */
async function templatesOf(document: JsonObject): Promise<string[]> {
  const operations = operationsOf(document);
  const { validators } = emitValidators(operations, buildValidators(document));
  return [
    emitSchemas(schemasOf(document)),
    emitOperations(operations, serversOf(document["servers"])),
    validators,
    await emitClient(operations),
  ];
}

test("types are laid out as prettier lays them out, whatever is described", async () => {
  await fc.assert(
    fc.asyncProperty(schema, schema, async (A, other) =>
      expectLaidOut(await emitTypes(typesView(describing(A, other)))),
    ),
    { seed: 1, numRuns: 30, endOnFailure: true },
  );
}, 120_000);

test("so is what templates emit", async () => {
  await fc.assert(
    fc.asyncProperty(description, async (made) => {
      const document = JSON.parse(JSON.stringify(made)) as JsonObject;
      for (const each of await templatesOf(document)) await expectLaidOut(each);
    }),
    { seed: 1, numRuns: 30, endOnFailure: true },
  );
}, 120_000);

test("so is the README, of plain names and of others", async () => {
  const odd = fc.oneof(name, text, fc.constantFrom("a`b", "a|b", "__a__", "<b>", "*/"));
  await fc.assert(
    fc.asyncProperty(description, odd, odd, fc.boolean(), async (made, title, step, int64) => {
      const document = JSON.parse(JSON.stringify(made)) as JsonObject;
      const [operation, ...operations] = operationsOf(document);
      const first = operation ? [{ ...operation, path: `${operation.path}/${step}` }] : [];
      const files = new Set(int64 ? ["send.ts", "multipart.ts", "serialise.ts"] : []);
      const line = `Generated from "${title.replace(/\s+/g, " ").replaceAll("-->", "-- >")}"`;
      for (const some of [[...first, ...operations], operations, []])
        await expectLaidOut(await emitReadme(line, some, files, int64), "README.md");
    }),
    { seed: 1, numRuns: 30, endOnFailure: true },
  );
}, 120_000);

test("so are descriptions that people write, and published ones with names as long as lines", async () => {
  const own = await readFile("generated/openapi.json", "utf8");
  for (const made of [makeDescription(40), own, published()]) {
    const document = normalise(JSON.parse(made) as JsonObject, new Map());
    for (const each of [...(await templatesOf(document)), await emitTypes(typesView(document))])
      await expectLaidOut(each);
  }
}, 60_000);
