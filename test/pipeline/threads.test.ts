import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test, vi } from "vitest";
import { startThread } from "../../scripts/bounds/thread.ts";
import { Silent } from "../../scripts/output/progress.ts";
import { filesIn, generateInChild, run } from "../helpers/pipeline-io.js";
import { scratchFolder, writeSources } from "../helpers/pipeline.js";

/** So large that it is linted on another thread. */
const large = `openapi: 3.1.0
info: { title: T, version: "1" }
x-padding: "${"x".repeat(1_000_000)}"
paths:
  /a:
    get:
      operationId: a
      responses: { "200": { description: x, content: { application/json: { schema: { $ref: "#/components/schemas/A" } } } } }
components:
  schemas:
    A: { type: object, required: [missing], properties: { a: { type: string } } }
    Unused: { type: string }
`;

test("a large description comes to the same on threads: what is told, what is made, and each step once", async () => {
  const folder = await scratchFolder();
  const spec = await writeSources(folder, large);
  const [here, there] = [join(folder, "here"), join(folder, "there")];
  const alone = await run({ spec, out: here, lint: "minimal" });
  const { code, stdout, stderr } = await generateInChild({
    args: ["--spec", spec, "--out", there],
  });
  expect(stderr).toBe(alone.stderr);
  expect(stderr).toMatch(/lint warnings: .*no-unused-components 1/);
  expect(code).toBe(0);
  expect(await filesIn(there)).toEqual(await filesIn(here));
  const names = (text: string) =>
    [...text.matchAll(/^ +([a-z-]+) +\d+ ms$/gm)].map(([, name]) => name);
  expect(names(stdout).sort()).toEqual(names(alone.stdout).sort());
}, 120_000);

test("what the linter refuses of a large description is told, whatever else is wrong with it", async () => {
  const folder = await scratchFolder();
  const spec = await writeSources(
    folder,
    `${large}    Empty: { type: string, minLength: 2, maxLength: 1 }\n`,
  );
  const out = join(folder, "out");
  const alone = await run({ spec, out, lint: "strict" });
  const { code, stderr } = await generateInChild({
    args: ["--spec", spec, "--out", out, "--lint", "strict"],
  });
  expect(stderr).toBe(alone.stderr);
  expect(stderr).toContain("(no-unused-components)");
  expect([code, alone.code]).toEqual([1, 1]);
}, 120_000);

test("a thread that is being ended may still run out of memory, and nobody is told", async () => {
  const terminate = vi.spyOn(Worker.prototype, "terminate");
  onTestFinished(() => terminate.mockRestore());
  const file = join(await scratchFolder(), "endless.mjs");
  await writeFile(
    file,
    `import { parentPort } from "node:worker_threads";
     parentPort.on("message", () => {
       for (const each of [{ loaded: true }, { begun: "read" }]) parentPort.postMessage(each);
     });`,
  );
  const abort = new AbortController();
  class Aborting extends Silent {
    override async step<T>(name: string, work: () => T | Promise<T>): Promise<T> {
      if (name === "read") abort.abort();
      return work();
    }
  }
  const bounds = join(import.meta.dirname, "../../scripts/bounds");
  const name = relative(bounds, file).replace(".mjs", "");
  const run = startThread<null, object>(() => file, 60_000, true, name);
  expect(await run(null, new Aborting(), abort.signal)).toEqual({});
  const [worker] = terminate.mock.contexts as Worker[]; // what the method belongs to
  // As Node tells it. An error event that nobody listens to ends the process.
  const late = Object.assign(new Error("late"), { code: "ERR_WORKER_OUT_OF_MEMORY" });
  expect(worker?.emit("error", late)).toBe(true);
  await Promise.all(terminate.mock.results.map(({ value }) => value as Promise<number>));
});
