import { count, number } from "../../text/words.js";
import { ratesOf, runningTime, sortIntoBuckets, type Throughput } from "./buckets.js";
import { clocks, duration, moment, plainMoment, rate } from "./format.js";
import { markup, type Html } from "./markup.js";
import type { ThroughputPoint } from "./summary.js";

const COLUMN = 10;
const GAP = 1;
const HEIGHT = 100;
/** Into how many parts the labels below the picture divide it; of five labels two are left out on a phone. */
const PARTS = [4, 2, 1] as const;

/** The addresses over time as bars, and as a table that says the same in numbers. */
export function throughputPicture(points: readonly ThroughputPoint[]): Html {
  const throughput = sortIntoBuckets(points);
  if (throughput === undefined) return markup`<p>No address got an outcome from a call.</p>`;
  const { stretches } = throughput;
  const sum = stretches.flatMap(({ buckets }) => buckets).reduce((total, each) => total + each, 0);
  const start = stretches[0]?.start ?? 0;
  const end = stretches.at(-1)?.end ?? 0;
  const running = runningTime(throughput);
  if (running <= 1000) {
    return markup`<p>${count(sum, "address", "addresses")} got an outcome within one second,
      ${moment(start)}.</p>`;
  }
  const rates = stretches.map((stretch) => ratesOf(throughput, stretch));
  const peak = Math.max(...rates.flat());
  const top = niceTop(peak);
  const average = rate(sum / (running / 1000));
  const span = `from ${plainMoment(start)} to ${plainMoment(end)}`;
  const name = `Addresses over time, ${span}: at most ${rate(peak)}, ${average} on average.`;
  return markup`<p class="key"><span>On average: <b>${average}</b>, over ${duration(running)}</span><span>Highest: <b>${rate(peak)}</b></span></p>
<div class="plot">
<p class="y-axis" aria-hidden="true"><span>${rate(top)}</span><span>${rate(top / 2)}</span><span>0</span></p>
${drawing(rates, top, name)}
<p class="x-axis" aria-hidden="true">${ticks(throughput)}</p>
</div>
<p class="note">Addresses that got their outcome, by ${duration(throughput.step)}, against the time in UTC.${ends(running)}${pauses(stretches.length - 1)}</p>
${numbers(throughput)}`;
}

/** The end of a scale that is easy to halve. */
function niceTop(peak: number): number {
  const power = 10 ** Math.floor(Math.log10(peak));
  return ([1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8].find((step) => peak <= step * power) ?? 10) * power;
}

/** In a short job, a second that was used in part lowers the average. */
function ends(running: number): string {
  return running < 60_000 ? " The first and the last second count as whole ones." : "";
}

function pauses(there: number): string {
  if (there === 0) return "";
  return ` ${count(there, "pause")} in which the job did not run ${there === 1 ? "is left out, at the dashed line." : "are left out, at the dashed lines."}`;
}

function drawing(rates: readonly (readonly number[])[], top: number, name: string): Html {
  const marks: Html[] = [];
  let x = 0;
  rates.forEach((buckets, index) => {
    if (index > 0) {
      const at = x + COLUMN / 2;
      marks.push(markup`<line class="pause" x1="${at}" x2="${at}" y1="0" y2="${HEIGHT}" />`);
      x += COLUMN;
    }
    for (const each of buckets) {
      if (each > 0) marks.push(bar(x + GAP / 2, each / top));
      x += COLUMN;
    }
  });
  const lines = [0, HEIGHT / 2, HEIGHT].map(
    (y) => markup`<line class="grid" x1="0" x2="${x}" y1="${y}" y2="${y}" />`,
  );
  return markup`<svg
    class="chart"
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
  return markup`<rect class="rate" ${place} width="${COLUMN - GAP}" height="${height.toFixed(1)}"/>`;
}

/** The times at even distances along the picture, at whole seconds if possible. */
function ticks({ step, stretches }: Throughput): Html[] {
  // The column before each stretch but the first is the mark of a pause.
  const columns = stretches.flatMap(({ start, buckets }, index) => {
    const begins = buckets.map((_, place) => start + place * step);
    return index === 0 ? begins : [start, ...begins];
  });
  const end = stretches.at(-1)?.end ?? 0;
  const parts = PARTS.find((each) => (columns.length * step) % (each * 1000) === 0) ?? 1;
  const times = Array.from({ length: parts + 1 }, (_, index) => {
    const at = (columns.length * index) / parts;
    if (at >= columns.length) return end;
    return Math.min(end, (columns[Math.floor(at)] ?? 0) + (at - Math.floor(at)) * step);
  });
  return clocks(times).map((time) => markup`<span>${time}</span>`);
}

function numbers({ step, stretches }: Throughput): Html {
  const rows = stretches.flatMap(({ start, buckets }) =>
    buckets.flatMap((addresses, index) =>
      addresses === 0
        ? []
        : [
            markup`<tr>
          <th scope="row">${moment(start + index * step)}</th>
          <td class="number">${number(addresses)}</td>
        </tr>`,
          ],
    ),
  );
  return markup`<details>
    <summary>The same in numbers</summary>
    <table>
      <caption>
        Addresses in every span of ${duration(step)} that has any
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
