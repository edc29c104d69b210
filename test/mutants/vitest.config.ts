import { defineConfig } from "vitest/config";

// The tests that mutants are shown to: those that need neither a process nor the simulated hour of the pace.
export default defineConfig({
  test: {
    include: ["test/client/*.test.ts", "test/job/*.test.ts"],
    exclude: ["test/job/pace-simulated.test.ts", "test/client/types.test.ts"],
    testTimeout: 30_000,
  },
});
