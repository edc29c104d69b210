import { build } from "esbuild";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

/**
 * What an application gets that bundles the library, minified and gzipped, in bytes: a little above what it is, so that
 * growth is a decision. A tool of the field, size-limit, measures the same way and asks for Node 22.
 */
const budgets: readonly (readonly [string, string, number])[] = [
  ["the client, with its validators", "createClient", 17_300],
  ["the client and the bulk job", "createClient, unsubscribeAll, verifyAll", 25_800],
];

test.each(budgets)("%s stays within its budget", async (_what, names, budget) => {
  const { outputFiles } = await build({
    stdin: { contents: `export { ${names} } from "./src/index.ts";`, resolveDir: "." },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    write: false,
  });
  expect(gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length).toBeLessThan(budget);
});
