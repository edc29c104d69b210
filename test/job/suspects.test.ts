import { beforeEach, describe, expect, test, vi } from "vitest";
import { HubSpotApiError } from "../../src/index.js";
import { Suspects } from "../../src/job/suspects.js";
import { refuse } from "../helpers/scripted-hubspot.js";
import { errorOf } from "./errors.js";

const item = (id: number) => ({ id, row: id + 1, sent: `reader${id}@example.com` });
const rejection = { reason: "VALIDATION_ERROR", message: undefined, correlationId: undefined };

let refusal: HubSpotApiError;
beforeEach(async () => {
  vi.spyOn(Date, "now").mockReturnValue(1_700_000_000_000);
  const error = await errorOf(async () => refuse("No such brand."));
  if (!(error instanceof HubSpotApiError)) throw new Error("it is no error of the API");
  refusal = error;
  return () => vi.restoreAllMocks();
});

describe("nobody is blamed before somebody has got through", () => {
  test("then those that were held back are, with all that was said of them", () => {
    const suspects = new Suspects(false);
    expect(suspects.deciding).toBe(false);
    expect(suspects.failedAlone(item(0), rejection)).toEqual([]);
    expect(suspects.deciding).toBe(true);
    const said = { reason: "X", message: "Bad.", correlationId: "abc" };
    expect(suspects.failedAlone(item(1), said)).toEqual([]);
    const time = 1_700_000_000_000;
    expect(suspects.succeeded()).toEqual([
      { item: item(0), settled: { outcome: "rejected", reason: "VALIDATION_ERROR", time } },
      { item: item(1), settled: { outcome: "rejected", time, ...said } },
    ]);
    expect(suspects.deciding).toBe(false);
    expect(suspects.succeeded()).toEqual([]);
  });

  test("and whoever fails alone later is at once", () => {
    for (const suspects of [new Suspects(true), new Suspects(false)]) {
      suspects.succeeded();
      expect(suspects.failedAlone(item(0), rejection)).toHaveLength(1);
      expect(suspects.deciding).toBe(false);
    }
    expect(new Suspects(true).failedAlone(item(0), rejection)).toHaveLength(1);
  });
});

describe("when nothing is under way", () => {
  test("there is nothing to conclude where nothing was refused, or somebody got through", () => {
    expect(new Suspects(false).conclude(true)).toBeUndefined();
    const suspects = new Suspects(true);
    suspects.refused(refusal, false);
    expect(suspects.conclude(true)).toBeUndefined();
  });

  test("a refusal that nobody was alone with decides nothing", () => {
    const suspects = new Suspects(false);
    suspects.refused(refusal, false);
    expect(suspects.deciding).toBe(true);
    expect(suspects.conclude(true)).toEqual({ results: [], parcels: [] });
    expect(suspects.deciding).toBe(false);
  });

  test("one reason for all is the request's fault", () => {
    const suspects = new Suspects(false);
    suspects.refused(refusal, false);
    for (const id of [0, 1, 2]) suspects.failedAlone(item(id), rejection);
    const concluded = suspects.conclude(false);
    expect(concluded).toMatchObject({
      results: [],
      parcels: [],
      stop: { reason: "request-fault", cause: refusal },
    });
    expect(concluded?.stop?.message).toBe(
      "HubSpot refuses each of 3 addresses sent alone, and none has been taken: the request itself may be " +
        `at fault, for instance the brand, so nobody is counted as rejected. ${refusal.message}`,
    );
    expect(refusal.message).toContain("No such brand.");
  });

  test("two reasons are only once no more will come", () => {
    const suspects = new Suspects(false);
    suspects.failedAlone(item(0), rejection);
    suspects.failedAlone(item(1), { ...rejection, reason: "OTHER" });
    expect(suspects.conclude(false)).toEqual({ results: [], parcels: [] });
    suspects.failedAlone(item(2), rejection);
    const stop = suspects.conclude(true)?.stop;
    expect(stop?.message).toMatch(
      /^HubSpot refuses each of 3 addresses .* VALIDATION_ERROR, OTHER\.$/,
    );
    expect(stop).not.toHaveProperty("cause");
  });

  test("a single address is called so", () => {
    const suspects = new Suspects(false);
    suspects.failedAlone(item(0), rejection);
    expect(suspects.conclude(true)?.stop?.message).toMatch(
      /^HubSpot refuses the only address that was sent alone, .* HubSpot says VALIDATION_ERROR\.$/,
    );
  });
});

describe("a category of credentials", () => {
  const times = (suspects: Suspects, count: number, credentials = true) =>
    Array.from({ length: count }, () => suspects.refused(refusal, credentials)).at(-1);

  test("eight times in a row is the token", () => {
    const suspects = new Suspects(false);
    expect(times(suspects, 7)).toBeUndefined();
    expect(times(suspects, 1)).toEqual({
      reason: "credentials",
      message: refusal.message,
      cause: refusal,
    });
  });

  test("with another refusal or a success between is not", () => {
    const suspects = new Suspects(false);
    times(suspects, 7);
    times(suspects, 1, false);
    expect(times(suspects, 7)).toBeUndefined();
    suspects.succeeded();
    expect(times(suspects, 7)).toBeUndefined();
  });
});
