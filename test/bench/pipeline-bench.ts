import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { measure, measureCommand, pairedMedians, type Usage } from "./measure.js";
import { installRivals, scripts, versions } from "./rivals.js";
import type { Line, Table } from "./table.js";

/**
 * `npm run generate` beside the same work chained from the tools' own commands, and beside generators of the field, each
 * with all that it can emit: types, a client and validators.
 */
export async function benchPipeline(rounds: number): Promise<Table> {
  const rivals = await installRivals();
  const out = await mkdtemp(join(tmpdir(), "bench-"));
  const spec = resolve("spec/openapi.yaml");
  const generate = (...options: readonly string[]): Promise<Usage> =>
    measureCommand([
      "npm",
      "run",
      "-s",
      "generate",
      "--",
      "--spec",
      spec,
      "--out",
      join(out, "own"),
      ...options,
    ]);
  const bare = (...options: readonly string[]): Promise<Usage> =>
    measure([resolve("scripts/main.mjs"), "--spec", spec, "--out", join(out, "own"), ...options]);
  const rival = async (script: string, command = ["npm", "run", "-s", script]): Promise<Usage> => {
    const folder = join(out, script);
    await rm(folder, { recursive: true, force: true });
    const env = {
      PATH: `${join(rivals, "node_modules/.bin")}:${process.env["PATH"] ?? ""}`,
      IN: spec,
      OUT: folder,
      REDOCLY: resolve("redocly.yaml"),
      REDOCLY_TELEMETRY: "off",
    };
    return measureCommand(command, { cwd: rivals, env });
  };
  try {
    const medians = await pairedMedians(rounds, {
      [`the chain: redocly ${versions["@redocly/cli"]}, openapi-typescript, prettier, tsc`]: () =>
        rival("chain"),
      "npm run generate, from nothing": async () => {
        await rm(join(out, "own"), { recursive: true, force: true });
        return generate();
      },
      "the chain, without npm's own start": () => rival("chain", ["sh", "-c", scripts.chain]),
      "node scripts/main.mjs, from nothing": async () => {
        await rm(join(out, "own"), { recursive: true, force: true });
        return bare();
      },
      "node scripts/main.mjs, nothing to do": () => bare(),
      "node -e 0": () => measure(["-e", "0"]),
      "npm run generate -- --check": () => generate("--check"),
      "npm run generate, nothing to do": () => generate(),
      [`hey-api ${versions["@hey-api/openapi-ts"]}: types, client, zod`]: () => rival("hey-api"),
      [`orval ${versions["orval"]}: client, zod`]: () => rival("orval"),
      [`kubb ${versions["@kubb/cli"]}: types, client, zod`]: () => rival("kubb"),
    });
    const [chain = Number.NaN] = Object.values(medians).map(({ wallMs }) => wallMs);
    return {
      title: "THE PIPELINE, on spec/openapi.yaml",
      columns: [
        { head: "wall s", digits: 2 },
        { head: "of the chain", digits: 2 },
        { head: "cpu s", digits: 2 },
        { head: "peak MB" },
      ],
      lines: Object.entries(medians).map(([name, usage]): Line => {
        const { wallMs, cpuMs, peakMb } = usage;
        return { name, figures: [wallMs / 1000, wallMs / chain, cpuMs / 1000, peakMb] };
      }),
      note: "CPU and peak are those of all processes together, npm among them.",
    };
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}
