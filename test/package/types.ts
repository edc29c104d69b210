import { resolve } from "node:path";
import { expect, test } from "vitest";
import { filesWithErrors, wrongCalls } from "./compile.js";
import { examples, makeConsumerWith, type Consumer } from "./consumer.js";

const secondDoor = `import { unsubscribeAll, type HubSpotClient, type JobStore } from "hubspot-batch-unsubscribe";
  import { openJournal, readList } from "hubspot-batch-unsubscribe/node";
  export async function run(client: HubSpotClient): Promise<number> {
    const store: JobStore<{ id: number }> = await openJournal<{ id: number }>("job.journal");
    const list = [{ row: 7n, address: "ana@example.com", data: { id: 7 } }];
    let sum = 0;
    for await (const { data } of unsubscribeAll(client, list, { store })) sum += data?.id ?? 0;
    for await (const part of readList({ path: "list.csv" })) sum += part.length;
    return sum;
  }`;

const otherFetch = `import { createClient, type Fetch } from "hubspot-batch-unsubscribe";
  import type { Dispatcher, fetch as undiciFetch } from "undici-types";
  export const make = (fetch: typeof undiciFetch, dispatcher: Dispatcher) => [
    createClient({ accessToken: "t", fetch }),
    createClient({ accessToken: "t", fetch: (url, init) => fetch(url, { ...init, dispatcher }) }),
    createClient({ accessToken: "t", fetch: globalThis.fetch }),
    createClient({ accessToken: "t", fetch: (url, init) => globalThis.fetch(url, { ...init, keepalive: true }) }),
  ];
  export const own: Fetch = async () => new Response("{}");`;
const wrongFetch = `import { createClient } from "hubspot-batch-unsubscribe";
  createClient({ accessToken: "t", fetch: async () => "no answer" });`;

const onRedis = `import { Queue, type Worker } from "bullmq";
  import { createClient } from "hubspot-batch-unsubscribe";
  import { createOptOutWorker, enqueueOptOut, type OptOutRequest, type OptOutResult } from "hubspot-batch-unsubscribe/bullmq";
  const connection = { host: "127.0.0.1", port: 6379 };
  const queue = new Queue<OptOutRequest, OptOutResult>("opt-outs", { connection });
  export const { id } = await enqueueOptOut(queue, { account: "1", address: "ana@example.com", businessUnitId: 0 });
  const worker: Worker<OptOutRequest, OptOutResult> = await createOptOutWorker("opt-outs", {
    connection, concurrency: 500, share: 0.5, client: async (account) => createClient({ accessToken: account }),
  });
  worker.on("completed", (job, { outcome }: OptOutResult) => console.log(job.data.account, outcome === "unsubscribed"));`;
const wrongOnRedis = {
  "wrong-limit.ts": `import { createOptOutWorker } from "hubspot-batch-unsubscribe/bullmq";
  await createOptOutWorker("opt-outs", { connection: {}, client: () => Promise.reject(), maxStalledCount: 1 });`,
  "wrong-outcome.ts": `import type { OptOutResult } from "hubspot-batch-unsubscribe/bullmq";
  export const is = ({ outcome }: OptOutResult): boolean => outcome === "rejected";`,
};

/** Tests of the types of a package that is installed. @param consumer asked for within each test */
export function testTypes(consumer: () => Consumer): void {
  const compilers = {
    "5.9": resolve("node_modules/typescript/bin/tsc"),
    "7": resolve("node_modules/typescript7/bin/tsc"),
  };

  const matrix = Object.entries(compilers).flatMap(([version, compiler]) =>
    ["nodenext", "bundler"].map((resolution) => [version, resolution, compiler] as const),
  );

  test.each(matrix)("serve TypeScript %s under %s", async (_, resolution, compiler) => {
    const right = (await examples()).map((code, index) => [`right${index}.ts`, code]);
    // Without the types of Node: those of the second door need none.
    right.push(["right-node.ts", secondDoor]);
    const files = { ...Object.fromEntries(right), ...wrongCalls } as Record<string, string>; // pairs of texts
    expect(await filesWithErrors(consumer().project, compiler, resolution, files)).toEqual(
      Object.keys(wrongCalls),
    );
  });

  test.each(matrix)(
    "need no browser's: TypeScript %s under %s",
    async (_, resolution, compiler) => {
      const folder = await makeConsumerWith(consumer(), ["@types", "undici-types"]);
      const right = (await examples()).map((code, index) => [`right${index}.ts`, code]);
      right.push(["right-node.ts", secondDoor], ["right-fetch.ts", otherFetch]);
      const files = { ...Object.fromEntries(right), ...wrongCalls } as Record<string, string>; // pairs of texts
      const own = { types: ["node"], lib: ["es2023"] };
      expect(await filesWithErrors(folder, compiler, resolution, files, own)).toEqual(
        Object.keys(wrongCalls),
      );
    },
  );

  test.each(matrix)(
    "take undici's fetch: TypeScript %s under %s",
    async (_, resolution, compiler) => {
      const folder = await makeConsumerWith(consumer(), ["undici-types"]);
      // Beside a browser's types, which are not undici's; undici's own want those of Node.
      const files = { "right-fetch.ts": otherFetch, "wrong-fetch.ts": wrongFetch };
      const own = { skipLibCheck: true };
      expect(await filesWithErrors(folder, compiler, resolution, files, own)).toEqual([
        "wrong-fetch.ts",
      ]);
    },
  );

  test.each(matrix)("serve TypeScript %s under %s, on BullMQ", async (_, resolution, compiler) => {
    const peers = ["bullmq", "ioredis", "@types", "undici-types"];
    const folder = await makeConsumerWith(consumer(), peers);
    const files = { "right.ts": onRedis, ...wrongOnRedis };
    // BullMQ's own types want those of Node, and are not ours to check.
    const own = { types: ["node"], skipLibCheck: true };
    expect(await filesWithErrors(folder, compiler, resolution, files, own)).toEqual(
      Object.keys(wrongOnRedis),
    );
  });

  test("serve a CommonJS package in TypeScript", async () => {
    const code = `import { createClient } from "hubspot-batch-unsubscribe";
      export const client = createClient({ accessToken: "t" });
      createClient({ token: "t" });`;
    const found = await filesWithErrors(consumer().project, compilers["5.9"], "nodenext", {
      "right.cts": code.replace(/createClient\(\{ token.*/, ""),
      "wrong.cts": code,
      "tsconfig.json": JSON.stringify({
        compilerOptions: {
          module: "nodenext",
          target: "es2022",
          strict: true,
          noEmit: true,
          types: [],
        },
        include: ["*.cts"],
      }),
    });
    expect(found).toEqual(["wrong.cts"]);
  });
}
