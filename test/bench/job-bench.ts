import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { beside, measure, pairedMedians, type Usage } from "./measure.js";

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly usage: Usage;
  readonly rowsPerSecond?: number;
}

const command = beside("../../dist/cli/cli.js");
const token = { HUBSPOT_ACCESS_TOKEN: "mock-token" };

/** The job on a list of so many rows, beside a bare loop over the same list. */
export async function benchJob(rows: number, rounds: number): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const hubspot = await startHubSpot(100_000);
  try {
    const list = join(folder, "list.csv");
    await writeList(list, rows);
    let run = 0;
    const job = (): Promise<Usage> => {
      run += 1;
      const to = (name: string): string => join(folder, `${run}-${name}`);
      const files = ["--journal", to("journal"), "--report", to("report.csv")];
      return measure([command, "run", list, "--yes", "--base-url", hubspot.url, ...files], token);
    };
    const medians = await pairedMedians(rounds, {
      job,
      bare: () => measure([beside("bare-loop.mjs"), list, hubspot.url]),
    });
    const again = join(folder, `${run}-journal`);
    const resumed = await measure([command, "report", again, "--report", join(folder, "r.csv")]);
    return [
      row("the job: read, deduplicate, journal, send, report", medians.job, rows),
      row("a bare loop: read, send", medians.bare, rows),
      row("load the journal, and report again", resumed, rows),
    ];
  } finally {
    hubspot.stop();
    await rm(folder, { recursive: true });
  }
}

/** The share of one core that the job takes at HubSpot's ceiling of 190 calls in 10 seconds. */
export async function benchCeiling(rows: number): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const hubspot = await startHubSpot(190);
  try {
    const list = join(folder, "list.csv");
    await writeList(list, rows);
    const files = ["--journal", join(folder, "journal"), "--report", join(folder, "report.csv")];
    const args = [command, "run", list, "--yes", "--base-url", hubspot.url, ...files];
    return row("the job at 190 calls per 10 s", await measure(args, token), rows);
  } finally {
    hubspot.stop();
    await rm(folder, { recursive: true });
  }
}

function row(what: string, usage: Usage, rows: number): Row {
  return { what, usage, rowsPerSecond: rows / (usage.wallMs / 1000) };
}

async function startHubSpot(calls: number): Promise<{ url: string; stop: () => void }> {
  const child: ChildProcess = spawn(
    process.execPath,
    [beside("instant-hubspot.mjs"), String(calls)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  if (child.stdout === null) throw new Error("the server has no stdout");
  const [url] = (await once(createInterface(child.stdout), "line")) as [string];
  return { url, stop: () => void child.kill() };
}

async function writeList(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  file.write("email,name\n");
  for (let n = 0; n < rows; n += 1) {
    const line = `reader${n}@example.com,Reader ${n}\n`;
    if (!file.write(line)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
}
