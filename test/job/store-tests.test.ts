import { describe, test } from "vitest";

import { createMemoryStore } from "../../src/index.js";
import { storeTests } from "../../src/job/store-tests/store-tests.js";

describe("a store in memory", () => {
  // What a crash leaves of it is the store itself, for another run.
  const harness = {
    create: async () => createMemoryStore(),
    reopen: async <Store>(store: Store): Promise<Store> => store,
  };
  for (const { name, run } of storeTests(harness)) test(name, run);
});
