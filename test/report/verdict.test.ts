import { describe, expect, test } from "vitest";

import { isPractice, judge } from "../../src/report/page/verdict.js";
import { everyOutcome, out, summaryOf, TIME } from "./sample-outcomes.js";

const ana = out(2, "ana@example.com");
const ben = out(3, "ben@example.com");
const twice = {
  row: 4,
  address: "ANA@example.com",
  sent: "ana@example.com",
  outcome: "duplicate",
  duplicateOf: 2,
} as const;

test("a job is complete if every address is out, duplicates or not", () => {
  const verdict = judge(summaryOf([ana, ben, twice]));
  expect(verdict).toMatchObject({ tone: "good", headline: "All 2 addresses are out", steps: [] });
  expect(judge(summaryOf([ana])).headline).toBe("The address is out");
  expect(judge(summaryOf([])).headline).toBe("The list holds no address to opt out");
});

test("what is not out is counted by person, and each kind has its step", () => {
  const verdict = judge(summaryOf(everyOutcome));
  expect(verdict.tone).toBe("attention");
  expect(verdict.headline).toBe("2 of 6 people on the list are out");
  expect(verdict.steps).toEqual([
    expect.stringMatching(/^Run the same command again: /),
    expect.stringMatching(/^HubSpot refused 1 address: /),
    expect.stringMatching(/^1 address may be out or not: /),
    expect.stringMatching(/^1 entry of the list is invalid: read the reason below, /),
  ]);
});

test("what HubSpot did not show as out when it was read back is told first", () => {
  const readBack = { at: TIME, confirmed: 1, notConfirmed: 1, unconfirmable: 0 };
  expect(judge(summaryOf([ana, ben], { readBack }))).toMatchObject({
    tone: "attention",
    badge: "Complete, not confirmed",
    headline: "HubSpot does not show 1 of 2 addresses as out",
    steps: [expect.stringMatching(/^1 address was not shown as out .* 2026-11-26 06:14:03 UTC/)],
  });
  // Somebody was sent since, whom nobody has asked for: those who were are counted alone.
  const grown = [ana, ben, out(5, "cleo@example.com")];
  expect(judge(summaryOf(grown, { readBack })).headline).toBe(
    "HubSpot does not show 1 of 2 addresses as out",
  );
  const invalid = { row: 6, address: "x", outcome: "invalid", reason: "no-at" } as const;
  expect(judge(summaryOf([...grown, invalid], { readBack })).headline).toBe(
    "3 of 4 people on the list are out, but HubSpot does not show 1 of them",
  );
  const confirmed = { ...readBack, confirmed: 2, notConfirmed: 0 };
  expect(judge(summaryOf([ana, ben], { readBack: confirmed }))).toMatchObject({ tone: "good" });
});

test("who is unknown counts as out once HubSpot has shown them so, and is not missing where it has not", () => {
  const cut = {
    row: 5,
    address: "cleo@example.com",
    sent: "cleo@example.com",
    time: TIME,
  } as const;
  const unknown = { ...cut, outcome: "unknown", reason: "no-answer" } as const;
  const counts = { at: TIME, unconfirmable: 0 };
  const shown = {
    ...counts,
    confirmed: 2,
    notConfirmed: 0,
    unknown: { confirmed: 1, notConfirmed: 0 },
  };
  expect(judge(summaryOf([ana, unknown], { readBack: shown }))).toMatchObject({
    tone: "good",
    headline: "All 2 addresses are out",
    steps: [],
  });
  const killed = judge(summaryOf([ana, unknown], { readBack: shown, phase: "killed" }));
  expect(killed.ended).not.toContain("Open:");
  const other = {
    ...counts,
    confirmed: 1,
    notConfirmed: 1,
    unknown: { confirmed: 0, notConfirmed: 1 },
  };
  expect(judge(summaryOf([ana, unknown], { readBack: other }))).toMatchObject({
    headline: "1 of 2 addresses is out",
    steps: [expect.stringMatching(/^1 address may be out or not: /)],
  });
});

test("people whose rows were left out are not called part of those who were meant", () => {
  const invalid = { row: 5, address: "x", outcome: "invalid", reason: "no-at" } as const;
  const leftOut = { rows: 3, where: ["status=out"] };
  expect(judge(summaryOf([ana, invalid], { leftOut })).headline).toBe(
    "1 of 2 people who were meant is out",
  );
});

test("an invalid entry alone keeps a job from being called complete", () => {
  const invalid = { row: 5, address: "x", outcome: "invalid", reason: "no-at" } as const;
  expect(judge(summaryOf([ana, invalid]))).toMatchObject({
    tone: "attention",
    badge: "Complete, with invalid entries",
    headline: "1 of 2 people on the list is out",
  });
});

test("the headline counts everybody who was asked for, not only those with an address that can be sent", () => {
  const { totals, ...rest } = summaryOf([]);
  const outcomes = { ...totals.outcomes, unsubscribed: 200, invalid: 10_000 };
  const verdict = judge({ ...rest, totals: { ...totals, entries: 10_200, outcomes } });
  expect(verdict.headline).toBe("200 of 10,200 people on the list are out");
});

test("a job that stopped says why, and when to go on", () => {
  const stop = {
    reason: "rate-limit",
    message: "The limit of the day is reached.",
    resumeAt: TIME,
  } as const;
  const verdict = judge(summaryOf(everyOutcome, { stop }));
  expect(verdict).toMatchObject({ tone: "stopped", ended: "The limit of the day is reached." });
  expect(verdict.steps[0]).toBe(
    "Once the cause is gone, run the same command again, not before 2026-11-26 06:14:03 UTC: it goes on where it stopped, and sends nothing twice that is settled.",
  );
});

test("a job that its own limit ended is told how to go on", () => {
  const stop = { reason: "limit", message: "The first 5 addresses were to be sent." } as const;
  expect(judge(summaryOf(everyOutcome, { stop })).steps[0]).toContain("--limit");
});

test("a job without an outcome for every entry is not called complete", () => {
  const { totals, ...rest } = summaryOf([ana]);
  const verdict = judge({ ...rest, totals: { ...totals, entries: 2, pending: 1 } });
  expect(verdict).toMatchObject({ tone: "stopped", headline: "1 of 2 addresses is out" });
});

test("a run that is over and has not said so is not complete, and what is open is counted", () => {
  const verdict = judge(summaryOf(everyOutcome, { phase: "killed" }));
  expect(verdict).toMatchObject({ tone: "stopped", badge: "Ended without closing" });
  expect(verdict.ended).toBe(
    "The job ended without closing: it was killed, its computer went down, or it failed. Open: 2 addresses (1 may be out or not, 1 not sent).",
  );
  expect(verdict.steps[0]).toMatch(/^Run the same command again: /);
  expect(verdict.steps.join(" ")).not.toContain("may be out or not");
  expect(judge(summaryOf([ana], { phase: "killed" }))).toMatchObject({ tone: "stopped" });
});

test("a job that is under way is not called ended in any way", () => {
  const verdict = judge(summaryOf(everyOutcome, { phase: "running" }));
  expect(verdict).toMatchObject({ tone: "stopped", badge: "Still running" });
  expect(verdict.ended).toMatch(/^The job was still running when this page was written. Open: 2 /);
  expect(verdict.steps).toEqual([expect.stringContaining("again once the job has ended")]);
});

test("a list that nobody has agreed to is none that was sent", () => {
  const verdict = judge(summaryOf(everyOutcome, { phase: "reading" }));
  expect(verdict).toMatchObject({ badge: "Not agreed to", tone: "stopped" });
  expect(verdict.ended).toContain("Nothing was sent");
});

test("only a server on the same computer makes a run practice", () => {
  for (const origin of ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:1"]) {
    expect(isPractice(origin)).toBe(true);
  }
  for (const origin of ["https://api.hubapi.com", "https://localhost.example.com"]) {
    expect(isPractice(origin)).toBe(false);
  }
});

test("a signal is told with what it stands for, once", () => {
  const endedBy = (message: string) =>
    judge(summaryOf([ana], { phase: "stopped", stop: { reason: "stopped", message } })).ended;
  expect(endedBy("The job was stopped by SIGINT.")).toBe("The job was stopped by Ctrl+C (SIGINT).");
  expect(endedBy("The job was stopped by SIGTERM.")).toContain("another program (SIGTERM)");
  expect(endedBy("Stopped by Ctrl+C (SIGINT).")).toBe("Stopped by Ctrl+C (SIGINT).");
});

describe("a job that an error of a call has stopped", () => {
  const message = "batchUnsubscribeAll: 403 MISSING_SCOPES: The app may not.";
  const refused = (more: Partial<Parameters<typeof judge>[0]>) =>
    judge(
      summaryOf(everyOutcome, {
        phase: "stopped",
        stop: { reason: "credentials", message },
        stopError: { name: "HubSpotPermissionError", operationId: "batchUnsubscribeAll" },
        ...more,
      }),
    );

  test("says so in plain words first, and then in those of the error", () => {
    expect(refused({})).toMatchObject({
      ended: "HubSpot did not allow the call with the access token of the job.",
      inFull: message,
    });
  });

  test("says whose the token is in the error's own words, which are plain", () => {
    const stopError = { name: "HubSpotAccountError", operationId: "getAccountDetails" };
    expect(refused({ stopError })).toMatchObject({ ended: message, inFull: undefined });
  });

  test("is told of the other route, with a whole command, where a batch was refused for its scope alone", () => {
    const { otherRoute } = refused({
      listName: "our people.csv",
      origin: "http://127.0.0.1:8080",
      businessUnitId: 7,
      account: { id: 12, verified: false },
    });
    expect(otherRoute?.text).toContain("each address stands in a URL");
    expect(otherRoute?.text).toContain("For the 2 addresses that are left");
    expect(otherRoute?.command).toBe(
      'hubspot-batch-unsubscribe run --route single "our people.csv" --base-url http://127.0.0.1:8080 --account 12 --business-unit 7',
    );
    for (const stopError of [
      undefined,
      { name: "HubSpotAuthenticationError", operationId: "batchUnsubscribeAll" },
      { name: "HubSpotPermissionError", operationId: "unsubscribeAllForContact" },
    ]) {
      expect(refused({ stopError }).otherRoute).toBeUndefined();
    }
  });
});

test("a newer list that nobody has agreed to is told beside the one that was sent", () => {
  expect(judge(summaryOf([ana], { phase: "ended", newerEntries: 302 })).ended).toBe(
    "The job came to the end of the list. A newer list of 302 entries was read since, and nobody has agreed to it: this page is about the one before.",
  );
});

test("one of a kind is spoken of as one", () => {
  const steps = judge(summaryOf(everyOutcome)).steps.join("\n");
  expect(steps).toContain("correct it where the list comes from");
  expect(steps).toContain("read the reason below, mend what can be mended, and send it again");
  expect(steps).toContain("1 address may be out or not: send it again");
});
