// A HubSpot that answers at once, in a process of its own: what it costs is nobody's.
// Arguments: CALLS per 10 seconds that its headers name; it enforces none. Prints its URL.
import { createServer } from "node:http";

const [calls = "100000"] = process.argv.slice(2);
const headers = {
  "content-type": "application/json",
  "x-hubspot-ratelimit-max": calls,
  "x-hubspot-ratelimit-remaining": calls,
  "x-hubspot-ratelimit-interval-milliseconds": "10000",
};

/** @param {string} subscriberIdString */
const statusOf = (subscriberIdString) => ({
  subscriberIdString,
  subscriptionId: 1,
  status: "UNSUBSCRIBED",
  source: "Public status API",
  timestamp: "2026-01-01T00:00:00Z",
});
const account = {
  portalId: 1,
  accountType: "STANDARD",
  timeZone: "UTC",
  uiDomain: "app.hubspot.com",
};

const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += String(chunk);
  response.writeHead(200, headers).end(JSON.stringify(answer(request.url ?? "", body)));
});

/**
 * @param {string} url
 * @param {string} body
 */
function answer(url, body) {
  if (url.startsWith("/account-info/")) return account;
  const [, single] = /\/statuses\/([^/]+)\/unsubscribe-all\?/.exec(url) ?? [];
  if (single !== undefined && single !== "batch") {
    return { status: "COMPLETE", results: [statusOf(decodeURIComponent(single))] };
  }
  const { inputs } = /** @type {{ inputs: string[] }} */ (JSON.parse(body));
  const results = inputs.map((address) => ({
    subscriberIdString: address,
    statuses: [statusOf(address)],
  }));
  return { status: "COMPLETE", results };
}
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") {
    process.stdout.write(`http://127.0.0.1:${address.port}\n`);
  }
});
