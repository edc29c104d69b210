import { count, number } from "../../text/words.js";
import { sortIntoBuckets, type Stretch, type Throughput } from "./buckets.js";
import { duration, moment, plainMoment, rate } from "./format.js";
import { markup, type Html } from "./markup.js";
import type { ThroughputPoint } from "./summary.js";

const COLUMN = 10;
const BAR = 8;
const HEIGHT = 100;
/** With fewer bars than this they would look like blocks. */
const FEW = 8;

/** The addresses over time as bars, and as a table that says the same in numbers. */
export function throughputPicture(points: readonly ThroughputPoint[]): Html {
  const throughput = sortIntoBuckets(points);
  if (throughput === undefined) return markup`<p>No address was sent.</p>`;
  const { step, stretches } = throughput;
  const buckets = stretches.flatMap((stretch) => stretch.buckets);
  const sum = buckets.reduce((total, addresses) => total + addresses, 0);
  if (buckets.length === 1) return onlyOnce(throughput, sum);
  const peak = Math.max(...buckets);
  const average = rate(sum / ((buckets.length * step) / 1000));
  const highest = rate(peak / (step / 1000));
  const span = `from ${begin(throughput)} to ${end(throughput)}`;
  const name = `Addresses over time, ${span}: at most ${highest}, ${average} on average.`;
  return markup`<p class="key"><span>Highest: <b>${highest}</b></span><span>On average: <b>${average}</b></span></p>
${drawing(throughput, peak, name)}
<p class="axis"><span>${moment(beginOf(throughput))}</span><span>${moment(endOf(throughput))}</span></p>
${pauses(stretches.length - 1)}
${numbers(throughput)}`;
}

function pauses(there: number): Html | undefined {
  if (there === 0) return undefined;
  return markup`<p class="note">${count(there, "pause")} in which the job did not run
${there === 1 ? "is left out, at the dashed line." : "are left out, at the dashed lines."}</p>`;
}

function onlyOnce(throughput: Throughput, sum: number): Html {
  return markup`<p>
    ${count(sum, "address", "addresses")} got an outcome within ${duration(throughput.step)}, at
    ${moment(beginOf(throughput))}.
  </p>`;
}

function drawing({ stretches }: Throughput, peak: number, name: string): Html {
  const marks: Html[] = [];
  let x = 0;
  stretches.forEach(({ buckets }, index) => {
    if (index > 0) {
      const at = x + COLUMN / 2;
      marks.push(markup`<line class="pause" x1="${at}" x2="${at}" y1="0" y2="${HEIGHT}" />`);
      x += COLUMN;
    }
    for (const addresses of buckets) {
      if (addresses > 0) marks.push(bar(x + (COLUMN - BAR) / 2, addresses / peak));
      x += COLUMN;
    }
  });
  const lines = [0, HEIGHT / 2, HEIGHT].map(
    (y) => markup`<line class="grid" x1="0" x2="${x}" y1="${y}" y2="${y}" />`,
  );
  return markup`<svg
    class="chart${x / COLUMN < FEW ? " few" : ""}"
    viewBox="0 0 ${x} ${HEIGHT}"
    preserveAspectRatio="none"
    role="img"
    aria-label="${name}"
  >
    <title>Addresses over time</title>
    ${lines}${marks}
  </svg>`;
}

function bar(x: number, part: number): Html {
  const height = Math.max(1, part * HEIGHT);
  const place = markup`x="${x}" y="${(HEIGHT - height).toFixed(1)}"`;
  return markup`<rect class="rate" ${place} width="${BAR}" height="${height.toFixed(1)}"/>`;
}

function numbers({ step, stretches }: Throughput): Html {
  const rows = stretches.flatMap(({ start, buckets }) =>
    buckets.map(
      (addresses, index) =>
        markup`<tr>
          <th scope="row">${moment(start + index * step)}</th>
          <td class="number">${number(addresses)}</td>
        </tr>`,
    ),
  );
  return markup`<details>
    <summary>The same in numbers</summary>
    <table>
      <caption>
        Addresses in every span of ${duration(step)}
      </caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col" class="number">Addresses</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </details>`;
}

function beginOf({ stretches }: Throughput): number {
  return stretches[0]?.start ?? 0;
}

function endOf({ stretches, step }: Throughput): number {
  const last: Stretch | undefined = stretches.at(-1);
  return last === undefined ? 0 : last.start + last.buckets.length * step;
}

function begin(throughput: Throughput): string {
  return plainMoment(beginOf(throughput));
}

function end(throughput: Throughput): string {
  return plainMoment(endOf(throughput));
}
