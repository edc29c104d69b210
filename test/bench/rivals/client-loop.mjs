// Copied beside the rivals. Calls by one client, a hundred addresses each, four at a time.
// Arguments: CLIENT URL MODULE, where MODULE is this package's. Prints the figures as JSON.
const [name = "", baseUrl = "", own = ""] = process.argv.slice(2);
const path = "/communication-preferences/2026-03/statuses/batch/unsubscribe-all";
const inputs = Array.from({ length: 100 }, (_, n) => `reader${n}@example.com`);
const accessToken = "mock-token";
const headers = { authorization: `Bearer ${accessToken}`, "content-type": "application/json" };

/** @type {Record<string, () => Promise<() => Promise<{ length: number }>>>} */
const clients = {
  fetch: async () => async () => {
    const url = `${baseUrl}${path}?channel=EMAIL&verbose=true`;
    const response = await fetch(url, {
      method: "POST",
      headers,
      body: JSON.stringify({ inputs }),
    });
    return (await response.json()).results;
  },
  "openapi-fetch": async () => {
    const { default: createClient } = await import("openapi-fetch");
    const client = createClient({ baseUrl, headers: { authorization: headers.authorization } });
    const query = { channel: "EMAIL", verbose: true };
    return async () =>
      (await client.POST(path, { params: { query }, body: { inputs } })).data.results;
  },
  "@hubspot/api-client": async () => {
    const { Client } = await import("@hubspot/api-client");
    // Without the nine calls per second that it keeps to by default.
    const client = new Client({ accessToken, basePath: baseUrl, limiterOptions: { minTime: 0 } });
    const qs = { channel: "EMAIL", verbose: true };
    return async () => {
      const response = await client.apiRequest({ method: "POST", path, qs, body: { inputs } });
      return (await response.json()).results;
    };
  },
  own: async () => {
    const { createClient } = await import(own);
    const client = createClient({ accessToken, baseUrl });
    return async () => (await client.batchUnsubscribeAll(inputs, { verbose: true })).outcomes;
  },
};

const call = await /** @type {() => Promise<() => Promise<{ length: number }>>} */ (
  clients[name]
)();

/** @param {number} calls */
async function make(calls) {
  let left = calls;
  const lane = async () => {
    while (left-- > 0) {
      if ((await call()).length !== inputs.length) throw new Error("an address is missing");
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
}

await make(500); // warm
const calls = 2_000;
const before = process.cpuUsage();
const started = performance.now();
await make(calls);
const wallMs = performance.now() - started;
const { user, system } = process.cpuUsage(before);
const figures = {
  cpuMsPerCall: (user + system) / 1000 / calls,
  callsPerSecond: calls / (wallMs / 1000),
};
process.stdout.write(JSON.stringify(figures));
process.exit(); // a limiter may hold the process
