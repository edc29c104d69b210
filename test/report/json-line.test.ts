import { expect, test } from "vitest";

import { toJsonLine } from "../../src/report/json-line.js";
import { everyOutcome } from "./sample-outcomes.js";

test("a line holds what is known of the entry, and nothing else", () => {
  expect(everyOutcome.map((outcome) => JSON.parse(toJsonLine(outcome)))).toEqual([
    {
      row: 2,
      address: "Ana@Example.com",
      sent: "ana@example.com",
      outcome: "unsubscribed",
      time: "2026-11-26T06:14:03.250Z",
      correlation_id: "c-1",
    },
    {
      row: 3,
      address: "ben@example.org",
      sent: "ben@example.org",
      outcome: "already-unsubscribed",
    },
    {
      row: 4,
      address: "cem@example.net",
      sent: "cem@example.net",
      outcome: "rejected",
      reason: "VALIDATION_ERROR",
      message: "cem@example.net is\r\nnot wanted\u2028here",
      time: "2026-11-26T06:14:03.250Z",
      correlation_id: "c-2",
    },
    {
      row: 5,
      address: "dag@example.com",
      sent: "dag@example.com",
      outcome: "unknown",
      reason: "no-answer",
    },
    {
      row: 6,
      address: "eva@example.com",
      sent: "eva@example.com",
      outcome: "not-sent",
      reason: "limit",
    },
    {
      row: 7,
      address: "f\u200Bx@example.com",
      outcome: "invalid",
      reason: "invisible-character",
      code_point: "U+200B",
    },
    {
      row: 8,
      address: "ANA@example.com",
      sent: "ana@example.com",
      outcome: "duplicate",
      duplicate_of: 2,
    },
  ]);
});

test("a text that would run in a spreadsheet is left as it is, on one line", () => {
  const line = toJsonLine({ row: 2, address: "=1+1\n@x", outcome: "invalid", reason: "no-at" });
  expect(JSON.parse(line)).toHaveProperty("address", "=1+1\n@x");
  expect(line).not.toContain("\n");
});
