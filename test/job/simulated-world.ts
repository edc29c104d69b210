import { createClient, type Fetch, type HubSpotClient } from "../../src/index.js";
import { flatten, readAsked } from "../helpers/asked.js";
import { json, resultOf, wideOf } from "../helpers/scripted-hubspot.js";
import { Random } from "../torture/random.js";

/** What a world does to a call beside what its addresses bring about. */
type Mishap = (carryOut: () => Response) => Response | Promise<Response>;

/**
 * A HubSpot on the fake clock whose every mishap follows from a seed, with what is true in it: who is out, and by which
 * calls. It shares no code with the engine.
 */
export class SimulatedWorld {
  readonly out = new Set<string>();
  /** Who was out before the first call. */
  readonly outBefore = new Set<string>();
  /** Addresses that HubSpot refuses, in a 400 for the call or named in a 207. */
  readonly refused: ReadonlySet<string>;
  /** Addresses with which every call fails after the work was done for the others before them. */
  readonly poison: ReadonlySet<string>;
  /** When each call that opted somebody out began, and when each address was refused last. */
  readonly successes: number[] = [];
  readonly refusals = new Map<string, number>();
  calls = 0;
  readonly #random: Random;
  readonly #everyoneRefused: { readonly from: number; readonly to: number };
  readonly #mishaps: number;

  constructor(seed: number, list: readonly string[]) {
    const random = new Random(seed);
    this.#random = random;
    const some = (share: number): ReadonlySet<string> =>
      new Set(list.filter(() => random.chance(share)));
    this.refused = some(random.pick([0, 0, 0.003, 0.02, 0.3]));
    this.poison = new Set(
      [...some(random.pick([0, 0, 0.002]))].filter((address) => !this.refused.has(address)),
    );
    for (const address of some(0.05)) {
      this.outBefore.add(address);
      this.out.add(address);
    }
    const from = random.pick([Infinity, Infinity, 1, 3, 12]);
    this.#everyoneRefused = { from, to: from + random.pick([3, 30, Infinity]) };
    this.#mishaps = random.pick([0, 0.05, 0.3]);
  }

  client(signal?: AbortSignal): HubSpotClient {
    const fetch: Fetch = async (address, init) => {
      this.calls += 1;
      const number = this.calls;
      await this.#sleep();
      const { inputs, reads, single } = readAsked(address, init);
      const answer = reads ? this.#read(inputs) : await this.#optOut(number, inputs);
      await this.#sleep();
      return single ? flatten(answer) : answer;
    };
    return createClient({ accessToken: "test-token", fetch, signal, timeout: 30_000 });
  }

  async #optOut(number: number, inputs: readonly string[]): Promise<Response> {
    if (number >= this.#everyoneRefused.from && number < this.#everyoneRefused.to) {
      for (const input of inputs) this.refusals.set(input, number);
      return json(400, { category: "VALIDATION_ERROR", message: "Unknown business unit." });
    }
    const mishap = this.#random.chance(this.#mishaps) ? this.#mishap() : undefined;
    const carryOut = (): Response => this.#carryOut(number, inputs);
    return mishap === undefined ? carryOut() : mishap(carryOut);
  }

  #carryOut(number: number, inputs: readonly string[]): Response {
    const accused = inputs.filter((input) => this.refused.has(input));
    for (const input of accused) this.refusals.set(input, number);
    if (accused.length > 0 && this.#random.chance(0.5)) {
      return json(400, { category: "VALIDATION_ERROR", message: "Invalid input." });
    }
    const taken = inputs.filter((input) => !this.refused.has(input));
    const changed = new Set(taken.filter((input) => !this.out.has(input)));
    for (const input of taken) this.out.add(input);
    if (taken.some((input) => this.poison.has(input))) return new Response("", { status: 500 });
    if (taken.length > 0) this.successes.push(number);
    const results = taken.map((input) => {
      const { statuses } = resultOf(input) as { readonly statuses: readonly object[] };
      const setStatusSuccessReason = changed.has(input)
        ? "UNSUBSCRIBE_FROM_ALL_OCCURRED"
        : "NO_STATUS_CHANGE";
      return {
        subscriberIdString: input,
        statuses: statuses.map((status) => ({ ...status, setStatusSuccessReason })),
      };
    });
    const errors = accused.map((address) => ({
      category: "VALIDATION_ERROR",
      message: "Invalid.",
      context: { subscriberIdString: [address] },
    }));
    return json(errors.length > 0 ? 207 : 200, { status: "COMPLETE", results, errors });
  }

  #read(inputs: readonly string[]): Response {
    if (this.#random.chance(this.#mishaps)) return new Response("", { status: 503 });
    const status = (input: string): string => (this.out.has(input) ? "UNSUBSCRIBED" : "SUBSCRIBED");
    return json(200, { results: inputs.map((input) => wideOf(input, status(input))) });
  }

  #mishap(): Mishap {
    const broken = (): never => {
      throw new TypeError("terminated");
    };
    const mishaps: readonly [Mishap, ...Mishap[]] = [
      () => new Response("", { status: this.#random.pick([500, 502, 503, 504, 520, 409, 408]) }),
      (carryOut) => {
        carryOut();
        return new Response("<p>Bad gateway</p>", { status: 502 });
      },
      broken,
      (carryOut) => {
        carryOut();
        return broken();
      },
      () => json(429, { policyName: "TEN_SECONDLY_ROLLING" }, { "retry-after": "1" }),
      (carryOut) => {
        carryOut();
        return json(200, { results: [] });
      },
      () => json(423, {}),
    ];
    return this.#random.pick(mishaps);
  }

  #sleep(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 5 + this.#random.below(150)));
  }
}
