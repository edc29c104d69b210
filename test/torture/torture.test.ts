import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { checkEvidence } from "./check-evidence.js";
import { bundleCommand } from "./command.js";
import { play } from "./play.js";
import { Random } from "./random.js";
import { makeScenario, type Round, type Scenario } from "./scenario.js";

const jobs = 10;
/** One more than it takes: a machine that is busy may let a job end before the last. */
const killsOfEach = 6;

/** A longer job that is killed again and again, wherever it stands. */
function killed(number: number): Scenario {
  const random = new Random(number);
  const { list: _, ...scenario } = makeScenario(number);
  const list = Array.from({ length: 2_400 }, (_each, n) =>
    n % 60 === 59 ? `READER${random.below(n)}@example.com` : `reader${n}@example.com`,
  );
  const rounds = Array.from({ length: killsOfEach }, (): Round => {
    const early = random.chance(0.3);
    const ms = random.below(early ? 700 : 40);
    const afterCalls = early ? 0 : random.below(6);
    return {
      ending: { kind: "kill", afterCalls, ms },
      clockJumps: false,
      torn: random.chance(0.3),
    };
  });
  return {
    ...scenario,
    list,
    outBefore: ["reader5@example.com"],
    rounds,
    routes: ["batch"],
    mock: {
      rate: { calls: 150, seconds: 10 },
      latencyMs: 25,
      keepInputs: true,
      alreadyOut: ["reader5@example.com"],
      faults: [
        { kind: "bad-address", address: "reader77@example.com", answer: "207" },
        { kind: "bad-address", address: "reader1234@example.com", answer: "400" },
        { kind: "status", status: 502, body: "html", when: "after", skip: random.below(20) },
        { kind: "reset", when: "after", skip: random.below(20) },
        { kind: "reset", when: "body", skip: random.below(20) },
        { kind: "truncate", skip: random.below(20) },
        { kind: "rate-limit", policy: "SECONDLY", retryAfter: 1, skip: random.below(20) },
      ],
    },
  };
}

describe.skipIf(process.platform === "win32")("whatever happens to a job", () => {
  let scratch: string;
  let command: string;
  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), "torture-"));
    command = await bundleCommand(scratch);
  });
  afterAll(() => rm(scratch, { recursive: true, force: true }));

  test("fifty kills: every entry is accounted for once, and nothing settled is sent again", async () => {
    const scenarios = Array.from({ length: jobs }, (_, number) => killed(1_000_000 + number));
    const all = await Promise.all(scenarios.map((each) => play(each, command, scratch)));
    for (const [number, { evidence }] of all.entries()) {
      expect(checkEvidence(evidence), `job ${number}`).toEqual([]);
      expect(/,(?:unknown|not-sent),/.exec(evidence.report), `job ${number}`).toBeNull();
    }
    const endings = all.flatMap((each) => each.endings);
    const kills = endings.filter((each) => each === "SIGKILL").length;
    expect(kills, endings.join()).toBeGreaterThanOrEqual(50);
  }, 240_000);

  // More of them: `npm run torture -- --seed 1 --runs 1000`.
  test.concurrent.each([2, 5, 11, 18, 33, 39, 40, 48])(
    "random lists, faults and ends of processes, seed %i",
    async (seed) => {
      const { evidence } = await play(makeScenario(seed), command, scratch);
      expect(checkEvidence(evidence)).toEqual([]);
    },
    120_000,
  );
});
