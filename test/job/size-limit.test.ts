import { expect, test } from "vitest";
import { HubSpotApiError } from "../../src/index.js";
import { sizeLimitOf } from "../../src/job/size-limit.js";
import { refuse } from "../helpers/scripted-hubspot.js";
import { errorOf } from "./errors.js";

async function limitOf(message: string, sent: number): Promise<number | undefined> {
  const error = await errorOf(async () => refuse(message));
  if (!(error instanceof HubSpotApiError)) throw new Error("it is no error of the API");
  return sizeLimitOf(error, sent);
}

test.each([
  ["The maximum number of inputs is 50.", 100, 50],
  ["Batch too large: at most 10 items, got 100", 100, 10],
  ["A batch supports up to 1 record, no more than 1.", 100, 1],
  ["no more than 40 records, and 60 objects exceed it", 100, 60],
  ["at most 99 inputs", 100, 99],
])("%j about %i names the number %i", async (message, sent, limit) => {
  expect(await limitOf(message, sent)).toBe(limit);
});

test.each([
  ["too many inputs", 100, 50],
  ["too many inputs", 99, 50],
  ["too many inputs", 2, 1],
  ["at most 100 inputs", 100, 50],
  ["at most 0 inputs", 100, 50],
  ["at most 1234567 inputs", 5_000_000, 2_500_000],
])("%j about %i names none: half of them", async (message, sent, limit) => {
  expect(await limitOf(message, sent)).toBe(limit);
});

test("digits in a date, a version or an identifier are no number", async () => {
  const message = "At most 50 inputs (request 7a12-33 of 2026-03-01, api v1.80, x90, 33_7)";
  expect(await limitOf(message, 5_000)).toBe(50);
});

test.each([
  ["too many inputs", 1],
  ["", 100],
  ["the brand 50 exceeds the limit", 100],
  ["50 inputs", 100],
  ["an address of the batch is limited to 50 characters", 100],
  ["inputs: the maximum length is 50", 100],
])("%j about %i is about something else", async (message, sent) => {
  expect(await limitOf(message, sent)).toBeUndefined();
});
