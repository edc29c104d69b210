import { expect, test } from "vitest";

import { decideExitCode, type Happened } from "../../src/cli/exit-codes.js";

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
