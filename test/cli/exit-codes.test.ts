import { expect, test } from "vitest";

import {
  decideExitCode,
  describeIncomplete,
  exitCodes,
  type Happened,
} from "../../src/cli/exit-codes.js";
import { programNotes } from "../../src/cli/commands.js";

test.each<[string, Happened, number]>([
  ["nothing amiss", {}, 0],
  ["a reached limit", { stop: "limit" }, 0],
  ["some amiss", { amiss: 1 }, 1],
  ["told to stop, with no other reason", { stop: "stopped" }, 1],
  ["a request at fault", { stop: "request-fault", amiss: 3 }, 2],
  ["a rate limit", { stop: "rate-limit", amiss: 3 }, 4],
  ["a migration", { stop: "migration" }, 4],
  ["a server that gave up", { stop: "unavailable", amiss: 3 }, 5],
  ["credentials", { stop: "credentials", amiss: 3 }, 3],
  ["unconfirmable", { unconfirmable: 1, amiss: 1 }, 3],
  ["unconfirmable, and the server gave up", { unconfirmable: 1, stop: "unavailable" }, 3],
  ["Ctrl+C", { signal: "SIGINT", stop: "credentials", amiss: 3 }, 130],
  ["SIGTERM", { signal: "SIGTERM", stop: "stopped", amiss: 3 }, 143],
  ["a closed terminal", { signal: "SIGHUP", stop: "stopped", amiss: 3 }, 129],
  ["a full disk", { unwritable: true, stop: "credentials", amiss: 1 }, 6],
  ["a full disk, and Ctrl+C", { unwritable: true, signal: "SIGINT" }, 6],
])("%s: %j gives %i", (_what, happened, code) => {
  expect(decideExitCode(happened)).toBe(code);
});

test("the code 1 is shown with its reasons and their counts; the others explain themselves", () => {
  const amiss = { rejected: 2, unknown: 0, invalid: 1200, "not sent": 0 };
  expect(describeIncomplete(1, amiss)).toEqual(["Exit code 1: 2 rejected, 1,200 invalid"]);
  expect(describeIncomplete(1, { rejected: 0 })).toEqual([]);
  for (const code of Object.values(exitCodes)) {
    if (code !== 1) expect(describeIncomplete(code, amiss)).toEqual([]);
  }
});

test("the help tells every code, in the order in which they apply", () => {
  const table = /^Exit codes, the first that applies:\n(.*?)\n\n/ms.exec(programNotes)?.[1] ?? "";
  const told = [...table.matchAll(/^ {2}(\d+(?:, \d+)*)\b/gm)].flatMap(([, codes = ""]) =>
    codes.split(", ").map(Number),
  );
  expect(told.toSorted((a, b) => a - b)).toEqual(
    Object.values(exitCodes).toSorted((a, b) => a - b),
  );
  // Of any two that apply, the one that is told first is the one.
  const happened: Partial<Record<number, Happened>> = {
    6: { unwritable: true },
    129: { signal: "SIGHUP" },
    130: { signal: "SIGINT" },
    143: { signal: "SIGTERM" },
    3: { unconfirmable: 1 },
    5: { stop: "unavailable" },
    4: { stop: "migration" },
    2: { stop: "request-fault" },
    1: { amiss: 1 },
    0: {},
  };
  for (const [index, code] of told.entries()) {
    for (const later of told.slice(index + 1)) {
      expect(decideExitCode({ ...happened[later], ...happened[code] })).toBe(code);
    }
  }
});
