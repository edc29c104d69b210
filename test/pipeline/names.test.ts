import { describe, expect, test } from "vitest";
import { identifier } from "../../scripts/model/names.ts";
import { loadValidators, refusal, renderSources, textOf } from "../helpers/pipeline.js";

/** A description with a path and an operation for each id. */
function withIds(ids: readonly string[]): string {
  const schema = { type: "array", uniqueItems: true, items: { type: "string", minLength: 1 } };
  const operation = (operationId: string) => ({
    operationId,
    responses: { 200: { description: "x", content: { "application/json": { schema } } } },
  });
  const paths = ids.map((id, index) => [`/p${index}`, { get: operation(id) }]);
  return JSON.stringify({
    openapi: "3.1.0",
    info: { title: "Names", version: "1" },
    paths: Object.fromEntries(paths) as unknown,
  });
}

describe("a name that code can declare", () => {
  test.each([
    ["batchUnsubscribeAll", "batchUnsubscribeAll"],
    ["1st user's batch.unsubscribe-all", "_1stUsersBatchUnsubscribeAll"],
    ["get-/crm/{id}", "getCrmId"],
    ["delete", "delete_"],
    ["日本語", "日本語"],
    ["e\u0301tat", "\u00e9tat"],
    ["*/ alert(1) /*", "alert1"],
    ["__proto__", "__proto___"],
  ])("%j gives %s", (text, name) => {
    expect(identifier(text)).toBe(name);
  });
});

test("odd operationIds give functions, data and validators that work", async () => {
  const ids = [
    "1st user's batch.unsubscribe-all",
    ...["default", "delete", "class", "await", "eval", "arguments", "undefined"],
    ...["paths", "Client", "FetchOptions", "client", "init", "operations", "Operation"],
    ...["Violation", "Validate", "body0", "validate0", "schema1", "func0", "pattern0", "data"],
    ...["Array", "Object", "RegExp", "Math", "isFinite", "Record", "NonNullable"],
    ...["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"],
    ...["require", "module", "exports", "a#b/c%d", "100%", "`${x}`", "\u2028line", "日本語"],
  ];
  const rendered = await renderSources(withIds(ids));
  const validators = await loadValidators(rendered);
  const names = ids.map(identifier);
  const exported = names.flatMap((name) => [name, `$${name}Responses`]);
  expect(Object.keys(validators).sort()).toEqual(exported.sort());
  for (const id of ids) {
    const validate = validators[identifier(id)]?.responses["200"];
    expect([["a"], ["a", "a"], [""], [1], "a"].map((value) => validate?.(value))).toEqual([
      true,
      ...[false, false, false, false],
    ]);
    expect(textOf(rendered, "client.ts")).toContain(`export function ${identifier(id)}(`);
  }
  const data = textOf(rendered, "operations.ts");
  expect(data).toContain(`operationId: "a#b/c%d"`);
  expect(data).not.toMatch(/^ {2}__proto__:/m);
});

describe("operationIds that collapse into one name are refused, and both are named", () => {
  test.each([
    ["a-b", "a.b"],
    ["a b", "aB"],
    ["user's", "users"],
    ["delete", "delete_"],
  ])("%s and %s", async (one, other) => {
    const [problem] = await refusal(withIds([one, "between", other]));
    expect(problem).toMatch(/^openapi\.yaml:1 operationIds /);
    expect(problem).toContain(`${JSON.stringify(one)} and ${JSON.stringify(other)}`);
  });
});

test("an operationId that is used twice is refused, with both operations", async () => {
  const [problem] = await refusal(withIds(["twice", "twice"]));
  expect(problem).toContain(`operationId "twice" is used twice: also by GET /p0`);
});

test("an operation without an id is named by its method and path", async () => {
  const get = { responses: { 204: { description: "x" } } };
  const parameters = [{ name: "id", in: "path", required: true, schema: { type: "string" } }];
  const byId = { parameters, get, delete: get };
  const paths = { "/lists/{id}": byId, "/lists/id": { get }, "/": { get } };
  const info = { title: "T", version: "1" };
  const rendered = await renderSources(JSON.stringify({ openapi: "3.0.3", info, paths }));
  const names = [...textOf(rendered, "client.ts").matchAll(/function (\w+)/g)].map(
    ([, name]) => name,
  );
  expect(names).toEqual(["getListsById", "deleteListsById", "getListsId", "get_"]);
});

test("names of schemas are exported, odd ones as identifiers", async () => {
  const schemas = JSON.parse(
    `{"a.b":{},"1a":{},"string":{},"class":{},"constructor":{},"toString":{},"__proto__":{},"Problem":{}}`,
  ) as unknown;
  const info = { title: "T", version: "1" };
  const text = JSON.stringify({ openapi: "3.1.0", info, paths: {}, components: { schemas } });
  const exported = textOf(await renderSources(text), "schemas.ts").matchAll(/export type (\S+) =/g);
  expect([...exported].map(([, name]) => name).sort()).toEqual(
    ["aB", "_1a", "string_", "class_", "constructor", "toString", "__proto___", "Problem"].sort(),
  );
});

test("schemas that collapse into one name are refused, with the place of the second", async () => {
  const text = `openapi: 3.1.0
info: { title: T, version: "1" }
paths: {}
components:
  schemas:
    a.b: { type: string }
    a-b: { type: integer }
`;
  expect(await refusal(text)).toEqual([
    `openapi.yaml:7 schemas "a.b" and "a-b" would both be called aB`,
  ]);
});
