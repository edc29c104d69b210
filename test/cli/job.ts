import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

import { operations } from "../../generated/operations.js";
import { startMock, type Mock, type MockOptions } from "../../src/mock/index.js";
import { runIn, type Run, type World } from "./captured.js";

/** By either route. */
const optsOut = new Set(["batchUnsubscribeAll", "unsubscribeAllForContact"]);

/** How many addresses one call of a batch holds. */
export const perCall = operations.batchUnsubscribeAll.batch.size;

/** A list in a folder of its own, and a mock to opt it out against. */
export interface Job {
  readonly mock: Mock;
  readonly folder: string;
  readonly list: string;
  readonly journal: string;
  readonly report: string;
  /** Runs a command in this process, with the token and the server in place. */
  readonly run: (...argv: string[]) => Promise<Ended>;
  /** Runs `retry` over the job's journal. */
  readonly retry: (...flags: string[]) => Promise<Ended>;
  readonly start: (world: World, ...argv: string[]) => Run;
  /** The addresses of the calls that opt out, in the order of their coming in. */
  readonly sent: () => string[];
}

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A list of so many addresses, one a line below a header. */
export function listOf(count: number, from = 1): string {
  const lines = Array.from({ length: count }, (_, index) => `reader${from + index}@example.com`);
  return `email\n${lines.map((line) => `${line}\n`).join("")}`;
}

/** Sets a job up, and takes it down with the test, or when the caller says. */
export async function setUp(
  text: string,
  options: MockOptions = {},
  atEnd: (takeDown: () => Promise<void>) => void = onTestFinished,
): Promise<Job> {
  const folder = await mkdtemp(join(tmpdir(), "job-"));
  const mock = await startMock({ keepInputs: true, ...options });
  atEnd(async () => {
    await mock.close();
    await rm(folder, { recursive: true, force: true });
  });
  const list = join(folder, "list.csv");
  await writeFile(list, text);
  const env = { HUBSPOT_ACCESS_TOKEN: mock.token };
  const start = (world: World, ...argv: string[]): Run => runIn({ env, ...world }, ...argv);
  return {
    mock,
    folder,
    list,
    journal: `${list}.practice.journal`,
    report: `${list}.practice.report.csv`,
    start,
    retry: (...flags) =>
      end(start({}, "retry", `${list}.practice.journal`, "--base-url", mock.url, ...flags)),
    run: (...argv) => end(start({}, ...argv)),
    sent: () =>
      mock
        .state()
        .calls.filter(({ operationId }) => optsOut.has(operationId))
        .flatMap(({ addresses = [] }) => addresses),
  };
}

/** Waits for a run to end. */
export async function end({ code, out, err }: Run): Promise<Ended> {
  return { code: await code, out: out.join(""), err: err.join("") };
}

/** The rows of a report, each as row, address and outcome. */
export async function rowsOf(report: string): Promise<string[]> {
  const [header, ...rows] = (await readFile(report, "utf8")).trim().split("\n");
  if (header !== "row,address,sent,outcome,reason,time,correlation_id") throw new Error(header);
  return rows.map((line) => {
    const [row, address, , outcome] = line.split(",");
    return [row, address, outcome].join(" ");
  });
}

/** Each line of JSON as row and outcome, that of the evidence aside. */
export function linesOf(out: string): string[] {
  return out
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith('{"evidence":'))
    .map((line) => {
      const { row, outcome } = JSON.parse(line) as { row: number; outcome: string }; // our own lines
      return `${row} ${outcome}`;
    });
}

/** A list of these addresses, below a header. */
export function csv(...addresses: readonly string[]): string {
  return `email\n${addresses.map((address) => `${address}\n`).join("")}`;
}

/** A job of ten addresses that came to its end, and the arguments of its command. */
export async function finished(): Promise<{ job: Job; args: string[] }> {
  const job = await setUp(listOf(10));
  const args = ["run", job.list, "--base-url", job.mock.url];
  const { code } = await job.run(...args, "--yes");
  if (code !== 0) throw new Error(`the job ended with ${code}`);
  return { job, args };
}

/** A job that came to its end, with its page and its lines of JSON in files. */
export async function written(text = `${listOf(10)}no at sign\nreader1@example.com\n`) {
  const job = await setUp(text, {
    faults: [{ kind: "bad-address", address: "reader3@example.com", answer: "207" }],
  });
  const page = join(job.folder, "page.html");
  const lines = join(job.folder, "lines.jsonl");
  const args = ["run", job.list, "--base-url", job.mock.url, "--yes", "--html", page];
  const { out } = await job.run(...args, "--json");
  await writeFile(lines, out);
  const check = (file: string) => job.run("report", job.journal, "--check", file);
  return { job, args, page, lines, csv: job.report, check };
}
