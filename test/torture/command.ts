import { build } from "esbuild";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("../../src/cli/bin.ts", import.meta.url));

/** Bundles the command from its source, so that it starts as fast as the published one. */
export async function bundleCommand(folder: string): Promise<string> {
  const outfile = join(folder, "command.mjs");
  await build({
    entryPoints: [source],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
    logLevel: "error",
    mainFields: ["module", "main"],
    // Some of what is bundled is CommonJS and asks for modules of Node by `require`.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  return outfile;
}

export interface Started {
  readonly child: ChildProcess;
  readonly err: () => string;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** What is done to a process from without. */
export interface Conditions {
  readonly clockJumps?: boolean;
  /** No file may grow beyond this many kibibytes. */
  readonly kibibytes?: number | undefined;
  /** A line of JSON for each entry is written to a disk that is full. */
  readonly fullStdout?: boolean;
}

const clockJumps = new URL("clock-jumps.mjs", import.meta.url).href;
const shortTimeOuts = new URL("short-time-outs.mjs", import.meta.url).href;

export function startCommand(
  command: string,
  args: readonly string[],
  token: string,
  conditions: Conditions = {},
): Started {
  const preload = [shortTimeOuts, ...(conditions.clockJumps === true ? [clockJumps] : [])];
  const imports = preload.flatMap((url) => ["--import", url]);
  const flags = conditions.fullStdout === true ? ["--json"] : [];
  const line = [process.execPath, ...imports, command, ...args, ...flags];
  const [program = "", ...rest] =
    conditions.kibibytes === undefined
      ? line
      : ["bash", "-c", `ulimit -f ${conditions.kibibytes}; exec "$@"`, "bash", ...line];
  const full = conditions.fullStdout === true ? openSync("/dev/full", "w") : undefined;
  const child = spawn(program, rest, {
    env: { PATH: process.env["PATH"], HUBSPOT_ACCESS_TOKEN: token },
    stdio: ["ignore", full ?? "ignore", "pipe"],
  });
  if (full !== undefined) closeSync(full); // the child has its own
  let err = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (err += text));
  const ended = once(child, "close").then(
    ([code, signal]) => (code ?? signal) as number | NodeJS.Signals, // as Node gives them
  );
  return { child, err: () => err, ended };
}
