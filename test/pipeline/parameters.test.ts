import { expect, test } from "vitest";
import { compileConsumer, loadGenerated, renderSources } from "../helpers/pipeline.js";
import { recordWire } from "../helpers/recorded-wire.js";

const string = { type: "string" };
const list = { type: "array", items: string };
const parameter = (place: string, name: string, more: object = { schema: string }) => ({
  in: place,
  name,
  ...(place === "path" && { required: true }),
  ...more,
});

function taking(path: string, parameters: object[], more: object = {}, above: object = {}) {
  return {
    openapi: "3.1.0",
    info: { title: "Parameters", version: "1" },
    paths: {
      [path]: {
        ...above,
        get: { operationId: "take", parameters, responses: { 204: { description: "x" } }, ...more },
      },
    },
  };
}

test("path, query, header and cookie arrive in the styles that the description names", async () => {
  const { sent } = await recordWire(
    taking("/a/{id}/b{kind}", [
      parameter("path", "id", { schema: list }),
      parameter("path", "kind", { schema: { type: "object" }, style: "matrix", explode: true }),
      parameter("query", "ids", { schema: list, explode: false }),
      parameter("query", "where", {
        content: { "application/json": { schema: { type: "object" } } },
      }),
      parameter("query", "filter", { schema: { type: "object" }, style: "deepObject" }),
      parameter("query", "next page", { schema: string, allowReserved: true }),
      parameter("header", "X-Ids", { schema: list }),
      parameter("cookie", "session", { schema: string }),
      parameter("cookie", "tags", { schema: list }),
    ]),
  );
  const { url, headers } = await sent("take", {
    params: {
      path: { id: ["a/b", "ü"], kind: { x: 1, y: "&" } },
      query: {
        ids: ["1", "2,3"],
        where: { a: [1] },
        filter: { a: { b: "c" } },
        "next page": "/p?q=1",
      },
      header: { "X-Ids": ["1", "2"] },
      cookie: { session: "a b", tags: ["x", "y"] },
    },
    headers: { "X-Own": "1" },
  });
  expect(url).toBe(
    "/a/a%2Fb,%C3%BC/b;x=1;y=%26?ids=1,2%2C3&where=%7B%22a%22%3A%5B1%5D%7D&filter%5Ba%5D%5Bb%5D=c&next%20page=/p?q=1",
  );
  expect(headers).toMatchObject({
    "x-ids": "1,2",
    cookie: "session=a%20b; tags=x; tags=y",
    "x-own": "1",
  });
  expect(headers["content-type"]).toBeUndefined();
});

test("what openapi-fetch writes as the standard does is left to it, and arrives so", async () => {
  const description = taking("/a", [
    parameter("query", "ids", { schema: list }),
    parameter("query", "one", { schema: { type: "integer" } }),
    parameter("header", "X-One"),
  ]);
  expect((await renderSources(JSON.stringify(description))).files.has("send.ts")).toBe(false);
  const { sent } = await recordWire(description);
  const params = { query: { ids: ["a b&", "c"], one: 1 }, header: { "X-One": "x" } };
  const { url, headers } = await sent("take", { params });
  expect([url, headers["x-one"]]).toEqual(["/a?ids=a%20b%26&ids=c&one=1", "x"]);
});

test("an operation's own parameter takes the place of its path's", async () => {
  const above = {
    parameters: [
      parameter("query", "ids", { schema: list, style: "pipeDelimited", explode: false }),
    ],
  };
  const own = [
    parameter("query", "ids", { schema: list, style: "spaceDelimited", explode: false }),
  ];
  const { sent } = await recordWire(taking("/a", own, {}, above));
  expect((await sent("take", { params: { query: { ids: ["1", "2"] } } })).url).toBe("/a?ids=1%202");
  const { sent: inherited } = await recordWire(taking("/a", [], {}, above));
  expect((await inherited("take", { params: { query: { ids: ["1", "2"] } } })).url).toBe(
    "/a?ids=1%7C2",
  );
});

test("a parameter that is missing or misspelt does not compile", async () => {
  const description = taking("/a/{id}", [
    parameter("path", "id", { schema: { type: "integer" } }),
    parameter("cookie", "session", { schema: string, required: true }),
  ]);
  const consumer = `import createClient from "openapi-fetch";
import { take } from "./client.js";
import type { paths } from "./types.js";
const client = createClient<paths>({ baseUrl: "http://127.0.0.1" });
await take(client, { params: { path: { id: 1 }, cookie: { session: "x" } } });
await take(client, { params: { path: { id: "1" }, cookie: { session: "x" } } });
await take(client, { params: { path: { id: 1 } } });
await take(client, { params: { path: { id: 1, no: 1 }, cookie: { session: "x" } } });
await take(client, { params: { path: { id: 1 }, cookie: { session: "x" } }, body: "x" });
await take(client, {});`;
  const errors = await compileConsumer(await renderSources(JSON.stringify(description)), consumer);
  expect([...new Set(errors.map(({ file, line }) => `${file}:${line}`))]).toEqual(
    [6, 7, 8, 9, 10].map((line) => `consumer.ts:${line}`),
  );
});

test("a server of a path or an operation is where its requests go; a call may name another", async () => {
  const other = await recordWire(taking("/other", []));
  const port = new URL(other.baseUrl).port;
  const server = {
    url: "http://127.0.0.1:{port}/{version}",
    description: "Of one operation",
    variables: { port: { default: port }, version: { default: "v1", enum: ["v1", "v2"] } },
  };
  const description = taking(
    "/a",
    [],
    { servers: [server] },
    { servers: [{ url: "http://127.0.0.1:1" }] },
  );
  const own = await recordWire(description);
  await own.answer("take");
  expect([own.arrived.length, other.arrived.at(-1)?.url]).toEqual([0, "/v1/a"]);
  expect((await own.sent("take", { baseUrl: own.baseUrl })).url).toBe("/a");
  const above = await recordWire(taking("/a", [], {}, { servers: [server] }));
  await above.answer("take");
  expect([above.arrived.length, other.arrived.length]).toEqual([0, 2]);

  const { serverUrl } = (await loadGenerated(
    await renderSources(JSON.stringify(description)),
    "send.ts",
  )) as unknown as {
    serverUrl: (server: object, values?: object) => string;
  };
  expect(serverUrl(server, { port: "80", version: "v2" })).toBe("http://127.0.0.1:80/v2");
  expect(() => serverUrl(server, { version: "v3" })).toThrow("version must be one of v1, v2");
});

test("a variable of a server is its texts, in whatever form the description has it, and no member of every object", async () => {
  const rendered = await renderSources(
    JSON.stringify({
      ...taking("/a", []),
      servers: [
        {
          url: "https://{host}:{port}/{constructor}/{toString}/{none}",
          variables: {
            host: { default: "api.example.com", enum: [], description: "*/ x" },
            port: { default: 443, enum: [443, 8443, { a: 1 }] },
            none: { description: "It has no default." },
            null: null,
            list: ["https://evil.example"],
          },
        },
        { url: "https://api.example.com", variables: ["https://evil.example"] },
        { url: { toString: 1 } },
      ],
    }),
  );
  const { servers } = await loadGenerated(rendered, "operations.ts");
  const [first, second, ...others] = servers as [object, object];
  expect(first).toMatchObject({
    variables: { host: { default: "api.example.com" }, port: { default: "443" } },
  });
  expect([second, others]).toEqual([{ url: "https://api.example.com" }, []]);
  const { serverUrl } = (await loadGenerated(rendered, "send.ts")) as {
    serverUrl: (server: object, values?: object) => string;
  };
  expect(serverUrl(first, { port: "8443" })).toBe(
    "https://api.example.com:8443/{constructor}/{toString}/{none}",
  );
  expect(() => serverUrl(first, { port: "80" })).toThrow("port must be one of 443, 8443");
});

test("servers are there as data, and one that is only a path must be named with each call", async () => {
  const description = {
    ...taking("/a", [], { servers: [{ url: "/v2" }] }),
    servers: [
      {
        url: "https://api.example.com/{v}",
        description: "All.",
        variables: { v: { default: "1" } },
      },
    ],
  };
  const rendered = await renderSources(JSON.stringify(description));
  const { operations, servers } = await loadGenerated(rendered, "operations.ts");
  expect(servers).toEqual(description.servers);
  expect(operations).toMatchObject({ take: { servers: [{ url: "/v2" }] } });
  const consumer = `import createClient from "openapi-fetch";
import { take } from "./client.js";
import { servers } from "./operations.js";
import { serverUrl } from "./send.js";
import type { paths } from "./types.js";
const client = createClient<paths>({ baseUrl: serverUrl(servers[0], { v: "2" }) });
await take(client, { baseUrl: "https://api.example.com/v2" });
await take(client);`;
  const errors = await compileConsumer(rendered, consumer);
  expect(errors.map(({ line }) => line)).toEqual([8]);
});
