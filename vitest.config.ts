import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Many tests start processes: what takes a second alone takes several beside others.
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Many wait for a process or a timer, not for a core.
    maxWorkers: "200%",
    reporters: ["default", ["json", { outputFile: "node_modules/.cache/test-report.json" }]],
  },
});
