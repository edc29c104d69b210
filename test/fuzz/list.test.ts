import { strToU8, zipSync } from "fflate";
import fc from "fast-check";
import { gzipSync } from "node:zlib";
import { expect, test, vi } from "vitest";

import { ListError } from "../../src/list/list-error.js";
import { readFrom } from "../list/lists.js";
import { sheetOf, workbook } from "../list/workbook.js";
import { Readable } from "node:stream";

// Hundreds of cases beside other tests.
vi.setConfig({ testTimeout: 120_000 });

/** Another one finds other cases: `FUZZ_SEED=7 npx vitest run test/fuzz`. */
const seed = Number(process.env["FUZZ_SEED"] ?? 1);

const cell = fc.oneof(
  fc.constantFrom(
    "email",
    "E-Mail",
    "name",
    "ana@example.com",
    "Ana Roe <ana@example.com>",
    "mailto:ben@example.org",
    "a@b@c",
    "",
    '"',
    '""',
    "'=1+1",
    "__proto__",
    "\uFEFF",
    "ünï@bücher.example",
  ),
  fc.constantFrom(
    "a@example.com;b@example.com",
    "a@example.com, b@example.com",
    "<a@example.com",
    "x".repeat(3_000),
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
);
const text = fc
  .tuple(
    fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 12 }),
    fc.constantFrom(",", ";", "\t", "|"),
    fc.constantFrom("\n", "\r\n", "\r"),
  )
  .map(([rows, separator, end]) => rows.map((row) => row.join(separator)).join(end));
const bytes = fc.oneof(
  { weight: 4, arbitrary: text.map((each) => Buffer.from(each)) },
  { weight: 1, arbitrary: text.map((each) => Buffer.from(`\uFEFF${each}`, "utf16le")) },
  { weight: 1, arbitrary: text.map((each) => Buffer.from(each, "latin1")) },
  { weight: 1, arbitrary: text.map((each) => gzipSync(each)) },
  {
    weight: 1,
    arbitrary: fc.tuple(text, fc.nat(60)).map(([each, cut]) => gzipSync(each).subarray(0, cut)),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((each) => Buffer.from(each)) },
);

test("whatever a list holds, it is read, or refused with its name and no address", async () => {
  await fc.assert(
    fc.asyncProperty(
      bytes,
      fc.constantFrom("list.csv", "list.tsv", "list.txt", "list.csv.gz"),
      async (content, name) => {
        const source = { name, stream: Readable.from([content]) };
        const ended: unknown = await readFrom(source).catch((error: unknown) => error);
        if (ended instanceof Error) {
          expect(ended).toBeInstanceOf(ListError);
          expect(ended.message.startsWith(`${name}: `)).toBe(true);
          expect(ended.message).not.toMatch(/ana@|ben@|a@example/);
          return;
        }
        const { entries, facts } = ended as Awaited<ReturnType<typeof readFrom>>;
        // Rows go up, and lie within the list.
        const rows = entries.map(({ row }) => row);
        expect(rows).toEqual(rows.toSorted((one, other) => one - other));
        expect(rows.at(-1) ?? 0).toBeLessThanOrEqual(facts.rows);
      },
    ),
    { seed, numRuns: 600 },
  );
});

const archives = [
  zipSync({ "list.csv": strToU8("email\nana@example.com\nben@example.com\n") }, { level: 0 }),
  zipSync({ "list.csv": strToU8(`email\n${"ana@example.com\nben@example.com\n".repeat(50)}`) }),
  workbook([sheetOf("S", [["email"], ["ana@example.com"]])]),
];
const places = fc.oneof(
  fc.nat(8_000),
  // The directory, and what leads to it, stand at the end.
  fc.integer({ min: -120, max: -1 }),
);
const damage = fc.array(
  fc.tuple(places, fc.constantFrom(0, 1, 0x7f, 0xff, "PK\x01\x02", "PK\x06\x07", "PK\x06\x06")),
  { minLength: 1, maxLength: 6 },
);

test("whatever has become of an archive, nobody but those who were put into it is read", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...archives), damage, async (archive, changes) => {
      const content = Buffer.from(archive);
      for (const [place, change] of changes) {
        const at = (place < 0 ? content.length + place : place) % content.length;
        if (typeof change === "string") content.write(change, at, "latin1");
        else content[at] = change;
      }
      const source = { name: "list.zip", stream: Readable.from([content]) };
      const ended: unknown = await readFrom(source).catch((error: unknown) => error);
      if (ended instanceof Error) {
        expect(ended).toBeInstanceOf(ListError);
        return;
      }
      const { read } = ended as Awaited<ReturnType<typeof readFrom>>;
      for (const each of read) expect(each).toMatch(/^\d+ (?:ana|ben)@example\.com$/);
    }),
    { seed, numRuns: 1_500 },
  );
});
