import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startMock, type MockCall } from "../../src/mock/index.js";
import { writeList } from "./list.js";
import { beside, measure } from "./measure.js";
import type { Line, Table } from "./table.js";

const calls = 190;
export const windowMs = 10_000;
export const latencyMs = 150;
const addresses = 100_000; // five windows and more

/** How much of HubSpot's limit one, two and five processes use that know nothing of each other. */
export async function benchPace(): Promise<Table> {
  const lines: Line[] = [];
  for (const processes of [1, 2, 5]) lines.push(await share(processes));
  return {
    title: `THE PACE, ${calls} calls per ${windowMs / 1000} s, ${latencyMs} ms to answer`,
    columns: [
      { head: "of the limit", digits: 3 },
      { head: "429s" },
      { head: "calls" },
      { head: "out" },
      { head: "wall s", digits: 1 },
    ],
    lines,
    note: "Of the limit: between the end of the first window and the last call.",
  };
}

async function share(processes: number): Promise<Line> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  await using mock = await startMock({ rate: { calls, seconds: windowMs / 1000 }, latencyMs });
  try {
    const started = performance.now();
    const runs = Array.from({ length: processes }, async (_, at) => {
      const list = join(folder, `${at}.csv`);
      await writeList(list, addresses / processes, `reader${at}-`);
      const command = [beside("../../dist/cli/cli.js"), "run", list, "--yes"];
      const env = { HUBSPOT_ACCESS_TOKEN: mock.token };
      await measure([...command, "--base-url", mock.url], { env });
    });
    await Promise.all(runs);
    const wallS = (performance.now() - started) / 1000;
    const { calls: seen, out } = mock.state();
    const limited = seen.filter(({ status }) => status === 429).length;
    const name = processes === 1 ? "one process" : `${processes} processes, one account`;
    const figures = [used(seen, calls), limited, seen.length, out["portal"]?.length, wallS];
    return { name, figures };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The share of the limit between the end of the first window and the last full one. */
export function used(seen: readonly MockCall[], limit: number): number {
  const taken = seen.filter(({ status }) => status === 200).map(({ at }) => at);
  const from = (taken[0] ?? 0) + windowMs;
  const windows = Math.floor(((taken.at(-1) ?? 0) - from) / windowMs);
  const counted = taken.filter((at) => at >= from && at < from + windows * windowMs);
  return counted.length / (windows * limit);
}
