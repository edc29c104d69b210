import { defineConfig } from "vitest/config";

// The tests that mutants are shown to: those that need neither a process nor the simulated hour of the pace.
export default defineConfig({
  test: {
    include: ["test/{address,client,job,outcome,queue}/*.test.ts"],
    exclude: ["test/client/pace-simulated.test.ts", "test/client/types.test.ts"],
    // One worker holds the modules; which change is on is asked for at run time.
    isolate: false,
    testTimeout: 10_000,
  },
});
