import { describe, expect, test } from "vitest";

import { Attribution, type Held, type Move } from "../../src/job/attribution.js";
import { createCall, type PendingCall } from "../../src/job/pending-call.js";
import { RetryQueue } from "../../src/job/retry-queue.js";
import { Scheduler, type Scheduled } from "../../src/job/scheduler.js";
import { entryOf } from "./scripted-engine.js";

type Stage = Attribution<unknown>["stage"];
type Known = Parameters<Attribution<unknown>["next"]>[0];

interface World {
  /** How many addresses a batch takes. */
  readonly batch?: number;
  readonly size?: number;
  readonly ended?: boolean;
  readonly has?: boolean;
  readonly isFull?: boolean;
  readonly lingers?: number | undefined;
  readonly isSpread?: boolean;
  readonly delay?: number | undefined;
  readonly calls?: readonly PendingCall<unknown>[];
  /** Left out: a policy that blames nobody. */
  readonly stage?: Stage;
  readonly move?: Move<unknown> | undefined;
  readonly held?: readonly Held<unknown>[];
  readonly heldFor?: number | undefined;
}

/** A scheduler in a world that stands still. */
function scheduler(world: World) {
  const { size = 5, ended = false, has = true, isFull = false, isSpread = true } = world;
  const queue = new RetryQueue<unknown>();
  queue.add(world.calls ?? []);
  const asked: Known[] = [];
  const shares: number[] = [];
  const attribution = {
    held: world.held ?? [],
    stage: world.stage,
    heldFor: () => world.heldFor,
    next: (known: Known) => {
      asked.push(known);
      return world.move;
    },
  } as unknown as Attribution<unknown>; // what a scheduler asks of it
  const blames = world.stage !== undefined;
  const parts = {
    policy: { purpose: "first", calls: { size: 2 }, ...(blames ? { attribution } : undefined) },
    entries: {
      size,
      ended,
      has: () => has,
      lingers: () => world.lingers,
      isSpread: () => isSpread,
      takeAt: (share: number, count: number) => {
        shares.push(share);
        return [0, 1].slice(0, world.batch ?? count).map(entryOf);
      },
    },
    queue,
    pace: { delay: () => ("delay" in world ? world.delay : 0) },
    isFull: () => isFull,
  } as unknown as Scheduled<unknown>; // the same
  return { scheduler: new Scheduler(parts), queue, asked, shares };
}

const next = (world: World, underWay = 0): unknown => scheduler(world).scheduler.next(0, underWay);
const again = createCall("again", [entryOf(7)]);
const later = { ...again, notBefore: 400 };
const stop = { reason: "request-fault", message: "refused" } as const;
const fresh = { purpose: "first", probing: false, entries: [{ id: 0 }, { id: 1 }] };

describe("while nothing is in question", () => {
  test("a batch goes as it comes, after what is to be repeated, and 32 calls at once", () => {
    expect(next({})).toMatchObject(fresh);
    expect(next({ stage: "sending" }, 31)).toMatchObject(fresh);
    expect(next({ calls: [again] }, 31)).toBe(again);
    expect(next({ calls: [again] }, 32)).toBeUndefined();
    expect(next({ calls: [later] })).toMatchObject(fresh);
  });

  test("the pace is heeded by each call", () => {
    expect(next({ delay: 250 })).toBe(250);
    expect(next({ delay: undefined })).toBeUndefined();
    expect(next({ delay: 250, calls: [again] })).toBe(250);
  });

  test("where no batch can go, the next repeat or the end of the linger is waited for", () => {
    expect(next({ has: false, calls: [later], lingers: 900 })).toBe(400);
    expect(next({ has: false, calls: [later], lingers: 100 })).toBe(100);
    expect(next({ has: false, calls: [later] })).toBe(400);
    expect(next({ has: false, lingers: 100 }, 1)).toBe(100);
    expect(next({ has: false }, 1)).toBeUndefined();
    expect(next({ has: false, lingers: 100 })).toBe(100);
    expect(next({ isFull: true, lingers: 100 }, 1)).toBe(100);
  });

  test("the job is done once nothing comes and nothing is under way", () => {
    expect(next({ has: false, ended: true })).toBe("done");
    expect(next({ has: false, ended: true, delay: 250 })).toBe("done");
    expect(next({ has: false, ended: true }, 1)).toBeUndefined();
    const held = [{} as Held<unknown>]; // counted alone
    expect(next({ has: false, ended: true, stage: "sending", delay: 250, held })).toBe(250);
    expect(next({ has: false, ended: true, stage: "sending" })).toBe("done");
    expect(next({ has: false, ended: true, stage: "sending", delay: 250 })).toBe("done");
    expect(next({ has: false, ended: true, calls: [later] })).toBe(400);
  });
});

describe("after a refusal without a success", () => {
  test("no batch goes beside calls that are under way or to be repeated", () => {
    expect(next({ stage: "deciding" }, 1)).toBeUndefined();
    expect(next({ stage: "deciding", calls: [later] })).toBe(400);
    expect(next({ stage: "deciding", calls: [again] }, 1)).toBe(again);
    expect(next({ stage: "deciding", move: { move: "fresh" } })).toMatchObject(fresh);
  });

  test("while batches are tried only probes and readings are repeated", () => {
    const reading = createCall("read-back", [entryOf(8)]);
    const probe = { ...again, probing: true };
    expect(next({ stage: "probing", calls: [again] }, 1)).toBeUndefined();
    expect(next({ stage: "probing", calls: [again, reading] }, 1)).toBe(reading);
    expect(next({ stage: "probing", calls: [again, probe] }, 1)).toBe(probe);
    expect(next({ stage: "deciding", calls: [again] }, 1)).toBe(again);
  });

  test.each<[string, Move<unknown>, unknown]>([
    ["a batch from another place", { move: "probe", share: 0.25 }, { ...fresh, probing: true }],
    [
      "a control",
      { move: "control", entry: entryOf(3) },
      { purpose: "control", entries: [entryOf(3)], probing: true },
    ],
    ["a part of a refused call", { move: "part" }, { entries: again.entries, probing: true }],
  ])("%s is tried", (_, move, step) => {
    const made = scheduler({ stage: "probing", move, calls: [again] });
    expect(made.scheduler.next(0, 0)).toMatchObject(step as object);
    if (move.move === "probe") expect(made.shares).toEqual([0.25]);
    expect(made.queue.size).toBe(move.move === "part" ? 0 : 1);
  });

  test("a part that is not there is none; the rest is told as it is decided", () => {
    expect(next({ stage: "probing", move: { move: "part" } })).toBeUndefined();
    expect(next({ stage: "probing", move: { move: "blame" } })).toBe("blame");
    expect(next({ stage: "probing", move: { move: "stop", stop } })).toBe(stop);
    expect(next({ stage: "probing", move: { move: "wait" }, lingers: 70 })).toBe(70);
    expect(next({ stage: "probing", move: { move: "wait" }, ended: true })).toBe("done");
  });

  test("batches are tried from what is known, once enough of it is", () => {
    const move = { move: "blame" } as const;
    expect(next({ stage: "probing", isSpread: false, lingers: 70, move })).toBe(70);
    expect(next({ stage: "deciding", isSpread: false, lingers: 70, move })).toBe("blame");
  });

  test("what there is to go on with is said", () => {
    const known = (world: World): Known | undefined => {
      const { scheduler: made, asked } = scheduler({ move: { move: "wait" }, ...world });
      made.next(0, 0);
      return asked[0];
    };
    const all = { more: true, parts: false, ended: false, only: false };
    expect(known({ stage: "probing" })).toEqual(all);
    expect(known({ stage: "probing", size: 0 })).toEqual({ ...all, more: false });
    expect(known({ stage: "probing", calls: [again] })).toEqual({ ...all, parts: true });
    expect(known({ stage: "deciding", has: false })).toEqual({ ...all, more: false });
    expect(known({ stage: "probing", ended: true })).toMatchObject({ ended: true });
  });

  test("a single address that went out is the only one of the job", () => {
    const { scheduler: made, asked } = scheduler({
      ...{ stage: "probing", move: { move: "fresh" }, batch: 1 },
    });
    made.next(0, 0);
    made.next(0, 0);
    made.next(0, 0);
    expect(asked.map(({ only }) => only)).toEqual([false, true, false]);
  });
});

describe("addresses that are held while somebody waits for them", () => {
  test("are let go once patience is over, whatever else is to be done", () => {
    expect(next({ stage: "sending", heldFor: 0, calls: [again] }, 32)).toBe("let-go");
    expect(next({ stage: "sending", heldFor: -5 })).toBe("let-go");
  });

  test("end a wait that is longer", () => {
    expect(next({ stage: "probing", heldFor: 50, delay: 250 })).toBe(50);
    expect(next({ stage: "probing", heldFor: 50, delay: 20 })).toBe(20);
    expect(next({ stage: "probing", heldFor: 50 }, 32)).toBe(50);
    expect(next({ stage: "sending", heldFor: 50 })).toMatchObject(fresh);
    expect(next({ stage: "probing", heldFor: 50, move: { move: "blame" } })).toBe("blame");
  });
});
