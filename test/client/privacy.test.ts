import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { createClient, HubSpotError, type ClientOptions, type Fetch } from "../../src/index.js";
import { accepted, json, reply, serve } from "../helpers/http.js";
import { skipWaits } from "../helpers/waits.js";

const TOKEN = "pat-test-123-secret";
const LIST = ["Ann.Secret+x@example.com", "bob.secret@example.org", '"odd.secret"@example.net'];
/** Everything that must stay away, in the spellings in which a server might repeat it. */
const LEAK = /secret|ann\.|bob\.|eve|example\.(?:com|org|net)/i;

const SPELLINGS = [
  ...LIST,
  ...LIST.map((address) => address.toUpperCase()),
  ...LIST.map(encodeURIComponent),
  "eve@example.net",
  "eve%40example.net",
  "eve\\u0040example.net",
  "eve&#64;example.net",
  TOKEN,
  `Bearer ${TOKEN}`,
];

/** All the ways in which an error gets into a log. */
function shown(error: unknown): string {
  const { name, message, stack } = error as Error; // every caller passes an error
  return [
    name,
    message,
    stack?.slice(0, stack.indexOf("\n    at ")),
    String(error),
    JSON.stringify(error),
    // Without the stacks, which name files.
    inspect(error, { depth: 10, showHidden: true, getters: false }).replace(/\n +at .*/g, ""),
    JSON.stringify(Object.entries(error as Error)),
  ].join("\n");
}

async function failure(url: string, options: Partial<ClientOptions> = {}): Promise<HubSpotError> {
  const client = createClient({ accessToken: TOKEN, baseUrl: url, retries: 0, ...options });
  try {
    await client.batchUnsubscribeAll(LIST);
  } catch (error) {
    if (error instanceof HubSpotError) return error;
    throw error;
  }
  throw new Error("the call succeeded");
}

describe("nobody's address and no token", () => {
  test.each([400, 401, 403, 429, 500])(
    "is in the error for a %i that repeats them",
    async (status) => {
      for (const spelling of SPELLINGS) {
        const body = {
          message: `The value ${spelling} is not valid`,
          category: spelling,
          subCategory: spelling,
          correlationId: spelling,
          policyName: spelling,
          context: { missingScopes: [spelling, `{missingScopes=[${spelling}]}`] },
          errors: [{ message: spelling, context: { [spelling]: [spelling] } }],
        };
        const server = await serve(json(status, body));
        const error = await failure(server.url);
        expect(error.status).toBe(status);
        expect(shown(error)).not.toMatch(LEAK);
        expect(error.rawBody()).toBe(JSON.stringify(body));
      }
    },
  );

  test("is in the error for a page that repeats them, nor in what comes from headers", async () => {
    for (const spelling of SPELLINGS) {
      const page = `<p title="${spelling}">Sorry, ${spelling}</p>`;
      const headers = {
        "Content-Type": `text/html; x=${spelling}`,
        "X-HubSpot-Correlation-Id": spelling,
      };
      const server = await serve(reply(502, page, headers));
      expect(shown(await failure(server.url))).not.toMatch(LEAK);
    }
  });

  test("is in a contract error", async () => {
    for (const spelling of SPELLINGS) {
      const body = { results: [], errors: [{ context: { [spelling]: spelling } }] };
      const server = await serve(json(200, body));
      const error = await failure(server.url, { validate: "strict" });
      expect(error.name).toBe("HubSpotContractError");
      expect(shown(error)).not.toMatch(LEAK);
    }
  });

  test("is in a network error or its causes, whatever fetch throws", async () => {
    const inner = Object.assign(new Error(`to ${LIST[0]} with ${TOKEN}`), {
      code: "ECONNRESET",
      request: { headers: { authorization: `Bearer ${TOKEN}` }, body: LIST },
    });
    const outer = new TypeError(`fetch failed for ${LIST[1]}`, { cause: inner });
    const odd = Object.assign(new Error("x"), { name: TOKEN, code: LIST[2] });
    for (const thrown of [outer, inner, odd, `text about ${LIST[0]}`, { message: TOKEN }]) {
      const fetch: Fetch = () => Promise.reject(thrown);
      const error = await failure("https://api.example.net", { fetch });
      expect(error.name).toBe("HubSpotNetworkError");
      expect(error.cause).not.toBe(thrown);
      expect(shown(error)).not.toMatch(LEAK);
    }
  });

  test("is in a hook", async () => {
    const waits = skipWaits();
    const told: unknown[] = [];
    const tell = (facts: object): void => {
      expect(Object.isFrozen(facts)).toBe(true);
      told.push(facts);
    };
    const headers = {
      "X-HubSpot-Correlation-Id": `${TOKEN} ${LIST[0]} ${LIST[2]}`,
      "X-HubSpot-RateLimit-Max": "190",
    };
    const body = { policyName: LIST[0], message: LIST[1] };
    const server = await serve(json(429, body, headers), json(200, { results: [] }, headers));
    const client = createClient({
      accessToken: TOKEN,
      baseUrl: server.url,
      onRequest: tell,
      onResponse: tell,
      onRetry(facts) {
        tell(facts);
        waits.onRetry(facts);
      },
    });
    await client.batchUnsubscribeAll(LIST, { businessUnitId: 0 });
    expect(told).toHaveLength(5);
    expect(inspect(told, { depth: 10 })).not.toMatch(LEAK);
    expect(JSON.stringify(told)).toContain("[token] [address] [address]");
  });

  test("is in a URL", async () => {
    const server = await serve(accepted);
    await createClient({ accessToken: TOKEN, baseUrl: server.url }).batchUnsubscribeAll(LIST);
    expect(server.requests[0]?.url).not.toMatch(LEAK);
  });
});

describe("the body as it came", () => {
  test("is to be had by a call, and by nothing that looks at the error", async () => {
    const server = await serve(json(400, { message: LIST[0] }));
    const error = await failure(server.url);
    expect(error.rawBody()).toContain(LIST[0]);
    const everything = { showHidden: true, getters: true, depth: 10 } as const;
    expect(inspect(error, everything)).not.toMatch(LEAK);
    expect(JSON.stringify({ ...error, ...error.toJSON() })).not.toMatch(LEAK);
    for (
      let at: object | null = error;
      at !== null;
      at = Object.getPrototypeOf(at) as object | null
    ) {
      for (const name of Reflect.ownKeys(at)) {
        const value: unknown = Reflect.get(at, name, error);
        if (typeof value !== "function") expect(inspect(value, everything)).not.toMatch(LEAK);
      }
    }
  });

  test.each([400, 401, 403, 429, 500])(
    "is in no inspection of the error for a %i, whatever it is told to show",
    async (status) => {
      const server = await serve(json(status, { message: LIST[0] }));
      const error = await failure(server.url);
      expect(error.rawBody()).toContain(LIST[0]);
      for (const customInspect of [true, false]) {
        for (const showProxy of [true, false]) {
          const options = { showHidden: true, getters: true, depth: 20, customInspect, showProxy };
          expect(inspect(error, options)).not.toMatch(LEAK);
          expect(inspect({ deep: [error] }, options)).not.toMatch(LEAK);
        }
      }
      expect(JSON.stringify(structuredClone(error))).not.toMatch(LEAK);
    },
  );
});
