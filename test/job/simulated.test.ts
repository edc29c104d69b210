import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import {
  createMemoryStore,
  unsubscribeAll,
  type EntryOutcome,
  type Route,
} from "../../src/index.js";
import { people } from "../helpers/scripted-hubspot.js";
import { Random } from "../torture/random.js";
import { SimulatedWorld } from "./simulated-world.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What does not fit between what a job says and what is true, in words. */
function check(
  world: SimulatedWorld,
  outcomes: readonly EntryOutcome[],
  succeededBefore: boolean,
): string[] {
  const problems: string[] = [];
  for (const { address, outcome } of outcomes) {
    const isOut = world.out.has(address);
    const before = world.outBefore.has(address);
    if (outcome === "not-sent" && isOut && !before)
      problems.push(`${address} is out, and told not sent`);
    if (outcome === "unsubscribed" && !isOut) problems.push(`${address} is not out, and told out`);
    if (outcome === "already-unsubscribed" && !before) {
      problems.push(`${address} was opted out by the job, and told out before`);
    }
    if (outcome === "rejected") {
      const refusedAt = world.refusals.get(address);
      if (refusedAt === undefined) problems.push(`${address} was never refused, and told rejected`);
      else if (!succeededBefore && !world.successes.some((at) => at >= refusedAt)) {
        problems.push(`${address} is told rejected without contrast`);
      }
    }
  }
  return problems;
}

describe("whatever happens, what a job says is true", () => {
  const seeds = Array.from({ length: 60 }, (_, n) => n + 1);

  test.each(seeds)("seed %d", (seed) => play(seed, ["batch"]));
  test.each(seeds.slice(0, 24))("seed %d, one address a call, or now and then", (seed) =>
    play(seed, seed % 2 === 0 ? ["single"] : ["single", "batch"]),
  );

  async function play(seed: number, routes: readonly [Route, ...Route[]]): Promise<void> {
    const random = new Random(seed);
    vi.spyOn(Math, "random").mockImplementation(() => random.below(1_000) / 1_000);
    const list = people(
      1 + random.below(random.pick(routes[0] === "batch" ? [5, 150, 1_200] : [5, 60, 300])),
    );
    const world = new SimulatedWorld(seed, list);
    const store = createMemoryStore();
    // Left or cut off a few times, then run to its end; a stop is answered by another run.
    for (let run = 0; run < 6; run += 1) {
      // What an earlier run has opted out is contrast enough for a few; and a single address has none.
      const contrast = world.successes.length > 0 || list.length === 1;
      const cut = new AbortController();
      const leave = run < 3 ? random.pick(["no", "break", "client"] as const) : "no";
      if (leave === "client") setTimeout(() => cut.abort("deploy"), random.below(3_000));
      const route = routes.length === 1 ? routes[0] : random.pick(routes);
      const client = world.client(cut.signal);
      const job = unsubscribeAll(client, list, { store, route, maxWait: 60_000 });
      const told: EntryOutcome[] = [];
      let ended = false;
      const most = random.below(300);
      void (async () => {
        for await (const outcome of job) {
          told.push(outcome);
          if (leave === "break" && told.length > most) break;
        }
      })().finally(() => (ended = true));
      let finished = false;
      void job.finished.then(() => (finished = true));
      while (!ended || !finished) await vi.advanceTimersByTimeAsync(200);
      expect(new Set(told.map(({ row }) => row)).size).toBe(told.length);
      expect(check(world, told, contrast)).toEqual([]);
      expect(job.totals.pending).toBe(0);
    }
    const last: EntryOutcome[] = [];
    for await (const part of store.outcomes()) last.push(...part);
    expect(last).toHaveLength(list.length);
    expect(check(world, last, true)).toEqual([]);
  }
});
