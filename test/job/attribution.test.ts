import { describe, expect, test } from "vitest";

import { Attribution, type Held } from "../../src/job/attribution.js";
import { HubSpotApiError } from "../../src/index.js";
import { refuse } from "../helpers/scripted-hubspot.js";
import { errorOf } from "./errors.js";
import { entryOf } from "./scripted-engine.js";

const rejection = { reason: "VALIDATION_ERROR", message: undefined, correlationId: undefined };
const held = (id: number, more: Partial<Held<unknown>> = {}): Held<unknown> => ({
  entry: entryOf(id),
  rejection,
  unresolved: undefined,
  named: false,
  time: 1_700_000_000_000,
  ...more,
});
const ids = (blamed: readonly Held<unknown>[]) => blamed.map((each) => each.entry.id);
const open = { more: true, ended: false, only: false };
const none = { more: false, ended: true, only: false };
const hour = 3_600_000;

const refusal = await errorOf(async () => refuse("No such brand."));
if (!(refusal instanceof HubSpotApiError)) throw new Error("it is no error of the API");

function holding(count: number, succeededBefore = false): Attribution<unknown> {
  const attribution = new Attribution<unknown>(succeededBefore);
  for (let id = 0; id < count; id += 1) {
    attribution.begin();
    attribution.hold(held(id));
  }
  return attribution;
}

describe("an address is to blame once a call succeeds that began after its refusal", () => {
  test("and not by one that began before it", () => {
    const attribution = new Attribution<unknown>(false);
    const early = attribution.begin();
    const latest = attribution.begin();
    attribution.hold(held(0));
    for (const call of [early, latest]) {
      expect(attribution.taken(call, entryOf(9), 0)).toEqual([]);
      expect(ids(attribution.held)).toEqual([0]);
    }
    const late = attribution.begin();
    expect(ids(attribution.taken(late, entryOf(9), 0))).toEqual([0]);
    expect(attribution.held).toEqual([]);
    expect(attribution.taken(late, entryOf(8), 0)).toEqual([]);
  });

  test("also where others were refused since", () => {
    const attribution = new Attribution<unknown>(false);
    attribution.begin();
    attribution.hold(held(0));
    const between = attribution.begin();
    attribution.begin();
    attribution.hold(held(1));
    expect(ids(attribution.taken(between, entryOf(9), 0))).toEqual([0]);
    expect(ids(attribution.held)).toEqual([1]);
  });
});

describe("batches go as they come", () => {
  test("until a first call is refused, and again once one has succeeded", () => {
    const attribution = new Attribution<unknown>(false);
    expect(attribution.stage).toBe("sending");
    attribution.refused(refusal, false);
    expect(attribution.stage).toBe("deciding");
    attribution.taken(attribution.begin(), entryOf(0), 0);
    expect(attribution.stage).toBe("sending");
  });

  test("and after a success until eight calls in a row are refused", () => {
    const attribution = new Attribution<unknown>(false);
    attribution.taken(attribution.begin(), entryOf(0), 0);
    for (let refused = 0; refused < 7; refused += 1) attribution.refused(refusal, false);
    expect(attribution.stage).toBe("sending");
    attribution.refused(refusal, false);
    expect(attribution.stage).toBe("deciding");
  });

  test("until eight addresses are held", () => {
    expect(holding(7).stage).toBe("deciding");
    expect(holding(8).stage).toBe("probing");
  });
});

describe("while nothing is under way", () => {
  test("nothing is in question where nobody is held", () => {
    const attribution = new Attribution<unknown>(false);
    expect(attribution.next(open, 0)).toBeUndefined();
    attribution.refused(refusal, false);
    expect(attribution.next(open, 0)).toEqual({ move: "fresh" });
    expect(attribution.next(none, 0)).toBeUndefined();
  });

  test("fewer than eight are followed by the next batch, as it comes", () => {
    expect(holding(7).next(open, 0)).toEqual({ move: "fresh" });
  });

  test("eight are followed by five batches from places as far apart as can be, then by a control", () => {
    const attribution = holding(8);
    attribution.taken(1, entryOf(9), hour); // began before all but the first were refused
    attribution.hold(held(10));
    const shares = Array.from({ length: 5 }, () => attribution.next(open, 0));
    expect(shares).toEqual([0, 0.25, 0.5, 0.75, 1].map((share) => ({ move: "probe", share })));
    expect(attribution.next(open, 2 * hour - 1)).toEqual({ move: "control", entry: entryOf(9) });
    expect(attribution.next(open, 2 * hour)).toMatchObject({ move: "stop" });
  });

  test("without a control the request is blamed, and nobody else", () => {
    const attribution = holding(8);
    for (let probe = 0; probe < 5; probe += 1) attribution.next(open, 0);
    expect(attribution.next(open, 0)).toMatchObject({
      move: "stop",
      stop: { reason: "request-fault" },
    });
  });

  test("a control that is refused too stops at once, whatever is left to try", () => {
    const attribution = new Attribution<unknown>(true);
    attribution.taken(attribution.begin(), entryOf(9), 0);
    attribution.refused(refusal, false);
    attribution.hold(held(0));
    expect(attribution.next(none, 0)).toMatchObject({ move: "control" });
    attribution.controlRefused();
    const move = attribution.next(open, 0);
    expect(move).toMatchObject({ move: "stop", stop: { cause: refusal } });
    expect(move?.move === "stop" && move.stop.message).toBe(
      "HubSpot refuses the only address that was sent alone, and an address that it took before too: " +
        "the request itself may be at fault, for instance the brand, so nobody is counted as " +
        `rejected. ${refusal.message}`,
    );
  });

  test("a live source is waited for where nothing else can tell", () => {
    const known = { more: false, ended: false, only: false };
    expect(holding(3).next(known, 0)).toEqual({ move: "wait" });
    expect(holding(8).next(known, 0)).toEqual({ move: "wait" });
  });

  test("a few are to blame where an earlier run has succeeded, and eight are not", () => {
    expect(holding(7, true).next(none, 0)).toEqual({ move: "blame" });
    expect(holding(8, true).next(none, 0)).toMatchObject({ move: "stop" });
    const attribution = holding(2, true);
    expect(ids(attribution.blame())).toEqual([0, 1]);
    expect(attribution.held).toEqual([]);
    expect(attribution.stage).toBe("sending");
  });

  test("the only address of a job is to blame where a 2xx names it, and not where the call was refused", () => {
    for (const named of [true, false]) {
      const attribution = new Attribution<unknown>(false);
      attribution.hold(held(0, { named }));
      const move = attribution.next({ ...none, only: true }, 0);
      expect(move?.move).toBe(named ? "blame" : "stop");
      expect(attribution.next(none, 0)?.move).toBe("stop");
    }
  });

  test("the stop says how many were refused, and what for where HubSpot said nothing else", () => {
    const attribution = holding(2);
    attribution.hold(held(2, { rejection: { ...rejection, reason: "OTHER" } }));
    const move = attribution.next(none, 0);
    expect(move?.move === "stop" && move.stop.message).toMatch(
      /^HubSpot refuses each of 3 addresses sent alone, and no later call has succeeded: .* HubSpot says VALIDATION_ERROR, OTHER\.$/,
    );
    expect(move).not.toHaveProperty("stop.cause");
  });
});

describe("a category of credentials", () => {
  const times = (attribution: Attribution<unknown>, count: number, credentials = true) =>
    Array.from({ length: count }, () => attribution.refused(refusal, credentials)).at(-1);

  test("eight times in a row is the token", () => {
    const attribution = new Attribution<unknown>(false);
    expect(times(attribution, 7)).toBeUndefined();
    expect(times(attribution, 1)).toEqual({
      reason: "credentials",
      message: refusal.message,
      cause: refusal,
    });
  });

  test("with another refusal or a success between is not", () => {
    const attribution = new Attribution<unknown>(false);
    times(attribution, 7);
    times(attribution, 1, false);
    expect(times(attribution, 7)).toBeUndefined();
    attribution.taken(attribution.begin(), entryOf(0), 0);
    expect(times(attribution, 7)).toBeUndefined();
  });
});

describe("where somebody waits for each address", () => {
  const patience = 5_000;
  const parts = { ...open, more: false, parts: true };
  const idle = { ...open, more: false };

  function waiting(count: number): Attribution<unknown> {
    const attribution = new Attribution<unknown>(false, patience);
    for (let id = 0; id < count; id += 1) {
      attribution.begin();
      attribution.hold(held(id), 100 * id);
    }
    return attribution;
  }

  test("an address is let go when its time is over, and no other", () => {
    const attribution = waiting(3);
    expect(attribution.heldFor(1_000)).toBe(4_000);
    expect(ids(attribution.letGo(5_100))).toEqual([0, 1]);
    expect(attribution.heldFor(5_100)).toBe(100);
    expect(ids(attribution.letGo(5_200))).toEqual([2]);
    expect(attribution.heldFor(5_200)).toBeUndefined();
    expect(holding(3).heldFor(hour)).toBeUndefined();
    expect(holding(3).letGo(hour)).toEqual([]);
  });

  test("nobody is sent once more as a control: what waits is tried, and time decides", () => {
    const attribution = new Attribution<unknown>(false, patience);
    attribution.taken(attribution.begin(), entryOf(9), 0);
    attribution.hold(held(0), 0);
    expect(attribution.next(idle, 0)).toEqual({ move: "wait" });
    expect(attribution.next(open, 0)).toEqual({ move: "fresh" });
  });

  test.each([
    ["never", 5],
    ["before", 25],
  ])(
    "where a call has succeeded %s, %i more refusals are a fault of the request",
    (when, count) => {
      const attribution = waiting(8);
      if (when === "before") attribution.taken(0, entryOf(9), 0);
      for (let probe = 0; probe < count; probe += 1) {
        expect(attribution.next(probe % 2 === 0 ? parts : open, 0)?.move).toBe(
          probe % 2 === 0 ? "part" : "probe",
        );
      }
      expect(attribution.next(idle, 0)).toMatchObject({
        move: "stop",
        stop: { reason: "request-fault" },
      });
      expect(waiting(8).next(idle, 0)).toEqual({ move: "wait" });
    },
  );
});
