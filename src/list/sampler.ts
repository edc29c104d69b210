import type { Sample } from "./list-reading.js";

const SHOWN = 5;

/** Counts what is worth a look, and keeps the first few of it. */
export class Sampler implements Sample {
  count = 0;
  readonly first: { row: number; text: string }[] = [];

  add(row: number, text: string): void {
    this.count += 1;
    if (this.first.length < SHOWN) this.first.push({ row, text });
  }
}
