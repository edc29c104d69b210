// The same in a worker, which has no process and no files: answers with "works" or what went wrong.
import { createClient, unsubscribeAll } from "hubspot-batch-unsubscribe";

export default {
  /** @param {Request} request */
  async fetch(request) {
    try {
      const { searchParams } = new URL(request.url);
      const baseUrl = searchParams.get("server") ?? undefined;
      const client = createClient({ accessToken: searchParams.get("token") ?? "", baseUrl });
      const addresses = Array.from({ length: 250 }, (_, index) => `worker${index}@example.com`);
      for await (const { outcome } of unsubscribeAll(client, addresses)) {
        if (!outcome.endsWith("unsubscribed")) throw new Error(outcome);
      }
      return new Response("works");
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  },
};
