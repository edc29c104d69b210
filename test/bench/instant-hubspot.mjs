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

const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += String(chunk);
  const { inputs } = /** @type {{ inputs: string[] }} */ (JSON.parse(body));
  const results = inputs.map((address) => ({
    subscriberIdString: address,
    statuses: [
      {
        subscriberIdString: address,
        subscriptionId: 1,
        status: "UNSUBSCRIBED",
        source: "Public status API",
        timestamp: "2026-01-01T00:00:00Z",
      },
    ],
  }));
  response.writeHead(200, headers).end(JSON.stringify({ status: "COMPLETE", results }));
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") {
    process.stdout.write(`http://127.0.0.1:${address.port}\n`);
  }
});
