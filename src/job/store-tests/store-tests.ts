import { sending } from "./sending.js";
import { standing } from "./standing.js";
import type { StoreHarness } from "./support.js";
import { taking } from "./taking.js";

export type { StoreHarness } from "./support.js";

/** One rule for stores, as a test for any runner. */
export interface StoreTest {
  /** The rule that the test holds the store to. */
  readonly name: string;
  /** Rejects where the store does not keep to it. */
  readonly run: () => Promise<void>;
}

/**
 * Tests that hold an implementation of `JobStore` to what its documentation says, for any test runner.
 *
 * @example
 * ```ts
 * for (const { name, run } of storeTests({ create, reopen })) test(name, run);
 * ```
 */
export function storeTests(harness: StoreHarness): readonly StoreTest[] {
  return Object.entries({ ...taking, ...sending, ...standing }).map(([name, rule]) => ({
    name,
    run: () => rule(harness),
  }));
}
