import { join } from "node:path";
import { describe, onTestFinished, test } from "vitest";
import { storeTests } from "../../src/job/store-tests/store-tests.js";
import type { JobStore } from "../../src/job/store.js";
import { openJournal } from "../../src/journal/open-journal.js";
import { crash, tempFolder } from "./jobs.js";

const folder = await tempFolder();

describe("a journal", () => {
  let count = 0;
  const paths = new WeakMap<JobStore, string>();
  const open = async (path: string): Promise<JobStore> => {
    const journal = await openJournal(path);
    onTestFinished(() => journal.close());
    paths.set(journal, path);
    return journal;
  };
  const harness = {
    create: () => open(join(folder, `${(count += 1)}.journal`)),
    // A copy is what a kill leaves: the process that has the file goes on with its own.
    reopen: async (store: JobStore) => open(await crash(paths.get(store) ?? "")),
  };
  for (const { name, run } of storeTests(harness)) test(name, run);
});
