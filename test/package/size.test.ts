import { expect, test } from "vitest";
import { npm } from "./consumer.js";

interface Size {
  readonly name: string;
  readonly passed: boolean;
  /** In bytes, minified and gzipped. */
  readonly size: number;
}

/** The limits stand in package.json, a little above what is, so that growth is a decision. */
test("what an application bundles stays within its limits", async () => {
  const sizes = JSON.parse(await npm(["run", "-s", "size", "--", "--json"], ".")) as Size[];
  expect(sizes.map(({ passed }) => passed)).toEqual(sizes.map(() => true));
  const [error, client, job, queue, worker, ...generated] = sizes.map(({ size }) => size);
  // Something was measured: a single emitted function takes less than a hundred bytes, nothing at all some twenty.
  for (const size of generated) expect(size).toBeGreaterThan(50);
  expect(error).toBeGreaterThan(100);
  for (const size of [client, job, queue, worker]) expect(size).toBeGreaterThan(10_000);
});
