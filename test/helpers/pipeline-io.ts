import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Options } from "../../scripts/options.ts";
import { runOnce } from "../../scripts/run.ts";

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One run of the pipeline in this process, as the command would do it. */
export async function run(options: Pick<Options, "spec" | "out"> & Partial<Options>): Promise<Run> {
  const [stdout, stderr] = [capture(), capture()];
  const io = { stdout: stdout.stream, stderr: stderr.stream };
  const { code } = await runOnce({ lint: "off", mode: "write", ...options }, ROOT, io);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function capture() {
  const chunks: string[] = [];
  const stream = new PassThrough();
  stream.on("data", (chunk: Buffer) => chunks.push(chunk.toString("utf8")));
  // The cast: of a terminal's stream the pipeline uses no more than `write` and `isTTY`.
  return {
    stream: stream as unknown as NodeJS.WriteStream,
    text: () => chunks.join("") + String(stream.read() ?? ""),
  };
}

/** The text of each file in a folder, by name. */
export async function filesIn(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  const texts = names.map(async (name) => [name, await readFile(join(folder, name), "utf8")]);
  return Object.fromEntries(await Promise.all(texts)) as Record<string, string>;
}

export interface ChildOptions {
  readonly args?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The folder that holds scripts/; the repository if left out. */
  readonly root?: string;
}

/** Starts the command as a process of its own. */
export function startGenerate({ args = [], cwd = ROOT, env = {}, root = ROOT }: ChildOptions) {
  const flags = [join(root, "scripts", "main.mjs")];
  return spawn(process.execPath, [...flags, ...args], {
    cwd,
    // npm's own variables would make the command think that it was started by `npm run generate`.
    env: { ...process.env, NODE_OPTIONS: "", npm_lifecycle_event: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Runs the command to its end. */
export async function generateInChild(options: ChildOptions): Promise<Run> {
  const child = startGenerate(options);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>,
  ]);
  return { code: code ?? -1, stdout, stderr };
}
