import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { access, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startMock } from "../../src/mock/index.js";
import { filesWithErrors, wrongCalls } from "./compile.js";
import { examples, makeConsumer, makeConsumerWith, run } from "./consumer.js";

/** An empty project, outside the repository, with the packed tarball installed. */
let project: string;
let installed: string;
let tarball: string;

beforeAll(async () => {
  ({ project, installed, tarball } = await makeConsumer());
}, 120_000);

afterAll(async () => {
  await rm(project, { recursive: true, force: true });
});

async function runNode(file: string, code: string, env: Record<string, string> = {}) {
  await writeFile(join(project, file), code);
  return run(process.execPath, [file], {
    cwd: project,
    env: { PATH: process.env["PATH"], ...env },
  });
}

describe("the packed package", () => {
  test("holds what is meant to be published, and nothing else", async () => {
    const files = await readdir(installed, { recursive: true, withFileTypes: true });
    const names = files
      .filter((file) => file.isFile())
      .map((file) =>
        join(file.parentPath, file.name)
          .slice(installed.length + 1)
          .replaceAll("\\", "/"),
      );
    const others = names.filter(
      (name) =>
        !/^dist\/(generated\/)?(chunks\/)?[\w-]+\.(js|d\.ts)(\.map)?$/.test(name) &&
        !/^dist\/cli\/(chunks\/)?[\w-]+\.js$/.test(name) &&
        // What the maps lead to.
        !/^src\/(?!cli\/)[\w/-]+\.ts$/.test(name) &&
        !/^generated\/\w+\.ts$/.test(name) &&
        !/^docs\/(?:[\w-]+\.md|images\/\w+\.png)$/.test(name),
    );
    expect(others.sort()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "generated/README.md",
      "generated/openapi.json",
      "package.json",
    ]);
  });

  test("holds every file that its README leads to", async () => {
    const readme = await readFile(join(installed, "README.md"), "utf8");
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = ""]) => path);
    expect(links.length).toBeGreaterThan(10);
    for (const path of links) await access(join(installed, path));
  });

  test("leads from its code and its types to their source, which is in the package", async () => {
    const maps = (await readdir(join(installed, "dist"), { recursive: true })).filter((name) =>
      name.endsWith(".map"),
    );
    expect(maps.filter((name) => name.endsWith(".d.ts.map"))).not.toEqual([]);
    for (const name of maps) {
      const path = join(installed, "dist", name);
      const { sources } = JSON.parse(await readFile(path, "utf8")) as { sources: string[] };
      for (const source of sources) await access(join(dirname(path), source));
    }
  });

  test("takes less than 3.25 MB once installed, with what it brings", async () => {
    const folder = join(project, "node_modules");
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    let bytes = 0;
    for (const file of files) {
      if (file.isFile()) bytes += (await stat(join(file.parentPath, file.name))).size;
    }
    expect(bytes).toBeLessThan(3_250_000);
  });

  test("brings one dependency, which brings one", async () => {
    const manifest = JSON.parse(await readFile(join(installed, "package.json"), "utf8")) as object;
    expect(manifest).toMatchObject({
      dependencies: { "openapi-fetch": expect.any(String) as string },
    });
    const packages = (await readdir(join(project, "node_modules"))).filter(
      (name) => !name.startsWith("."),
    );
    expect(packages.sort()).toEqual([
      "hubspot-batch-unsubscribe",
      "openapi-fetch",
      "openapi-typescript-helpers",
    ]);
  });

  test("runs the examples of README and guides in plain Node", async () => {
    await using mock = await startMock();
    const env = { HUBSPOT_ACCESS_TOKEN: mock.token, HUBSPOT_BASE_URL: mock.url };
    const said: string[] = [];
    await writeFile(join(project, "list.csv"), "email\nana@example.com\nben@example.org\n");
    // The examples have no types of their own: they are JavaScript as well.
    for (const example of await examples()) {
      said.push((await runNode("example.mjs", example, env)).stdout);
    }
    expect(said[0]).toContain("unsubscribed ana@example.com\nunsubscribed ben@example.org\n");
    const list = said.find((words) => words.includes("7 already-unsubscribed"));
    expect(list).toContain("confirmed ana@example.com\nconfirmed Ben@Example.org");
    expect(await readFile(join(project, "report.csv"), "utf8")).toMatch(/^3,ben@example.org,.*$/m);
    expect(await readFile(join(project, "report.html"), "utf8")).toContain("</html>");
    expect(mock.state().out).toEqual({ portal: ["ana@example.com", "ben@example.org"] });
  });

  test("gives the mock and the description under their own names", async () => {
    const { stdout } = await runNode(
      "subpaths.mjs",
      `import { startMock } from "hubspot-batch-unsubscribe/mock";
       import description from "hubspot-batch-unsubscribe/openapi.json" with { type: "json" };
       const mock = await startMock();
       await mock.close();
       console.log(description.openapi);`,
    );
    expect(stdout).toMatch(/^3\.1\.\d\n$/);
  });

  test("keeps a job in a file by its second door, from the list to the report", async () => {
    await using mock = await startMock({ alreadyOut: ["ben@example.org"] });
    await writeFile(join(project, "list.csv"), "email\nAna@example.com\nben@example.org\nno-at\n");
    const { stdout } = await runNode(
      "durable.mjs",
      `import { createClient, unsubscribeAll } from "hubspot-batch-unsubscribe";
       import { openJournal, proxyFetch, readJournal, readList, storeTests, writeCsvReport } from "hubspot-batch-unsubscribe/node";
       import { readFile } from "node:fs/promises";
       const { HUBSPOT_ACCESS_TOKEN: accessToken, HUBSPOT_BASE_URL: baseUrl } = process.env;
       const client = createClient({ accessToken, baseUrl, fetch: await proxyFetch() });
       const store = await openJournal("job.journal");
       async function* entries() {
         for await (const part of readList({ path: "list.csv" })) yield* part;
       }
       for await (const { row, outcome } of unsubscribeAll(client, entries(), { store })) console.log(row, outcome);
       await store.close();
       const journal = await readJournal("job.journal");
       await writeCsvReport("report.csv", journal.outcomes());
       console.log(await journal.phase(), (await readFile("report.csv", "utf8")).split("\\n").length);
       let path = 0;
       const tests = storeTests({ create: () => openJournal(\`\${++path}.journal\`), reopen: async (store) => store });
       await tests[0].run();`,
      { HUBSPOT_ACCESS_TOKEN: mock.token, HUBSPOT_BASE_URL: mock.url },
    );
    const lines = stdout.trimEnd().split("\n");
    expect(lines.slice(0, 3).sort()).toEqual([
      "2 unsubscribed",
      "3 already-unsubscribed",
      "4 invalid",
    ]);
    expect(lines.slice(3)).toEqual(["ended 5"]);
    expect(mock.state().out["portal"]?.slice().sort()).toEqual([
      "ana@example.com",
      "ben@example.org",
    ]);
  });

  test("needs BullMQ and ioredis for a queue on Redis only, and says what installs them", async () => {
    const code = `import { createOptOutWorker, enqueueOptOut } from "hubspot-batch-unsubscribe/bullmq";
       const connection = { host: "127.0.0.1", port: 1 };
       const options = { connection, client: () => Promise.reject(), autorun: false };
       const worker = await createOptOutWorker("opt-outs", options).catch(({ message }) => message);
       console.log(typeof enqueueOptOut, typeof worker === "string" ? worker : worker.constructor.name);
       process.exit();`;
    const said = async (folder: string): Promise<string> => {
      await writeFile(join(folder, "peers.mjs"), code);
      const { stdout } = await run(process.execPath, ["peers.mjs"], { cwd: folder });
      return stdout.trim();
    };
    const command = "npm install bullmq@6 ioredis@6";
    expect(await said(project)).toBe(
      `function createOptOutWorker needs bullmq, which is not installed: ${command}`,
    );
    const one = await makeConsumerWith({ project, installed }, ["bullmq"]);
    expect(await said(one)).toBe(
      `function createOptOutWorker needs ioredis, which is not installed: ${command}`,
    );
    const both = await makeConsumerWith({ project, installed }, ["bullmq", "ioredis"]);
    expect(await said(both)).toBe("function Worker");
  });

  test("is well formed, in the eyes of publint", async () => {
    const { messages, pkg } = await publint({ pkgDir: installed, strict: true, pack: false });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  test("has types that fit its code however it is resolved, in the eyes of attw", async () => {
    const data = await readFile(tarball);
    const checked = await checkPackage(createPackageFromTarballData(new Uint8Array(data)));
    if (!checked.types) throw new Error("the package has no types");
    // CommonJS of before Node 20.19 and the resolution of Node 10 are not supported.
    const ignored = ["CJSResolvesToESM", "NoResolution"];
    expect(checked.problems.filter(({ kind }) => !ignored.includes(kind))).toEqual([]);
  });

  test("is there for CommonJS too, which loads its ES modules", async () => {
    const code = `const { createClient } = require("hubspot-batch-unsubscribe"); console.log(typeof createClient);`;
    const { stdout } = await runNode("example.cjs", code);
    expect(stdout).toBe("function\n");
  });

  test("has types for a CommonJS package in TypeScript", async () => {
    const code = `import { createClient } from "hubspot-batch-unsubscribe";
      export const client = createClient({ accessToken: "t" });
      createClient({ token: "t" });`;
    const compiler = resolve("node_modules/typescript/bin/tsc");
    const found = await filesWithErrors(project, compiler, "nodenext", {
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

  test("keeps its insides to itself", async () => {
    const inside = `import "hubspot-batch-unsubscribe/dist/cli/cli.js";`;
    await expect(runNode("inside.mjs", inside)).rejects.toThrow("ERR_PACKAGE_PATH_NOT_EXPORTED");
  });

  test("installs its command, ready to run", async () => {
    const bin = join(installed, "dist", "cli", "cli.js");
    const [firstLine] = (await readFile(bin, "utf8")).split("\n");
    // A carriage return after the name would make the system look for a program that is not there.
    expect(firstLine).toBe("#!/usr/bin/env node");
    if (process.platform !== "win32") expect((await stat(bin)).mode & 0o111).toBe(0o111);
    const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };
    const { stdout } = await run(process.execPath, [bin, "--version"], { cwd: project });
    expect(stdout).toContain(version);
  });

  test("runs no code that a strict runtime forbids", async () => {
    const folder = join(installed, "dist");
    const files = (await readdir(folder, { recursive: true })).filter(
      (name) => name.endsWith(".js") && !/^cli|libraries\.js$/.test(name),
    );
    for (const file of files) {
      const code = await readFile(join(folder, file), "utf8");
      expect(code, file).not.toMatch(/\beval\(|\bnew Function\b|\brequire\(/);
    }
  });
});

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

describe("the types of the packed package", () => {
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
    expect(await filesWithErrors(project, compiler, resolution, files)).toEqual(
      Object.keys(wrongCalls),
    );
  });

  test.each(matrix)(
    "need no browser's: TypeScript %s under %s",
    async (_, resolution, compiler) => {
      const folder = await makeConsumerWith({ project, installed }, ["@types", "undici-types"]);
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
      const folder = await makeConsumerWith({ project, installed }, ["undici-types"]);
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
    const folder = await makeConsumerWith({ project, installed }, peers);
    const files = { "right.ts": onRedis, ...wrongOnRedis };
    // BullMQ's own types want those of Node, and are not ours to check.
    const own = { types: ["node"], skipLibCheck: true };
    expect(await filesWithErrors(folder, compiler, resolution, files, own)).toEqual(
      Object.keys(wrongOnRedis),
    );
  });
});
