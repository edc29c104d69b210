import fc from "fast-check";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test, vi } from "vitest";

import { JournalError } from "../../src/journal/journal-error.js";
import { readJournal } from "../../src/journal/open-journal.js";
import { all, call, confirmedJournal, itemsOf, people, tempFolder } from "../journal/jobs.js";

// Hundreds of cases beside other tests.
vi.setConfig({ testTimeout: 120_000 });

/** Another one finds other cases: `FUZZ_SEED=7 npx vitest run test/fuzz`. */
const seed = Number(process.env["FUZZ_SEED"] ?? 1);

const folder = await tempFolder();
let whole: Buffer;
beforeAll(async () => {
  const path = join(folder, "whole.journal");
  const list = [...people(30), "no address", "P0@example.com"];
  const journal = await confirmedJournal(path, list);
  const items = itemsOf(people(30));
  for (let from = 0; from < 30; from += 10)
    await call(journal, from + 1, items.slice(from, from + 10));
  await journal.recordEnd();
  await journal.close();
  whole = await readFile(path);
});

/** One thing done to a file: a piece of it removed, repeated, moved, or other bytes in its place. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 200 }),
  by: fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc
      .constantFrom("\n", "0-99", '{"call":1}\n', '{"end":1}\n', "__proto__", "1e9")
      .map((each) => new TextEncoder().encode(each)),
  ),
  again: fc.boolean(),
});

test("a damaged journal is loaded, or refused: nobody becomes out by damage alone", async () => {
  const path = join(folder, "damaged.journal");
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
      let bytes = whole;
      for (const { at, length, by, again } of damages) {
        const from = Math.floor(at * bytes.length);
        const piece = bytes.subarray(from, from + length);
        bytes = Buffer.concat([
          bytes.subarray(0, from),
          by,
          ...(again ? [piece, piece] : []),
          bytes.subarray(from + length),
        ]);
      }
      await writeFile(path, bytes);
      try {
        const contents = await readJournal(path);
        const outcomes = await all(contents.outcomes());
        expect(outcomes).toHaveLength(contents.list?.entries ?? 0);
        await all(contents.left());
      } catch (error) {
        expect(error).toBeInstanceOf(JournalError);
        expect((error as Error).message).not.toMatch(/p\d+@example/);
      }
    }),
    { seed, numRuns: 800 },
  );
});
