import { defineConfig } from "vitest/config";

// The tests that mutants are shown to: those that need neither a process nor the simulated hour of the pace.
export default defineConfig({
  test: {
    include: ["test/{address,client,job,journal,outcome,queue}/*.test.ts"],
    exclude: [
      "test/client/pace-simulated.test.ts",
      "test/*/types.test.ts",
      "test/journal/{crash,durable-job,lost,permissions}.test.ts", // start processes, or change what belongs to one
      "test/journal/every-byte.test.ts", // goes on with a whole job from each line, which takes a minute
      "test/queue/service.test.ts", // compares its own files with the guide, and a file with changes in it differs
    ],
    // One worker holds the modules; which change is on is asked for at run time.
    isolate: false,
    testTimeout: 10_000,
  },
});
