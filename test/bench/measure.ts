import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What a whole process has used. */
export interface Usage {
  readonly wallMs: number;
  /** User and system time. */
  readonly cpuMs: number;
  readonly peakMb: number;
}

const reporter = new URL("usage.mjs", import.meta.url).href;

/** The path of a file beside this one. */
export function beside(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/**
 * Runs Node on a script to its end and measures the whole process.
 *
 * @throws where it exits with anything but 0, with what it wrote to stderr
 */
export async function measure(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Usage> {
  const started = performance.now();
  const child = spawn(process.execPath, ["--import", reporter, ...args], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let stderr = "";
  let usage = "";
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdio[3]?.on("data", (chunk: Buffer) => (usage += chunk.toString()));
  const code = await new Promise((resolve) => child.on("close", resolve));
  const wallMs = performance.now() - started;
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${String(code)}:\n${stderr}`);
  const { cpuMs, peakKb } = JSON.parse(usage) as { cpuMs: number; peakKb: number };
  return { wallMs, cpuMs, peakMb: peakKb / 1024 };
}

/** Runs each of some measurements in turn, several rounds, and gives the medians. */
export async function pairedMedians<Name extends string>(
  rounds: number,
  runs: Readonly<Record<Name, () => Promise<Usage>>>,
): Promise<Record<Name, Usage>> {
  const names = Object.keys(runs) as Name[]; // the keys of a literal
  const all = new Map<Name, Usage[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) all.get(name)?.push(await runs[name]());
  }
  const medians = names.map((name) => [name, medianUsage(all.get(name) ?? [])] as const);
  return Object.fromEntries(medians) as Record<Name, Usage>; // one for each of the names
}

function medianUsage(usages: readonly Usage[]): Usage {
  return {
    wallMs: median(usages.map(({ wallMs }) => wallMs)),
    cpuMs: median(usages.map(({ cpuMs }) => cpuMs)),
    peakMb: median(usages.map(({ peakMb }) => peakMb)),
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
