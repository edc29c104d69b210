import { defineConfig } from "vitest/config";

/** What starts processes, browsers or compilers, or plays long jobs: minutes in all. The rest answers in seconds. */
const slow = [
  "test/{bullmq,fuzz,matrix,package,pipeline,review,site,spec,torture,upstream}/**/*.test.ts",
  "test/{doc-comments,docs,workflows,lint-rules}.test.ts",
  "test/cli/{run-,verify-,mock-,report-,demo,after-run,completion,terminal}*.test.ts",
  "test/client/{pace-simulated,platform-faults,tracing}.test.ts",
  "test/contract/*.test.ts",
  "test/files/*.test.ts",
  "test/job/{blame,isolation,simulated,stop}.test.ts",
  "test/journal/*.test.ts",
  "test/mock/{hostile,new-operation}.test.ts",
  "test/report/*browser*.test.ts",
  "test/security/*.test.ts",
  "test/text/spellings.test.ts",
];

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: "fast", include: ["test/**/*.test.ts"], exclude: slow } },
      { extends: true, test: { name: "slow", include: slow } },
    ],
    // Many tests start processes: what takes a second alone takes several beside others.
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Many wait for a process or a timer, not for a core.
    maxWorkers: "200%",
    reporters: ["default", ["json", { outputFile: "node_modules/.cache/test-report.json" }]],
  },
});
