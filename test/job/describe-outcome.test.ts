import { expect, test } from "vitest";

import { describeOutcome, oneLine } from "../../src/job/describe-outcome.js";
import type { EntryOutcome, JobUnknownReason, NotSentReason } from "../../src/job/job-outcome.js";

const entry = { row: 2, address: "ana@example.com", sent: "ana@example.com" };

// Typed as records, so that a new reason fails to compile until it is here.
const unknownReasons: Record<JobUnknownReason, true> = {
  "batch-unfinished": true,
  "unnamed-error": true,
  missing: true,
  "no-statuses": true,
  "unreadable-status": true,
  "not-unsubscribed": true,
  "empty-body": true,
  "unreadable-body": true,
  "body-too-large": true,
  "body-cut-off": true,
  "named-error": true,
  contradictory: true,
  "other-scope": true,
  "no-answer": true,
  "said-already-out": true,
  interrupted: true,
  "under-way": true,
};
const notSentReasons: Record<NotSentReason, true> = {
  limit: true,
  stopped: true,
  credentials: true,
  "rate-limit": true,
  migration: true,
  "request-fault": true,
  unavailable: true,
  pending: true,
};

test("every reason has a sentence of its own, without the address", () => {
  const outcomes = [
    ...Object.keys(unknownReasons).map((reason) => ({ ...entry, outcome: "unknown", reason })),
    ...Object.keys(notSentReasons).map((reason) => ({ ...entry, outcome: "not-sent", reason })),
    { ...entry, outcome: "unsubscribed" },
    { ...entry, outcome: "unsubscribed", reason: "read-back" },
    { ...entry, outcome: "already-unsubscribed" },
    { ...entry, outcome: "already-unsubscribed", reason: "read-back" },
    { ...entry, outcome: "rejected", reason: "VALIDATION_ERROR" },
    { ...entry, outcome: "duplicate", duplicateOf: 7 },
    { ...entry, outcome: "invalid", reason: "no-at" },
  ] as EntryOutcome[]; // The keys of a record are strings to the compiler.
  const sentences = outcomes.map(describeOutcome);
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z][^\n]*\.$/);
  expect(sentences.join(" ")).not.toContain("example.com");
  expect(new Set(sentences).size).toBe(sentences.length);
});

test("the words of HubSpot and of a stop go before ours, on one line", () => {
  const message = " The brand\r\n is\twrong\u2028. ";
  const rejected = { ...entry, outcome: "rejected", reason: "VALIDATION_ERROR", message } as const;
  expect(describeOutcome(rejected)).toBe("The brand is wrong .");
  const left = { ...entry, outcome: "not-sent", reason: "stopped", message } as const;
  expect(describeOutcome(left)).toBe("The brand is wrong .");
  expect(describeOutcome({ ...rejected, message: "\u0000 \n" })).toBe(
    "HubSpot refused the address and did not say why.",
  );
});

test("an invalid address is told with its character", () => {
  const invalid = { row: 2, address: "a\u200Bb@example.com", outcome: "invalid" } as const;
  expect(
    describeOutcome({ ...invalid, reason: "invisible-character", codePoint: "U+200B" }),
  ).toContain("U+200B");
});

test("words without end are cut", () => {
  expect(oneLine("word ".repeat(100_000)).length).toBeLessThan(1010);
  expect(oneLine("x".repeat(100_000)).length).toBeLessThan(1010);
});
