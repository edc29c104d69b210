import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { strToU8, zipSync } from "fflate";
import { gzipSync } from "node:zlib";
import { promisify } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import { readList } from "../../src/list/read-list.js";
import { listFile, read, readFrom } from "./lists.js";
import { sheetOf, workbook } from "./workbook.js";

// A process that reads as much twice takes its time beside others.
vi.setConfig({ testTimeout: 120_000 });

const text = "email\nana@example.com\nben@example.com\n";
const stdin = (bytes: Iterable<Uint8Array>) => ({ name: "stdin", stream: Readable.from(bytes) });

test("a stream is read as a file is, whatever pieces it comes in", async () => {
  const bytes = Buffer.from(`\uFEFF${text}t@bücher.example\n`);
  const whole = await readFrom(stdin([bytes]));
  const pieces = await readFrom(stdin([...bytes].map((byte) => Uint8Array.of(byte))));
  expect(whole.read).toEqual([
    "2 ana@example.com",
    "3 ben@example.com",
    "4 t@xn--bcher-kva.example",
  ]);
  expect(pieces).toEqual(whole);
  expect(whole.facts.name).toBe("stdin");
});

test("what is kept of a stream while it is read has no name, and is gone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "spool-test-"));
  vi.stubEnv("TMPDIR", folder);
  const chunks = readList(stdin([Buffer.from(text)]))[Symbol.asyncIterator]();
  expect((await chunks.next()).value).toHaveLength(2);
  expect(readdirSync(folder)).toEqual([]);
  await chunks.return?.();
  vi.unstubAllEnvs();
});

test("the digest is that of the bytes as they were given", async () => {
  const packed = gzipSync(text);
  const digest = createHash("sha256").update(packed).digest("hex");
  expect((await read(packed)).facts).toMatchObject({ digest, bytes: packed.length });
});

test("a list that cannot be read is an error with what to do", async () => {
  await expect(readFrom({ path: "/nowhere/list.csv" })).rejects.toThrow(
    "/nowhere/list.csv: it cannot be read: there is no such file",
  );
  await expect(readFrom({ path: tmpdir() })).rejects.toThrow("it is a folder; name the file in it");
  const broken = new Readable({ read: () => broken.destroy(new Error("cut")) });
  await expect(readFrom({ name: "stdin", stream: broken })).rejects.toThrow(
    "stdin: it cannot be read",
  );
});

test.each([
  ["at its start", 0],
  ["further in", 100_000],
])("a list whose disk fails %s is an error that says so, not half a list", async (_, from) => {
  const path = listFile(`email\n${"ana@example.com\n".repeat(20_000)}`);
  const handle = await open(path);
  const prototype = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const error = Object.assign(new Error("EIO: i/o error, read"), { code: "EIO" });
  const readWell = prototype.read;
  const spy = vi.spyOn(prototype, "read").mockImplementation(function (this: FileHandle, ...args) {
    const [, , , position] = args as unknown as [Buffer, number, number, number];
    return position >= from ? Promise.reject(error) : readWell.apply(this, args);
  });
  onTestFinished(() => spy.mockRestore());
  await expect(readFrom({ path })).rejects.toThrow(`${path}: it cannot be read: the disk failed`);
});

test("a list that is written to while it is read is an error, not half a list", async () => {
  const path = listFile(text.repeat(2000));
  const reading = async () => {
    for await (const chunk of readList({ path })) {
      if (chunk.length > 0) appendFileSync(path, "late@example.com\n");
    }
  };
  await expect(reading()).rejects.toThrow("it was changed while it was being read");
});

test("a list larger than the memory it may take is read to the end", async () => {
  const script = join(import.meta.dirname, "read-large-list.ts");
  const args = ["--max-old-space-size=48", "--import", "tsx", script, "300000"];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout).toBe("300000 entries of 300001 rows");
});

const same = `email\n${"ana@example.com\n".repeat(35_000)}`;
const blank = `email\nana@example.com\n${"\n".repeat(500_000)}`;
const cells = Array.from({ length: 4_000 }, () => ["ana@example.com"]);
const long: readonly (readonly [name: string, content: string | Uint8Array])[] = [
  ["same.csv", same],
  ["blank.csv", blank],
  ["same.csv.gz", gzipSync(same)],
  ["blank.csv.gz", gzipSync(blank)],
  ["same.zip", zipSync({ "same.csv": strToU8(same) })],
  ["book.xlsx", workbook([sheetOf("S", [["email"], ...cells])])],
  [
    "book.zip",
    zipSync({ "book.xlsx": workbook([sheetOf("S", [["email"], ...cells])]) }, { level: 0 }),
  ],
  ["list.json", JSON.stringify(same.split("\n").slice(1))],
  ["list.jsonl", '{"email":"ana@example.com"}\n'.repeat(25_000)],
];

test.each(long)(
  "the signal is heeded before the first entry is there, whatever is read: %s",
  async (name, content) => {
    const path = listFile(content, name);
    const file = readFileSync(path);
    // At each of the first looks at the signal, wherever that is.
    for (const looks of [1, 3, 5]) {
      for (const from of [
        (signal: AbortSignal) => ({ path, signal }),
        (signal: AbortSignal) => ({ name, stream: Readable.from([file]), signal }),
      ]) {
        const controller = new AbortController();
        const { signal } = controller;
        let seen = 0;
        vi.spyOn(signal, "throwIfAborted").mockImplementation(() => {
          seen += 1;
          if (seen === looks) controller.abort("SIGTERM");
          if (signal.aborted) throw signal.reason;
        });
        const chunks = readList(from(signal))[Symbol.asyncIterator]();
        await expect(chunks.next(), `${looks}`).rejects.toBe("SIGTERM");
      }
    }
  },
);
