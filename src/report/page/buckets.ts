import type { ThroughputPoint } from "./summary.js";

/** A longer time without an outcome is left out of the chart: the job was not running. */
const PAUSE = 10 * 60_000;
const SECOND = 1000;
const MAX_BUCKETS = 60;
/** With fewer calls in a bucket, the chart would mostly show how calls happen to fall into buckets. */
const MIN_CALLS = 3;
const MAX_STRETCHES = 12;
/** Bucket lengths that are easy to read, in seconds. */
const STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400,
] as const;

/** A stretch of time in which the job ran, in buckets of one length; the last one may be cut short by its end. */
export interface Stretch {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  /** Addresses of each bucket, in order of time. */
  readonly buckets: readonly number[];
}

export interface Throughput {
  /** The length of a bucket in milliseconds. */
  readonly step: number;
  readonly stretches: readonly Stretch[];
}

/**
 * Sorts addresses into at most about sixty buckets of time; nothing if there are none.
 *
 * @param points the addresses of whole seconds
 */
export function sortIntoBuckets(points: readonly ThroughputPoint[]): Throughput | undefined {
  const sorted = points
    .filter(({ time, addresses }) => Number.isFinite(time) && addresses > 0)
    .sort((one, other) => one.time - other.time);
  if (sorted.length === 0) return undefined;
  const runs = splitAtPauses(sorted);
  const step = chooseStep(runs.map(lengthOf), sorted.length);
  return { step, stretches: runs.map((run) => fill(run, step)) };
}

/** Addresses a second in each bucket, by the time that it really covers. */
export function ratesOf({ step }: Throughput, { start, end, buckets }: Stretch): number[] {
  return buckets.map((addresses, index) => {
    const from = start + index * step;
    return addresses / ((Math.min(end, from + step) - from) / SECOND);
  });
}

/** How long the job ran, pauses left out, in milliseconds. */
export function runningTime({ stretches }: Throughput): number {
  return stretches.reduce((sum, { start, end }) => sum + end - start, 0);
}

function splitAtPauses(points: readonly ThroughputPoint[]): ThroughputPoint[][] {
  for (let pause = PAUSE; ; pause *= 4) {
    const runs: ThroughputPoint[][] = [];
    let last = -Infinity;
    for (const point of points) {
      const run = runs.at(-1);
      if (run === undefined || point.time - last > pause) runs.push([point]);
      else run.push(point);
      last = point.time;
    }
    if (runs.length <= MAX_STRETCHES) return runs;
  }
}

/** To the end of its last second. */
function lengthOf(run: readonly ThroughputPoint[]): number {
  return (run.at(-1)?.time ?? 0) - (run[0]?.time ?? 0) + SECOND;
}

function chooseStep(lengths: readonly number[], calls: number): number {
  const running = lengths.reduce((sum, length) => sum + length, 0);
  // A job of a few seconds is drawn second by second.
  const least = running <= MAX_BUCKETS * SECOND ? 0 : (running / calls) * MIN_CALLS;
  const fits = (step: number) =>
    step >= least &&
    lengths.reduce((sum, length) => sum + Math.ceil(length / step), 0) <= MAX_BUCKETS;
  for (const seconds of STEPS) {
    if (fits(seconds * SECOND)) return seconds * SECOND;
  }
  let step = 86_400_000;
  while (!fits(step)) step *= 2;
  return step;
}

function fill(run: readonly ThroughputPoint[], step: number): Stretch {
  const start = run[0]?.time ?? 0;
  const length = lengthOf(run);
  const buckets = new Array<number>(Math.ceil(length / step)).fill(0);
  for (const { time, addresses } of run) {
    const index = Math.floor((time - start) / step);
    buckets[index] = (buckets[index] ?? 0) + addresses;
  }
  return { start, end: start + length, buckets };
}
