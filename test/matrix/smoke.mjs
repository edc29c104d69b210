// What a user of the package does first, on any runtime: exits with 0 if it works.
import { createClient, unsubscribeAll, verifyAll } from "hubspot-batch-unsubscribe";

const env = globalThis.process?.env ?? {};
const client = createClient({
  accessToken: env.HUBSPOT_ACCESS_TOKEN ?? "",
  baseUrl: env.HUBSPOT_BASE_URL,
});

const one = await client.batchUnsubscribeAll(["ana@example.com"], { verbose: true });
if (!one.complete || one.outcomes[0]?.outcome === "accepted") throw new Error("not out");

const addresses = Array.from({ length: 250 }, (_, index) => `reader${index}@bücher.example`);
const job = unsubscribeAll(client, addresses);
for await (const { outcome } of job) {
  if (!outcome.endsWith("unsubscribed")) throw new Error(outcome);
}
if (job.totals.entries !== 250) throw new Error(`${job.totals.entries} entries`);
for await (const { outcome } of verifyAll(client, addresses.slice(0, 3))) {
  if (outcome !== "confirmed") throw new Error(outcome);
}

const wrong = createClient({ accessToken: "wrong", baseUrl: env.HUBSPOT_BASE_URL });
const failure = await wrong.batchUnsubscribeAll(["ana@example.com"]).catch((error) => error);
if (failure?.name !== "HubSpotAuthenticationError") throw new Error(`no such error: ${failure}`);

const { startMock } = await import("hubspot-batch-unsubscribe/mock");
const mock = await startMock();
const answer = await fetch(`${mock.url}/__mock/state`);
if (!answer.ok) throw new Error(`the mock answers ${answer.status}`);
await mock.close();
console.log("works");
