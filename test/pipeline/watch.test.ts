import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startGenerate } from "../helpers/pipeline-io.js";
import { scratchFolder, writeSources } from "../helpers/pipeline.js";

const root = `openapi: 3.1.0
info: { title: Watched, version: "1" }
paths:
  /a: { get: { operationId: first, responses: { "200": { description: x, content: { application/json: { schema: { $ref: part.yaml } } } } } } }
`;

/** Waits for the next piece of output that fits; output that came before is not looked at again. */
function follow(stream: NodeJS.ReadableStream) {
  let seen = "";
  let wake = () => {};
  stream.on("data", (chunk: Buffer) => {
    seen += chunk.toString("utf8");
    wake();
  });
  return async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const match = pattern.exec(seen);
      if (match !== null) {
        const upTo = seen.slice(0, match.index + match[0].length);
        seen = seen.slice(upTo.length);
        return upTo;
      }
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
}

test("--watch regenerates on each save, shows what is wrong with a bad one, and ends on SIGINT", async () => {
  const folder = await scratchFolder();
  const spec = await writeSources(folder, { "openapi.yaml": root, "part.yaml": "type: [" });
  const part = join(folder, "part.yaml");
  const client = () => readFile(join(folder, "out", "client.ts"), "utf8");
  const args = ["--spec", "openapi.yaml", "--out", "out", "--watch"];
  const child = startGenerate({ cwd: folder, args });
  const ended = once(child, "close");
  try {
    const stdout = follow(child.stdout);
    const stderr = follow(child.stderr);
    // The first try fails in the second file, which is watched all the same.
    await stderr(/part\.yaml:1/);
    await stdout(/watching 2 files/);
    await writeFile(part, "type: string\n");
    await stdout(/files in out/);
    await stdout(/watching 2 files/);
    expect(await client()).toContain("function first(");

    await writeFile(spec, root.replace("first", "second"));
    await stdout(/files in out/);
    await stdout(/watching 2 files/);
    expect(await client()).toContain("function second(");

    await writeFile(part, "type: string\nminLenght: 3\n");
    const shown = await stderr(/minLenght: 3\n/);
    expect(shown).toMatch(/^part\.yaml:2:1 .*`minLenght`/m);
    expect(shown).toMatch(/^\s*2 \| minLenght: 3$/m);
    await stdout(/watching 2 files/);
    expect(await client()).toContain("function second(");

    await writeFile(part, "type: integer\n");
    await stdout(/files in out/);
    await stdout(/watching 2 files/);
    expect(await readFile(join(folder, "out", "types.ts"), "utf8")).toContain("part: number");

    child.kill("SIGINT");
    expect(await ended).toEqual([0, null]);
  } finally {
    child.kill("SIGKILL");
  }
}, 60_000);
