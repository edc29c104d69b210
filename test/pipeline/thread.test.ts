import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { startThread } from "../../scripts/bounds/thread.ts";
import { Silent } from "../../scripts/output/progress.ts";
import { ROOT } from "../helpers/pipeline-io.js";
import { scratchFolder } from "../helpers/pipeline.js";

const MOST_MS = 2_000;

/**
 * Runs a thread whose first run stays for ever at the third part of its second step.
 *
 * @param again what the run that is made again does, in JavaScript; it knows `stop` and `post`
 */
async function bounded(again: string) {
  const file = join(await scratchFolder(), "slow");
  await writeFile(
    `${file}.mjs`,
    `import { parentPort, workerData } from "node:worker_threads";
const post = (answer) => parentPort.postMessage(answer);
parentPort.on("message", ({ stop }) => {
  post({ loaded: true });
  post({ begun: "compare" });
  workerData.counts.set([2, 3]);
  if (stop !== undefined) { ${again} }
});
`,
  );
  const name = relative(join(ROOT, "scripts/bounds"), file);
  const run = startThread<object, object>(
    () => join(process.cwd(), "openapi.yaml"),
    MOST_MS,
    false,
    name,
  );
  return run({}, new Silent());
}

const reason =
  'the step "compare" took longer than 2 s, and was ended here; if the description is so large on purpose, give it more: --step-limit SECONDS';

test("a run that was ended is made again up to the part that it had in hand, and may take longer for it", async () => {
  const later = (MOST_MS * 5) / 4;
  const told = "post({ made: { refused: JSON.stringify(stop), inputs: [] } })";
  const made = await bounded(`setTimeout(() => ${told}, ${later});`);
  expect(made).toEqual({ refused: JSON.stringify({ step: 2, count: 3, reason }), inputs: [] });
}, 60_000);

test.each([
  ["comes no further", ""],
  ["gets past it", "post({ made: { files: [] } });"],
  [
    "takes more memory than there is",
    "const all = []; for (;;) all.push(new Array(1e6).fill(all));",
  ],
])(
  "where the run that is made again %s, the file is told alone",
  async (_, again) => {
    const made = await bounded(again);
    expect(made).toEqual({
      refused: `openapi.yaml:1:1 ${reason}\n`,
      inputs: [join(process.cwd(), "openapi.yaml")],
    });
  },
  60_000,
);
