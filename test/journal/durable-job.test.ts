import { spawn, execFile } from "node:child_process";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { platform, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

import { readJournal } from "../../src/node.js";
import { startMock } from "../../src/mock/index.js";
import { Random } from "../torture/random.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const guide = await readFile(join(root, "docs/durable-jobs.md"), "utf8");
const [program = ""] = [...guide.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block = ""]) => block);

/** A table of rows in a file, and the marks on them in another: a mark is put twice without harm. */
const database = `
import { appendFile, readFile } from "node:fs/promises";

export async function* unmarkedRows(): AsyncGenerator<{ row: string; address: string }> {
  const marks = await readFile("marks", "utf8");
  const marked = new Set(marks.split("\\n").map((line) => line.split(" ")[0]));
  for (const line of (await readFile("rows", "utf8")).trim().split("\\n")) {
    const [row = "", address = ""] = line.split(" ");
    if (!marked.has(row)) yield { row, address };
  }
}

export async function mark(row: string, outcome: string): Promise<void> {
  await appendFile("marks", \`\${row} \${outcome}\\n\`);
}
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "durable-"));
  const code = program
    // The runs of this test may be those of two days.
    .replace("${new Date().toISOString().slice(0, 10)}", "2026-11-29")
    .replace('"hubspot-batch-unsubscribe/node"', `"${root}src/node.js"`)
    .replace('"hubspot-batch-unsubscribe"', `"${root}src/index.js"`);
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  await writeFile(join(folder, "program.ts"), code);
  await writeFile(join(folder, "database.ts"), database);
  const settings = { extends: join(root, "tsconfig.json"), include: ["*.ts"], exclude: [] };
  const types = { typeRoots: [join(root, "node_modules/@types")] };
  await writeFile(
    join(folder, "tsconfig.json"),
    JSON.stringify({ ...settings, compilerOptions: types }),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("the guide's program compiles", async () => {
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  await promisify(execFile)(process.execPath, [compiler, "--noEmit", "-p", folder], { cwd: root });
});

test("killed ten times at random moments, it gives each row one outcome, and a true one", async () => {
  const rows = Array.from({ length: 3_000 }, (_, n) => `key-${n} reader${n}@example.com`);
  rows[700] = "key-700 no address";
  rows[900] = "key-900 READER10@example.com";
  await writeFile(join(folder, "rows"), `${rows.join("\n")}\n`);
  await writeFile(join(folder, "marks"), "");
  await using mock = await startMock({ latencyMs: 30, rate: { calls: 60, seconds: 1 } });
  const random = new Random(28);
  const run = () =>
    spawn(
      process.execPath,
      ["--import", join(root, "node_modules/tsx/dist/esm/index.mjs"), "program.ts"],
      {
        cwd: folder,
        env: { ...process.env, HUBSPOT_ACCESS_TOKEN: mock.token, HUBSPOT_BASE_URL: mock.url },
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
  const terminated = run();
  const exit = new Promise((resolve) => terminated.once("exit", resolve));
  while (mock.state().calls.length === 0) await delay(20);
  terminated.kill("SIGTERM");
  // Windows has no such signal, and ends the process at once.
  if (platform() !== "win32") expect(await exit).toBe(1);
  else await exit;
  for (let kills = 0; kills < 10; kills += 1) {
    const before = mock.state().calls.length;
    const process = run();
    const ended = new Promise((resolve) => process.once("exit", resolve));
    const isOver = ended.then(() => true);
    // The lock of the one before is taken over first.
    while (mock.state().calls.length === before) {
      if (await Promise.race([isOver, delay(20, false)])) break;
    }
    await delay(random.below(120));
    process.kill("SIGKILL");
    await ended;
    // A power cut may leave half a line besides.
    if (random.chance(0.3))
      await appendFile(join(folder, "opt-outs-2026-11-29.journal"), '{"call":9');
  }
  const last = run();
  let said = "";
  last.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise((resolve) => last.once("exit", resolve));
  expect([code, said]).toEqual([0, ""]);

  const out = new Set(mock.state().out["portal"]);
  const store = await readJournal(join(folder, "opt-outs-2026-11-29.journal"));
  const outcomes = new Map<unknown, string>();
  for await (const part of store.outcomes()) {
    for (const outcome of part) {
      expect(outcomes.has(outcome.row)).toBe(false);
      outcomes.set(outcome.row, outcome.outcome);
      if ("sent" in outcome) expect(out.has(outcome.sent)).toBe(true);
    }
  }
  expect(outcomes.size).toBe(rows.length);
  expect([outcomes.get("key-700"), outcomes.get("key-900")]).toEqual(["invalid", "duplicate"]);
  expect(new Set(outcomes.values())).toEqual(new Set(["unsubscribed", "invalid", "duplicate"]));
  const marks = (await readFile(join(folder, "marks"), "utf8")).trim().split("\n");
  const marked = new Map(marks.map((line) => line.split(" ") as [string, string]));
  expect([...marked]).toHaveLength(rows.length);
  for (const [row, outcome] of marked) expect(outcome).toBe(outcomes.get(row));
}, 300_000);
