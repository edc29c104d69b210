import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../package/consumer.js";
import { install } from "./runtimes.js";

const body = `
  const mock = createMock();
  const client = createClient({ accessToken: mock.token, fetch: mock.fetch });
  const { outcomes } = await client.batchUnsubscribeAll(["ana@example.com"]);
  expect(outcomes[0]?.outcome).toBe("unsubscribed");
  const store = await openJournal("jest.journal");
  for await (const { outcome } of unsubscribeAll(client, ["ben@example.org"], { store })) {
    expect(outcome).toBe("unsubscribed");
  }
  await store.close();
  expect(mock.state().out).toEqual({ portal: ["ana@example.com", "ben@example.org"] });`;

/** A test as a CommonJS project writes it, with what its runner needs. */
export const runners = [
  {
    name: "Jest with Babel",
    packages: ["jest", "babel-jest", "@babel/core", "@babel/preset-env"],
    file: "opt-out.test.js",
    code: `const { createClient, unsubscribeAll } = require("hubspot-batch-unsubscribe");
const { openJournal } = require("hubspot-batch-unsubscribe/node");
const { createMock } = require("hubspot-batch-unsubscribe/mock");
test("opts out", async () => {${body}
});`,
  },
  {
    name: "Jest with ts-jest",
    packages: ["jest", "ts-jest", "typescript@5.9", "@types/jest"],
    file: "opt-out.test.ts",
    code: `import { createClient, unsubscribeAll } from "hubspot-batch-unsubscribe";
import { openJournal } from "hubspot-batch-unsubscribe/node";
import { createMock } from "hubspot-batch-unsubscribe/mock";
test("opts out", async () => {${body}
});`,
  },
] as const;

/** Runs a test with the settings that the guide gives, the first or the second of them. */
export async function runJest(index: 0 | 1, tarball: string, project: string): Promise<void> {
  const { packages, file, code } = runners[index];
  const guide = await readFile("docs/commonjs.md", "utf8");
  const settings = [...guide.matchAll(/```json jest\.config\.json\n([\s\S]*?)```/g)][index]?.[1];
  if (settings === undefined) throw new Error("docs/commonjs.md has no such settings");
  const folder = await install([...packages, tarball], project);
  await writeFile(join(folder, "jest.config.json"), settings);
  await writeFile(join(folder, file), code);
  await run(process.execPath, [join(folder, "node_modules/jest/bin/jest.js"), "--ci"], {
    cwd: folder,
  });
}
