import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { index: "src/index.ts", mock: "src/mock/index.ts", cli: "src/cli/bin.ts" },
  format: "esm",
  // For the mock and the command. That the library itself imports nothing of Node is held by the import rules.
  platform: "node",
  target: "node20.19",
  fixedExtension: false,
  dts: true,
  sourcemap: true,
  clean: true,
  // No hash in a name: the same source packs to the same files.
  hash: false,
  // The modern form of a bundled package, where it has one.
  inputOptions: { resolve: { mainFields: ["module", "main"] } },
  outputOptions: {
    chunkFileNames: "chunks/[name].js",
    // `await using` on a mock: else a consumer would need the library `esnext.disposable` in its settings.
    postBanner: ({ fileName }) =>
      fileName === "mock.d.ts" ? '/// <reference lib="esnext.disposable" />' : "",
  },
  checks: { pluginTimings: false },
  logLevel: "warn",
});
