import { beforeAll, describe, expect, test } from "vitest";

import type { JsonObject } from "../../scripts/model/json.ts";
import type { Finding, Verdict } from "../../scripts/review/change.ts";
import { findChanges } from "../../scripts/review/find-changes.ts";
import { judgeSecurity } from "../../scripts/review/judge-security.ts";
import { judge } from "../../scripts/review/judge.ts";
import { pairs } from "./pairs.ts";

const order: readonly Verdict[] = ["breaks", "compiles-not", "adds", "fits", "text"];

/** One description with an operation for each pair, so that one run judges all. */
function description(side: 1 | 2): JsonObject {
  const paths = Object.fromEntries(
    pairs.map((pair, index) => [
      `/pair-${index}`,
      { post: { operationId: `op${index}`, ...pair[side] } },
    ]),
  );
  const components = { securitySchemes: { token: { type: "http", scheme: "bearer" } } };
  return { openapi: "3.1.0", info: { title: "t", version: "1.0.0" }, paths, components };
}

let findings: readonly Finding[];
beforeAll(() => {
  const [before, after] = [description(1), description(2)];
  findings = [...judge(findChanges(before, after)), ...judgeSecurity(before, after)];
});

describe("what a change is to a caller", () => {
  test.each(pairs.map(([what, , , verdict], index) => ({ what, verdict, index })))(
    "$what: $verdict",
    ({ verdict, index }) => {
      const own = findings.filter(({ place }) => new RegExp(`/pair-${index}(?!\\d)`).test(place));
      const worst = order.find((each) => own.some((finding) => finding.verdict === each));
      // Nothing found is nothing changed for anybody.
      expect(worst ?? "fits", JSON.stringify(own)).toBe(verdict);
    },
  );
});
