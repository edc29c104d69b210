import { once } from "node:events";
import { createWriteStream } from "node:fs";

/** Writes a CSV of so many rows, each with an address of its own. */
export async function writeList(path: string, rows: number, name = "reader"): Promise<void> {
  const file = createWriteStream(path);
  file.write("email,name\n");
  for (let n = 0; n < rows; n += 1) {
    const line = `${name}${n}@example.com,Reader ${n}\n`;
    if (!file.write(line)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
}
