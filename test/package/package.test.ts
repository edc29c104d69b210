import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { access, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startMock } from "../../src/mock/index.js";
import { examples, makeConsumer, makeConsumerWith, run, type Consumer } from "./consumer.js";
import { testTypes } from "./types.js";

let consumer: Consumer;
let project: string;
let installed: string;

beforeAll(async () => {
  consumer = await makeConsumer();
  ({ project, installed } = consumer);
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
    const data = await readFile(consumer.tarball);
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

// Within this file, since to make the package takes longer than to test it.
describe("the types of the packed package", () => testTypes(() => consumer));
