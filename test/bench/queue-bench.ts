import { createClient, createOptOutQueue } from "../../src/index.js";
import { createMock } from "../../src/mock/index.js";
import type { Line, Table } from "./table.js";

const latencyMs = 150;
const rate = { calls: 190, seconds: 10 };
const seconds = 5;
const ratesPerSecond = [1, 10, 100, 1_000];

type OptOut = (address: string) => Promise<boolean>;

/** Opt-outs that come one by one, so many a second, through the queue and with one call each. */
export async function benchQueue(): Promise<Table> {
  const lines: Line[] = [];
  for (const perSecond of ratesPerSecond) {
    lines.push(
      await measure(`the queue, ${perSecond} a second`, perSecond, (client) => {
        const queue = createOptOutQueue(client);
        return async (address) => (await queue.optOut(address)).outcome === "unsubscribed";
      }),
      await measure(`one call each, ${perSecond} a second`, perSecond, (client) => {
        return async (address) => (await client.batchUnsubscribeAll([address])).complete;
      }),
    );
  }
  return {
    title: `OPT-OUTS AS THEY COME, ${rate.calls} calls per ${rate.seconds} s, ${latencyMs} ms to answer`,
    columns: [
      { head: "calls per opt-out", digits: 2 },
      { head: "median ms added" },
      { head: "99th ms added" },
      { head: "429s" },
      { head: "failed" },
      { head: "opt-outs" },
    ],
    lines,
    note: `For ${seconds} s each. Added: between the asking and the outcome, beyond the ${latencyMs} ms of the call.`,
  };
}

async function measure(
  name: string,
  perSecond: number,
  make: (client: ReturnType<typeof createClient>) => OptOut,
): Promise<Line> {
  const mock = createMock({ rate, latencyMs });
  const optOut = make(createClient({ accessToken: mock.token, fetch: mock.fetch }));
  const count = perSecond * seconds;
  const added: number[] = [];
  let failed = 0;
  const ask = async (address: string): Promise<void> => {
    const asked = performance.now();
    const done = await optOut(address).catch(() => false);
    if (done) added.push(performance.now() - asked - latencyMs);
    else failed += 1;
  };
  const begun = performance.now();
  const asked: Promise<void>[] = [];
  while (asked.length < count) {
    // A timer that comes late is made up for.
    const due = Math.min(count, Math.ceil(((performance.now() - begun) / 1000) * perSecond));
    while (asked.length < due) asked.push(ask(`reader${asked.length}@example.com`));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(asked);
  added.sort((one, other) => one - other);
  const at = (share: number): number | undefined => added[Math.ceil(added.length * share) - 1];
  const { calls } = mock.state();
  const limited = calls.filter(({ status }) => status === 429).length;
  mock.close();
  return { name, figures: [calls.length / count, at(0.5), at(0.99), limited, failed, count] };
}
