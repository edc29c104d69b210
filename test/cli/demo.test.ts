import { describe, expect, test } from "vitest";

import { operations } from "../../generated/operations.js";
import { agrees } from "../../src/cli/demo-check.js";
import type { Outcome } from "../../src/index.js";
import { run } from "./captured.js";

test("the demo opts its list out, shows a retry and every outcome, and ends with 0", async () => {
  const { out, err, code } = run("demo");
  expect(await code).toBe(0);
  const text = out.join("");
  expect(text).toContain("The list: 245 addresses, 4 of them twice in another case");
  expect(text).toContain(`Addresses 1 to ${operations.batchUnsubscribeAll.batch.size}:`);
  expect(text).toMatch(/429: trying again in \d+ ms/);
  expect(text).toContain("207: not all out");
  expect(text).toMatch(/^ {2}unsubscribed +243$/m);
  expect(text).toMatch(/^ {2}already-unsubscribed +1$/m);
  expect(text).toMatch(/^ {2}rejected +1$/m);
  expect(text).toContain("The mock's own record agrees.");
  expect(err).toEqual([]);
});

test("the demo stops on a signal with the shell's code for it", async () => {
  for (const [reason, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    const demo = run("demo");
    await expect.poll(() => demo.out.join("")).toContain("trying again");
    demo.stop(reason);
    expect(await demo.code).toBe(code);
    expect(demo.err).toEqual(["Stopped before the end of the list.\n"]);
  }
});

describe("the demo's check against the mock's record", () => {
  const out: Outcome = { outcome: "unsubscribed", address: "Ada@example.com" };
  const unknown: Outcome = { outcome: "unknown", address: "Ada@example.com", reason: "missing" };

  test.each<[string, readonly Outcome[], readonly string[], boolean]>([
    ["the same people", [out, out], ["ada@example.com"], true],
    ["nobody", [unknown], [], true],
    ["called out, and not", [out], [], false],
    ["out, and not called so", [unknown], ["ada@example.com"], false],
    ["a stranger who is out", [out], ["ada@example.com", "bob@example.com"], false],
  ])("%s", (_what, outcomes, portal, verdict) => {
    expect(agrees(outcomes, { out: { portal }, calls: [], faults: [] })).toBe(verdict);
  });
});
