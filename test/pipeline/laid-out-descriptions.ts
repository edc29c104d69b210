import fc from "fast-check";

/** Words of many lengths, so that lines end on either side of the width, and with what has rules of its own. */
const word = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."abcdefgh_"), minLength: 1, maxLength: 30 }),
  fc.constantFrom(
    "it's",
    'say "x"',
    `"'"`,
    "a\\b",
    "naïve",
    "日本語",
    "🙂",
    "a b",
    "1",
    "1e21",
    "*/",
    "",
  ),
);
export const text = fc.array(word, { maxLength: 4 }).map((words) => words.join(" "));
const lines = fc.array(text, { maxLength: 3 }).map((texts) => texts.join("\n"));

/** Schemas that come to each kind of type: objects, unions, intersections, lists, literals, maps, references. */
export const schema = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(
      { type: "string" },
      { type: ["string", "null"] },
      { $ref: "#/components/schemas/A" },
      { $ref: "#/components/schemas/A_schema_with_quite_a_long_name" },
      { type: "object" },
      { type: "object", additionalProperties: false },
    ),
    fc.record({ enum: fc.uniqueArray(word, { minLength: 1, maxLength: 6 }), description: lines }),
    fc.record({
      enum: fc.uniqueArray(fc.oneof(fc.integer(), fc.boolean(), fc.double()), { minLength: 1 }),
    }),
    fc.record(
      {
        type: fc.constantFrom("object", ["object", "null"]),
        properties: fc.dictionary(word, tie("schema"), { maxKeys: 4, noNullPrototype: true }),
        description: lines,
        title: text,
        deprecated: fc.boolean(),
        additionalProperties: fc.oneof(fc.boolean(), tie("schema")),
      },
      { requiredKeys: ["type", "properties"] },
    ),
    fc.record({ type: fc.constantFrom("array", ["array", "null"]), items: tie("schema") }),
    fc.record({
      type: fc.constant("array"),
      prefixItems: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }),
    }),
    fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 4 }) }),
    fc.record({ allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 4 }) }),
  ),
})).schema;

/** Of every length near which something is broken. */
export const name = fc.string({
  unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz"),
  minLength: 2,
  maxLength: 110,
  size: "max",
});
const media = fc.constantFrom("application/json", "text/plain", "application/vnd.example.v1+json");
const content = fc.dictionary(media, fc.constant({ schema: { type: "string" } }), {
  minKeys: 1,
  maxKeys: 3,
  noNullPrototype: true,
});
const answers = fc.dictionary(
  fc.constantFrom("200", "201", "4XX", "default"),
  fc.record({ description: fc.constant("Done"), content }),
  { maxKeys: 4, noNullPrototype: true },
);
const servers = fc.array(
  fc.record(
    {
      url: fc.tuple(name, name).map((hosts) => `https://${hosts.join(".")}.example.com/{v}`),
      description: text,
      variables: fc.constantFrom(
        { v: { default: "v1", enum: ["v1", "v2"] } },
        { v: { default: "" } },
      ),
    },
    { requiredKeys: ["url"] },
  ),
  { maxLength: 3 },
);
const id = { name: "id", in: "path", required: true, schema: { type: "string" } };
const operation = fc.record(
  {
    operationId: name,
    summary: text,
    deprecated: fc.boolean(),
    parameters: fc
      .subarray([
        { name: "q", in: "query", schema: { type: "array", items: { type: "string" } } },
        {
          name: "r",
          in: "query",
          style: "pipeDelimited",
          explode: false,
          schema: { type: "array" },
        },
        { name: "h", in: "header", schema: { type: "string" } },
      ])
      .map((others) => [id, ...others]),
    requestBody: fc.record({ content }),
    responses: answers,
    servers,
    security: fc.array(
      fc.dictionary(name, fc.array(name, { maxLength: 3 }), { maxKeys: 2, noNullPrototype: true }),
      {
        maxLength: 3,
      },
    ),
    "x-batch": fc.record({ property: name, size: fc.integer({ min: 1, max: 1000 }) }),
  },
  { requiredKeys: ["operationId", "responses", "parameters"] },
);
export const description = fc.record({
  openapi: fc.constant("3.1.0"),
  info: fc.constant({ title: "Layout", version: "1.0.0" }),
  servers,
  paths: fc.dictionary(
    fc.tuple(name, name).map((steps) => `/${steps.join("/")}/{id}`),
    fc.record({ post: operation, put: operation }, { requiredKeys: ["post"] }),
    { minKeys: 1, maxKeys: 3, noNullPrototype: true },
  ),
  components: fc.record({
    schemas: fc.dictionary(name, fc.record({ type: fc.constant("string"), description: text }), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  }),
});

/** As published descriptions are: identifiers made of paths, versions in them, any media type, forms and lists of lists. */
export function published(): string {
  const path = "/account-info/2026-03/api-usage/daily/private-apps";
  const longer = `${path}_/account-info/2025-09/api-usage/daily/private-apps`;
  const thing = { $ref: "#/components/schemas/CollectionResponseWithTotal-PublicThing" };
  const any = (schema: object) => ({ description: "Done", content: { "*/*": { schema } } });
  const id = (name: string) => ({ name, in: "path", required: true, schema: { type: "string" } });
  const part = {
    type: "object",
    properties: { files: { type: "array", items: { type: "string", format: "binary" } } },
  };
  const operations = [path, longer, `${longer}/{thingId}`, "/t", "/a".repeat(40)].map((at) => {
    const own = at.endsWith("}") ? { parameters: [id("thingId")] } : {};
    const body = { content: { "multipart/form-data": { schema: part } } };
    const kinds = {
      get: { operationId: `get-${at}`, ...own, responses: { 200: any(thing), default: any({}) } },
      post: { operationId: `post-${at}`, ...own, requestBody: body, responses: { 204: any({}) } },
    };
    return [at, kinds];
  });
  const one = {
    type: "object",
    required: ["results"],
    properties: {
      results: { type: "array", items: { type: "array", items: thing } },
      paging: { $ref: "#/components/schemas/Paging" },
      "hs_object-id": { type: "integer", format: "int64", description: "The *id*.\n\n* one\n" },
      context: { type: "object", additionalProperties: { type: "string" } },
      state: { type: "string", enum: ["PROCESSING", "CANCELED", "COMPLETE", "PENDING", "FAILED"] },
    },
  };
  return JSON.stringify({
    openapi: "3.0.1",
    info: { title: "Things", version: "v3" },
    servers: [{ url: "https://api.example.com/" }],
    paths: Object.fromEntries(operations),
    components: {
      schemas: { "CollectionResponseWithTotal-PublicThing": one, Paging: { type: "object" } },
    },
  });
}
