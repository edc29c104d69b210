import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Route } from "../../src/index.js";
import { startInstantHubSpot } from "./instant-server.js";
import { writeList } from "./list.js";
import { beside, measure, pairedMedians, type Usage } from "./measure.js";
import type { Line, Table } from "./table.js";

const command = beside("../../dist/cli/cli.js");
const env = { HUBSPOT_ACCESS_TOKEN: "mock-token" };

/** The job on a list of so many rows, beside a bare loop over the same list that makes the same calls. */
export async function benchJob(
  rows: number,
  rounds: number,
  route: Route = "batch",
): Promise<Table> {
  const title = route === "batch" ? "THE JOB" : "THE JOB, one address a call";
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const hubspot = await startInstantHubSpot(100_000);
  try {
    const list = join(folder, "list.csv");
    await writeList(list, rows);
    let run = 0;
    const job = (): Promise<Usage> => {
      run += 1;
      const to = (name: string): string => join(folder, `${run}-${name}`);
      const files = ["--journal", to("journal"), "--report", to("report.csv")];
      const flags = ["--yes", "--route", route, "--base-url", hubspot.url];
      return measure([command, "run", list, ...flags, ...files], { env });
    };
    const medians = await pairedMedians(rounds, {
      job,
      bare: () => measure([beside("bare-loop.mjs"), list, hubspot.url, route]),
    });
    const again = join(folder, `${run}-journal`);
    const resumed = await measure([command, "report", again, "--report", join(folder, "r.csv")]);
    return tableOf(`${title}, ${rows.toLocaleString("en")} rows`, [
      lineOf("the job: read, deduplicate, journal, send, report", medians.job, rows),
      lineOf("a bare loop: read, send", medians.bare, rows),
      lineOf("load the journal, and report again", resumed, rows),
    ]);
  } finally {
    hubspot.stop();
    await rm(folder, { recursive: true });
  }
}

/** The share of one core that the job takes at HubSpot's ceiling of 190 calls in 10 seconds. */
export async function benchCeiling(rows: number): Promise<Table> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const hubspot = await startInstantHubSpot(190);
  try {
    const list = join(folder, "list.csv");
    await writeList(list, rows);
    const files = ["--journal", join(folder, "journal"), "--report", join(folder, "report.csv")];
    const args = [command, "run", list, "--yes", "--base-url", hubspot.url, ...files];
    return tableOf("AT HUBSPOT'S CEILING", [
      lineOf("the job at 190 calls per 10 s", await measure(args, { env }), rows),
    ]);
  } finally {
    hubspot.stop();
    await rm(folder, { recursive: true });
  }
}

function tableOf(title: string, lines: readonly Line[]): Table {
  return {
    title,
    columns: [
      { head: "wall s", digits: 2 },
      { head: "cpu s", digits: 2 },
      { head: "% of a core" },
      { head: "peak MB" },
      { head: "rows/s" },
    ],
    lines,
  };
}

function lineOf(name: string, { wallMs, cpuMs, peakMb }: Usage, rows: number): Line {
  const figures = [
    wallMs / 1000,
    cpuMs / 1000,
    (cpuMs / wallMs) * 100,
    peakMb,
    (rows / wallMs) * 1000,
  ];
  return { name, figures };
}
