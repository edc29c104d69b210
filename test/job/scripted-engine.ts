import { vi } from "vitest";

import type { Internals } from "../../src/client/internals.js";
import type { PacedCall } from "../../src/client/pace.js";
import type { CallPolicy } from "../../src/job/call-policy.js";
import { Engine, type EngineSettings } from "../../src/job/engine.js";
import type { Entry } from "../../src/job/entry.js";
import type { PendingCall } from "../../src/job/pending-call.js";
import { createCounts, progressOf, type JobProgress } from "../../src/job/progress.js";
import type { EntrySupply } from "../../src/job/read-ahead.js";

export type Call = PendingCall<unknown>;
type Result = { readonly outcome: string };
type Settings = EngineSettings<unknown, Result>;

type Own = Pick<Settings, "maxWait" | "dailyReserve" | "isFull" | "onStop">;

export interface Script extends Partial<Own> {
  /** How many addresses there are. @default 1 */
  readonly people?: number;
  /** What a call throws, or what its answer is beside the outcomes. */
  readonly send?: (call: Call) => unknown;
  /** What the source has thrown. */
  readonly error?: EntrySupply<unknown>["error"];
  readonly policy?: Partial<CallPolicy<unknown, Result>>;
  readonly store?: Partial<Settings["store"]>;
  readonly client?: Partial<Omit<Internals, "pace">>;
  readonly pace?: Partial<Internals["pace"]>;
}

export const nothingSaid = {
  max: undefined,
  remaining: undefined,
  intervalMs: undefined,
  daily: undefined,
  dailyRemaining: undefined,
};

export function entryOf(id: number): Entry {
  return { id, row: id, address: `p${id}@example.com`, sent: `p${id}@example.com` };
}

/** An engine that sends one address a call, with doubles of all that it works with, and what these were told. */
export function scriptEngine({
  people = 1,
  error,
  send,
  policy,
  store,
  client,
  pace,
  ...own
}: Script) {
  const sent: { readonly id: number | undefined; readonly at: number }[] = [];
  const ends: Parameters<PacedCall["end"]>[1][] = [];
  const waits: unknown[] = [];
  const results: { readonly id: number; readonly outcome: string }[] = [];
  const progress: JobProgress[] = [];
  const left = Array.from({ length: people }, (_, id) => entryOf(id));
  const entries: EntrySupply<unknown> = {
    get ended() {
      return left.length === 0;
    },
    error,
    get size() {
      return left.length;
    },
    has: () => left.length > 0,
    lingers: () => undefined,
    isSpread: () => true,
    takeAt: () => left.splice(0, 1),
    leave: () => left.splice(0),
  };
  const settle = (call: Call, outcome: string) => ({
    results: call.entries.map((entry) => ({ entry, result: { outcome } })),
    calls: [],
  });
  const counts = createCounts();
  const paced: Internals["pace"] = {
    delay: () => 0,
    begin: () => {
      let ended = false;
      const end: PacedCall["end"] = (_, answer) => {
        const unsaid = { rateLimit: undefined, succeeded: false, limited: false };
        if (!ended) ends.push({ ...unsaid, ...answer });
        ended = true;
      };
      return { end };
    },
    wait: () => undefined,
    pause: (_, ms, reason) => void waits.push([reason, ms]),
    backOff: () => void waits.push("back-off"),
    isShared: false,
    giveWay: () => {},
    takeUnseen: () => {},
    callsPerSecond: undefined,
    subscribe: () => () => {},
    ...pace,
  };
  const engine = new Engine<unknown, Result>({
    policy: {
      purpose: "first",
      calls: { size: 1, inPath: false },
      isolatesAlways: false,
      send: async (call, { onBegun }) => {
        sent.push({ id: call.entries[0]?.id, at: performance.now() });
        onBegun();
        const answer = (await send?.(call)) as object | undefined;
        return { ...settle(call, "done"), rateLimit: nothingSaid, ...answer };
      },
      refused: (call) => settle(call, "refused"),
      giveUp: (call) => settle(call, "given-up"),
      release: () => ({ results: [], calls: [] }),
      abandon: () => [],
      ...policy,
    },
    store: { calling: async () => {}, settle: async () => {}, ...store },
    entries,
    client: {
      own: true,
      signal: undefined,
      hooks: {},
      accounts: undefined,
      ...client,
      pace: paced,
    },
    maxWait: 600_000,
    dailyReserve: 0,
    counts,
    onProgress: () => void progress.push(progressOf(counts, paced, engine.stop?.reason)),
    isFull: () => false,
    tell: (settled) =>
      void results.push(...settled.map(({ entry, result }) => ({ id: entry.id, ...result }))),
    ...own,
  });
  /** Runs it on the fake clock. @throws {Error} if it has not ended after half an hour of that */
  const run = async (): Promise<void> => {
    let ended = false;
    void engine.run().then(() => (ended = true));
    for (let seconds = 0; !ended; seconds += 1) {
      if (seconds === 1_800) throw new Error("the engine does not come to its end");
      await vi.advanceTimersByTimeAsync(1_000);
    }
  };
  return { engine, run, sent, ends, waits, results, progress };
}

/** Fails so many calls with an address, or with any. */
export function failing(error: unknown, times: number, id?: number): (call: Call) => void {
  let left = times;
  return ({ entries: [first] }) => {
    if ((id !== undefined && first?.id !== id) || left === 0) return;
    left -= 1;
    throw error;
  };
}
