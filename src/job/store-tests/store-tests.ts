import { sending } from "./sending.js";
import { standing } from "./standing.js";
import type { StoreHarness } from "./support.js";
import { taking } from "./taking.js";

export type { StoreHarness } from "./support.js";

/** A rule for stores, as a test for any runner. */
export interface StoreTest {
  /** The rule that the test checks. */
  readonly name: string;
  /** Rejects if the store breaks the rule. */
  readonly run: () => Promise<void>;
}

/**
 * Tests that check an implementation of `JobStore` against its documentation, for any test runner.
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
