import type { Route } from "../../src/index.js";
import type { Fault, MockOptions } from "../../src/mock/index.js";
import { Random } from "./random.js";

/** How one process of a job comes to its end. */
export type Ending =
  | { readonly kind: "itself" }
  | { readonly kind: "kill"; readonly afterCalls: number; readonly ms: number }
  | {
      readonly kind: "signal";
      readonly name: "SIGINT" | "SIGTERM";
      readonly twice: boolean;
      readonly afterCalls: number;
    }
  /** No file may grow beyond this many kibibytes, as on a full disk. */
  | { readonly kind: "full-disk"; readonly kibibytes: number }
  /** The lines for each entry go to a disk that is always full, `/dev/full`. */
  | { readonly kind: "full-stdout" }
  /** A second process is started on the same journal meanwhile. */
  | { readonly kind: "rival"; readonly afterCalls: number };

export interface Round {
  readonly ending: Ending;
  /** The wall clock jumps to and fro. */
  readonly clockJumps: boolean;
  /** The end of the journal is torn afterwards, as by a power cut. */
  readonly torn: boolean;
}

/** One job from its list to its end, with all that happens to it. The same for the same seed. */
export interface Scenario {
  readonly seed: number;
  readonly list: readonly string[];
  readonly outBefore: readonly string[];
  readonly mock: MockOptions;
  readonly rounds: readonly Round[];
  /** By which calls its processes send, one after the other, and from the beginning again. */
  readonly routes: readonly Route[];
}

const odd = ["no address", "a@b@example.com", "@example.com", "x@", "two words@example.com"];
const special = [
  "__proto__@example.com",
  "constructor@example.com",
  "=cmd@example.com",
  "ünï@bücher.example",
];

export function makeScenario(seed: number): Scenario {
  const random = new Random(seed);
  const list = listOf(random, 1 + random.below(random.pick([3, 120, 700])));
  const addresses = list.filter((each) => /^reader\d+@/.test(each));
  const mock: MockOptions = {
    rate: { calls: random.pick([40, 190, 2_000]), seconds: random.pick([1, 10]) },
    latencyMs: random.below(20),
    keepInputs: true,
    alreadyOut: addresses.filter(() => random.chance(0.05)),
    readLagMs: random.pick([0, 0, 1_500]),
    cap: random.pick([100, 100, 37]),
    capAnswer: random.pick([400, 413]),
    faults: faultsOf(random, addresses),
  };
  return {
    seed,
    list,
    outBefore: mock.alreadyOut ?? [],
    mock,
    rounds: Array.from({ length: random.below(4) }, () => roundOf(random)),
    routes: routesOf(seed, list, mock.rate),
  };
}

/** One address a call where the limit lets that end within half a minute. */
function routesOf(seed: number, list: readonly string[], rate: MockOptions["rate"]): Route[] {
  const { calls, seconds } = rate ?? { calls: Infinity, seconds: 1 };
  if (list.length > 30 * (calls / seconds)) return ["batch"];
  const random = new Random(seed + 0.25);
  return random.pick([["batch"], ["single"], ["batch", "single"], ["single", "batch"]]);
}

function listOf(random: Random, size: number): string[] {
  const list: string[] = [];
  for (let n = 0; n < size; n += 1) {
    list.push(
      random.chance(0.02)
        ? random.pick(["READER0@Example.com", ...special])
        : `reader${n}@example.com`,
    );
    if (random.chance(0.03)) list.push(`Reader${random.below(n + 1)}@EXAMPLE.com`);
    if (random.chance(0.02)) list.push(random.pick(["no address", ...odd]));
  }
  return list;
}

function faultsOf(random: Random, addresses: readonly string[]): Fault[] {
  const faults: Fault[] = [];
  for (const address of addresses) {
    if (random.chance(0.004)) {
      const answer = random.pick(["207", "200", "400"] as const);
      faults.push({ kind: "bad-address", address, answer, named: random.chance(0.7) });
    }
  }
  const count = random.below(7);
  for (let n = 0; n < count; n += 1) faults.push(faultOf(random));
  return faults;
}

function faultOf(random: Random): Fault {
  const timing = { skip: random.below(12), times: 1 + random.below(2) };
  const when = random.pick(["before", "after"] as const);
  const makers: readonly [() => Fault, ...(() => Fault)[]] = [
    () => ({
      kind: "rate-limit",
      policy: random.pick(["SECONDLY", "TEN_SECONDLY_ROLLING"] as const),
      retryAfter: 1,
      ...timing,
    }),
    () => ({ kind: "rate-limit", policy: "SECONDLY", ...timing }),
    () => ({ kind: "rate-limit", policy: "DAILY", ...timing }),
    () => ({ kind: "migration", retryAfter: random.pick([1, 100_000]), ...timing }),
    () => ({
      kind: "status",
      status: random.pick([500, 502, 503, 504, 423]),
      body: random.pick(["json", "html", "empty"] as const),
      when,
      ...timing,
    }),
    () => ({ kind: "status", status: random.pick([401, 403]), body: "json", ...timing }),
    () => ({ kind: "reset", when: random.pick(["before", "after", "body"] as const), ...timing }),
    () => ({
      kind: "stall",
      when: random.pick(["before", "before-headers", "body"] as const),
      ...timing,
    }),
    () => ({ kind: "truncate", ...timing }),
    () => ({
      kind: "envelope",
      status: random.pick(["PENDING", "CANCELED", "SOMETHING"]),
      ...timing,
    }),
    () => ({ kind: "html-200", when, ...timing }),
    () => ({ kind: "empty-200", when, ...timing }),
    () => ({ kind: "latency", ms: random.below(400), ...timing }),
  ];
  return random.pick(makers)();
}

function roundOf(random: Random): Round {
  const afterCalls = random.below(8);
  const endings: readonly [Ending, ...Ending[]] = [
    { kind: "kill", afterCalls, ms: random.below(40) },
    { kind: "kill", afterCalls: 0, ms: random.below(500) },
    {
      kind: "signal",
      name: random.pick(["SIGINT", "SIGTERM"] as const),
      twice: random.chance(0.4),
      afterCalls,
    },
    { kind: "full-disk", kibibytes: 1 + random.below(60) },
    { kind: "full-stdout" },
    { kind: "rival", afterCalls },
    { kind: "itself" },
  ];
  return {
    ending: random.pick(endings),
    clockJumps: random.chance(0.2),
    torn: random.chance(0.25),
  };
}
