import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeDescription } from "./make-description.js";
import { measureCommand, type Usage } from "./measure.js";
import { installRivals } from "./rivals.js";
import type { Line, Table } from "./table.js";

const sizes = [10, 100, 1_000, 5_000];
const limitMs = 180_000;

/** Time and memory against the size of a description, up to GitHub's of 13 MB. */
export async function benchGrowth(): Promise<Table> {
  const rivals = await installRivals();
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  try {
    const lines: Line[] = [];
    for (const size of sizes) {
      const file = join(folder, `${size}.json`);
      await writeFile(file, makeDescription(size));
      lines.push(
        ...(await linesFor(`${size.toLocaleString("en")} operations`, file, folder, rivals)),
      );
    }
    const github = join(rivals, "node_modules/@octokit/openapi/generated/api.github.com.json");
    lines.push(...(await linesFor("GitHub, 13 MB", github, folder, rivals)));
    return {
      title: "GROWTH",
      columns: [{ head: "wall s", digits: 1 }, { head: "peak MB" }],
      lines,
      note:
        "npm run generate lints, emits types, client and validators, formats, compiles and checks itself. " +
        `No figures: it failed, or was ended after ${limitMs / 1000} s.`,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function linesFor(what: string, IN: string, folder: string, rivals: string): Promise<Line[]> {
  const OUT = join(folder, "out");
  const rival = (script: string, PLUGINS = ""): Promise<Usage> =>
    measureCommand(["npm", "run", "-s", script], {
      cwd: rivals,
      env: { IN, OUT, PLUGINS },
      limitMs,
    });
  const commands: readonly (readonly [string, () => Promise<Usage>])[] = [
    [
      "npm run generate",
      () => measureCommand(["npm", "run", "-s", "generate", "--", "--spec", IN, "--out", OUT]),
    ],
    ["openapi-typescript alone", () => rival("types-alone")],
    ["hey-api, types alone", () => rival("hey-api", "@hey-api/typescript")],
    ["hey-api, types and zod", () => rival("hey-api", "@hey-api/typescript,zod")],
  ];
  const lines: Line[] = [];
  for (const [name, measure] of commands) {
    await rm(OUT, { recursive: true, force: true });
    const usage = await measure().catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      return undefined;
    });
    lines.push({
      name: `${what}: ${name}`,
      figures: usage === undefined ? [] : [usage.wallMs / 1000, usage.peakMb],
    });
    process.stderr.write(`${what}: ${name}\n`);
  }
  return lines;
}
