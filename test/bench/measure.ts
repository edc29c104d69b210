import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { watchTree } from "./process-tree.js";

/** What a whole command has used. */
export interface Usage {
  readonly wallMs: number;
  /** User and system time of every process in it; without Linux's /proc, of every Node process. */
  readonly cpuMs: number;
  /** Of all processes together; without Linux's /proc, of the largest Node process. */
  readonly peakMb: number;
}

export interface Where {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What runs longer, in milliseconds, is ended and fails. Default: no limit. */
  readonly limitMs?: number;
}

const reporter = new URL("usage.mjs", import.meta.url).href;

/** The path of a file beside this one. */
export function beside(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** Measures a script of Node's, run to its end. */
export function measure(args: readonly string[], where: Where = {}): Promise<Usage> {
  return measureCommand([process.execPath, ...args], where);
}

/**
 * Runs a command to its end and measures the whole of it.
 *
 * @throws where it exits with anything but 0, with the end of what it wrote
 */
export async function measureCommand(
  [command = "", ...args]: readonly string[],
  { cwd = process.cwd(), env = {}, limitMs }: Where = {},
): Promise<Usage> {
  const folder = await mkdtemp(join(tmpdir(), "usage-"));
  try {
    const usageFile = join(folder, "usage");
    const started = performance.now();
    const child = spawn(command, args, {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      detached: limitMs !== undefined, // a group of its own, that ends as one
      env: {
        ...process.env,
        ...env,
        NODE_OPTIONS: `--import=${reporter} ${env["NODE_OPTIONS"] ?? ""}`,
        BENCH_USAGE: usageFile,
      },
    });
    const tree = child.pid === undefined ? undefined : watchTree(child.pid);
    let said = "";
    const keep = (chunk: Buffer): void => void (said = (said + chunk.toString()).slice(-4_000));
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const timer =
      limitMs === undefined ? undefined : setTimeout(() => endGroup(child.pid), limitMs);
    const code = await new Promise((resolve, reject) =>
      child.on("close", resolve).on("error", reject),
    );
    clearTimeout(timer);
    const wallMs = performance.now() - started;
    const used = await tree?.stop();
    if (code !== 0) throw new Error(`${[command, ...args].join(" ")}: ${String(code)}\n${said}`);
    const nodes = sum(await readFile(usageFile, "utf8"));
    // What ends between two looks is seen only by itself, if it is a Node process.
    const larger = (figure: "cpuMs" | "peakMb") => Math.max(nodes[figure], used?.[figure] ?? 0);
    return { wallMs, cpuMs: larger("cpuMs"), peakMb: larger("peakMb") };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function endGroup(pid: number | undefined): void {
  if (pid !== undefined) process.kill(-pid, "SIGKILL");
}

function sum(usage: string): Omit<Usage, "wallMs"> {
  const processes = usage
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { cpuMs: number; peakKb: number });
  return {
    cpuMs: processes.reduce((all, { cpuMs }) => all + cpuMs, 0),
    peakMb: Math.max(...processes.map(({ peakKb }) => peakKb)) / 1024,
  };
}

/** Takes each of some measurements in turn, several rounds, and gives the medians of each of their figures. */
export async function pairedMedians<Name extends string, Figures extends object>(
  rounds: number,
  runs: Readonly<Record<Name, () => Promise<Figures>>>,
): Promise<Record<Name, Figures>> {
  const names = Object.keys(runs) as Name[]; // the keys of a literal
  const all = new Map<Name, Figures[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) all.get(name)?.push(await runs[name]());
  }
  const medians = names.map((name) => [name, mediansOf(all.get(name) ?? [])] as const);
  return Object.fromEntries(medians) as Record<Name, Figures>; // one for each of the names
}

function mediansOf<Figures extends object>(taken: readonly Figures[]): Figures {
  const figures = Object.keys(taken[0] ?? {}).map((name) => [
    name,
    median(taken.map((one) => Number(Reflect.get(one, name)))),
  ]);
  return Object.fromEntries(figures) as Figures; // the same names, each with its median
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
