import { expect, test } from "vitest";
import { isOnLaterDay } from "../../src/list/moments.js";

test.each([
  ["2025-01-01", "2024-01-01"],
  ["2025-01-01T00:00:00Z", "2024-12-31 23:59:59"],
  ["20250102", "20250101"],
  ["1735776000", "2025-01-01"],
  ["1735776000000", "1735689600"],
  ["45659", "45658.9"],
  ["02.01.2025", "01.01.2025"],
  ["Jan 2, 2025", "2025-01-01"],
  ["2025年2月1日", "2025/01/31"],
])("is on a later day: %s than %s", (one, other) => {
  expect(isOnLaterDay(one, other)).toBe(true);
  expect(isOnLaterDay(other, one)).toBe(false);
});

test("is on none where the day is the same, or one is no moment", () => {
  expect(isOnLaterDay("2025-01-01 23:00", "2025-01-01")).toBe(false);
  expect(isOnLaterDay("soon", "2025-01-01")).toBe(false);
  expect(isOnLaterDay("2025-01-01", "soon")).toBe(false);
});

test("is on one where either reading of day and month says so", () => {
  expect(isOnLaterDay("03/04/2025", "04/03/2025")).toBe(true);
  expect(isOnLaterDay("04/03/2025", "03/04/2025")).toBe(true);
});
