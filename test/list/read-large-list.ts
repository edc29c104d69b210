// Run by a test with little memory: reads a list of many rows from a stream.
import { Readable } from "node:stream";
import { readList } from "../../src/list/read-list.js";

const count = Number(process.argv[2]);
const note = "x".repeat(200);

function* rows(): Generator<Buffer> {
  yield Buffer.from("email,note\n");
  for (let row = 0; row < count; row += 1000) {
    const numbers = Array.from({ length: 1000 }, (_, index) => row + index);
    yield Buffer.from(numbers.map((number) => `a${number}@example.com,${note}\n`).join(""));
  }
}

const list = readList({ name: "stdin", stream: Readable.from(rows()) });
let entries = 0;
for await (const chunk of list) entries += chunk.length;
process.stdout.write(`${entries} entries of ${list.facts?.rows ?? 0} rows`);
