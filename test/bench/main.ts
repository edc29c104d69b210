import { cpus } from "node:os";
import { parseArgs } from "node:util";

import { benchCeiling, benchJob, type Row } from "./job-bench.js";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "3" },
    json: { type: "boolean", default: false },
  },
});

const rows = [
  ...(await benchJob(Number(values.rows), Number(values.rounds))),
  await benchCeiling(60_000),
];
const machine = `${cpus().length} x ${cpus()[0]?.model ?? "?"}, Node ${process.version}`;
if (values.json) {
  process.stdout.write(`${JSON.stringify({ machine, rows })}\n`);
} else {
  process.stdout.write(`${machine}\n\n${table(rows)}\n`);
}

function table(lines: readonly Row[]): string {
  const head = ["", "wall s", "cpu s", "of a core", "peak MB", "rows/s"];
  const cells = lines.map(({ what, usage, rowsPerSecond }) => [
    what,
    (usage.wallMs / 1000).toFixed(2),
    (usage.cpuMs / 1000).toFixed(2),
    `${Math.round((usage.cpuMs / usage.wallMs) * 100)} %`,
    usage.peakMb.toFixed(0),
    rowsPerSecond === undefined ? "" : Math.round(rowsPerSecond).toLocaleString("en"),
  ]);
  const widths = head.map((_, column) =>
    Math.max(...[head, ...cells].map((line) => line[column]?.length ?? 0)),
  );
  return [head, ...cells]
    .map((line) => line.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join("  "))
    .join("\n");
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
