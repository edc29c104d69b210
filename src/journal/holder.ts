import { openRegularFile } from "../files/read-file.js";
import type { JournalHolder } from "./journal-error.js";
import { parseLine } from "./parse-line.js";

const chunkBytes = 1 << 16;
// Longer than any line that tells who opened the file.
const overlap = 4096;
const start = Buffer.from('\n{"opened":');

/** Who opened a journal last, looked for from its end; undefined where nobody is on record. */
export async function findHolder(path: string): Promise<JournalHolder | undefined> {
  const file = await openRegularFile(path).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    let { size: end } = await file.stat();
    while (end > 0) {
      const from = Math.max(0, end - chunkBytes);
      const length = end - from + overlap;
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
      const found = buffer.subarray(0, bytesRead).lastIndexOf(start);
      if (found >= 0) {
        const lineEnd = buffer.indexOf(10, found + 1);
        const line = parseLine(
          buffer.toString("utf8", found + 1, lineEnd < 0 ? bytesRead : lineEnd),
        );
        if (line !== undefined && "opened" in line) {
          return { pid: line.pid, host: line.host, since: Date.parse(line.opened) };
        }
      }
      end = from;
    }
    return undefined;
  } finally {
    await file.close();
  }
}
