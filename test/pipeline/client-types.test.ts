import { expect, test } from "vitest";
import { makeDescription } from "../bench/make-description.ts";
import { compileConsumer, renderFile, renderSources, textOf } from "../helpers/pipeline.js";
import type { Rendered } from "../../scripts/pipeline.ts";

const SAME = `
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(is: Same<A, B>) { return is; }
`;

/** Compares each function with a call of openapi-fetch itself. */
function comparison(rendered: Rendered): string {
  const client = textOf(rendered, "client.ts");
  const calls = [
    ...client.matchAll(
      /export function (\w+)\(\s*client: [^,]+,\s*init: \$FetchOptions<\s*\$paths\[("[^"]+")\]\["\w+"\]\s*>( = \{\})?,?\s*\): [^{]*\{\s*return \$calls\(client\)\.(\w+)\(/g,
    ),
  ].map(([, name = "", path = "", bare = "", method = ""]) => {
    const types = `paths[${path}]["${method.toLowerCase()}"]`;
    return `
const ${name} = (client: Client<paths>, init: FetchOptions<${types}>${bare}) => client.${method}(${path}, init);
const ${name}Spread = (client: Client<paths>, init: FetchOptions<${types}>${bare}) =>
  client.${method}(${path}, { pathSerializer: () => "", ...init });
same<typeof ${name}, typeof generated.${name}>(true);
same<typeof ${name}Spread, typeof generated.${name}>(true);`;
  });
  expect(calls.length).toBeGreaterThan(2);
  return `
import type { Client, FetchOptions } from "openapi-fetch";
import type { paths } from "./types.js";
import type * as generated from "./client.js";
${SAME}${calls.join("\n")}
`;
}

const VARIED = JSON.stringify({
  openapi: "3.0.3",
  info: { title: "T", version: "1" },
  paths: {
    "/things": {
      get: {
        operationId: "optional",
        parameters: [
          { name: "q", in: "query", schema: { type: "array", items: { type: "string" } } },
        ],
        responses: { 200: { description: "OK" } },
      },
      post: {
        operationId: "optionalBody",
        requestBody: {
          content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } },
        },
        responses: {
          201: {
            description: "OK",
            content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } },
          },
          "4XX": {
            description: "No",
            content: { "application/json": { schema: { type: "string" } } },
          },
        },
      },
      head: { operationId: "nothing", responses: { 204: { description: "OK" } } },
      options: { operationId: "anything", responses: { default: { description: "OK" } } },
    },
  },
  components: {
    schemas: {
      Thing: {
        type: "object",
        required: ["id", "secret"],
        properties: {
          id: { type: "string", readOnly: true },
          secret: { type: "string", writeOnly: true },
          next: { $ref: "#/components/schemas/Thing" },
        },
      },
    },
  },
});

test.each([
  ["our own", () => renderFile("spec/openapi.yaml")],
  ["one of many resources", () => renderSources(makeDescription(10))],
  ["one with what is rare", () => renderSources(VARIED)],
])("a function of %s takes and gives what a call of openapi-fetch does", async (_, make) => {
  const rendered = await make();
  expect(await compileConsumer(rendered, comparison(rendered))).toEqual([]);
});

test.each([
  ["calls a path that is not there", /(GET\()"\/items0"/, `$1"/items9"`],
  ["calls another path", /(GET\()"\/items0"/, `$1"/items0/{id}"`],
  ["calls a method that the path does not have", /GET(\("\/items0")/, `DELETE$1`],
  ["calls a method that no path has", /GET(\("\/items0")/, `TRACE$1`],
  ["calls another method of the path", /GET(\("\/items0")/, `POST$1`],
  ["declares a path that is not there", /(\$paths\[)"\/items0"(\]\["get")/g, `$1"/items9"$2`],
  ["declares a method that the path does not have", /(\$paths\["\/items0"\]\[)"get"/g, `$1"put"`],
])("a function that %s does not compile", async (_, from, to) => {
  const rendered = await renderSources(makeDescription(10));
  const source = textOf(rendered, "client.ts");
  const broken = source.replace(from, to);
  expect(broken).not.toBe(source);
  const files = new Map([...rendered.files, ["client.ts", broken]]);
  const errors = await compileConsumer({ ...rendered, files }, "");
  expect(errors.map(({ file }) => file)).toContain("client.ts");
});
