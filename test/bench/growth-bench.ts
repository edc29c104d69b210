import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeDescription } from "./make-description.js";
import { measureCommand, type Usage } from "./measure.js";
import { installRivals } from "./rivals.js";
import type { Line, Table } from "./table.js";

const sizes = [10, 100, 1_000, 5_000];
const limitMs = 180_000;

/** What each command used, by its name; undefined where it failed. */
type Usages = ReadonlyMap<string, Usage | undefined>;

const types = "openapi-typescript alone";

/** Time and memory against the size of a description, up to GitHub's of 13 MB. */
export async function benchGrowth(): Promise<Table> {
  const rivals = await installRivals();
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  try {
    const lines: Line[] = [];
    let smaller: { readonly size: number; readonly usages: Usages } | undefined;
    for (const size of sizes) {
      const file = join(folder, `${size}.json`);
      await writeFile(file, makeDescription(size));
      const usages = await measureAll(file, folder, rivals);
      for (const name of usages.keys()) {
        const more = (usages.get(name)?.wallMs ?? NaN) - (smaller?.usages.get(name)?.wallMs ?? NaN);
        const perOperation = smaller && more / (size - smaller.size);
        const what = `${size.toLocaleString("en")} operations: ${name}`;
        lines.push({ name: what, figures: figuresOf(name, usages, perOperation) });
      }
      smaller = { size, usages };
    }
    const github = join(rivals, "node_modules/@octokit/openapi/generated/api.github.com.json");
    const usages = await measureAll(github, folder, rivals);
    for (const name of usages.keys())
      lines.push({ name: `GitHub, 13 MB: ${name}`, figures: figuresOf(name, usages) });
    return {
      title: "GROWTH",
      columns: [
        { head: "wall s", digits: 1 },
        { head: "of types", digits: 2 },
        { head: "cpu s", digits: 1 },
        { head: "of types", digits: 2 },
        { head: "peak MB" },
        { head: "ms an operation", digits: 2 },
      ],
      lines,
      note:
        "npm run generate lints, emits types, client and validators, formats, compiles and checks itself. " +
        `Of types: as a multiple of ${types}. Peak: of all processes together. ` +
        "Ms an operation: the wall time of those by which a description is larger than the one before. " +
        `No figures: it failed, or was ended after ${limitMs / 1000} s.`,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function figuresOf(
  name: string,
  usages: Usages,
  perOperation?: number,
): readonly (number | undefined)[] {
  const [usage, rival] = [usages.get(name), usages.get(types)];
  if (usage === undefined) return [];
  return [
    usage.wallMs / 1000,
    rival && usage.wallMs / rival.wallMs,
    usage.cpuMs / 1000,
    rival && usage.cpuMs / rival.cpuMs,
    usage.peakMb,
    perOperation,
  ];
}

async function measureAll(IN: string, folder: string, rivals: string): Promise<Usages> {
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
    [types, () => rival("types-alone")],
    ["hey-api, types alone", () => rival("hey-api", "@hey-api/typescript")],
    ["hey-api, types and zod", () => rival("hey-api", "@hey-api/typescript,zod")],
  ];
  const usages = new Map<string, Usage | undefined>();
  for (const [name, measure] of commands) {
    await rm(OUT, { recursive: true, force: true });
    const usage = await measure().catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      return undefined;
    });
    usages.set(name, usage);
    process.stderr.write(`${IN}: ${name}\n`);
  }
  return usages;
}
