import { createClient, type HubSpotClient, type Outcome } from "../index.js";
import { startMock, type Fault } from "../mock/index.js";
import { agrees } from "./demo-check.js";
import { demoList } from "./demo-list.js";
import { exitCodes } from "./exit-codes.js";
import type { Io } from "./io.js";
import { readOptions } from "./read-options.js";

// The cap of the description, which the client refuses to go over.
const perCall = 100;

/**
 * Opts a made-up list out against a mock of its own, with one address already out, one that is
 * refused and one rate limit on the way, and holds what the client says against what the mock knows.
 */
export async function demoCommand(args: readonly string[], io: Io): Promise<number> {
  readOptions(args, {});
  const list = demoList();
  const faults: Fault[] = [
    { kind: "rate-limit", policy: "SECONDLY", retryAfter: 1, skip: 1 },
    { kind: "bad-address", address: list.bad, answer: "207" },
  ];
  const mock = await startMock({ alreadyOut: [list.alreadyOut], cap: perCall, faults });
  try {
    const say = (line: string): void => void io.stdout.write(`${line}\n`).catch(() => {});
    say(`A mock HubSpot listens on ${mock.url}.`);
    say(
      `The list: ${list.addresses.length} addresses, ${list.duplicates} of them twice in another case, one already out, one bad.`,
    );
    const client = createClient({
      accessToken: mock.token,
      baseUrl: mock.url,
      signal: io.signal,
      onRetry: ({ status, waitMs }) => say(`  ${status}: trying again in ${waitMs} ms`),
    });
    const outcomes = await optOut(client, list.addresses, say);
    summarise(outcomes, say);
    const agreed = outcomes.length === list.addresses.length && agrees(outcomes, mock.state());
    say(agreed ? "The mock's own record agrees." : "The mock's own record does NOT agree.");
    return agreed ? exitCodes.ok : exitCodes.incomplete;
  } catch (error) {
    if (!io.signal.aborted) throw error;
    io.stderr.write("Stopped before the end of the list.\n");
    return io.signal.reason === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
  } finally {
    await mock.close();
  }
}

async function optOut(
  client: HubSpotClient,
  addresses: readonly string[],
  say: (line: string) => void,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let start = 0; start < addresses.length; start += perCall) {
    const batch = addresses.slice(start, start + perCall);
    say(`Addresses ${start + 1} to ${start + batch.length}:`);
    const result = await client.batchUnsubscribeAll(batch, { verbose: true });
    say(`  ${result.response.status}: ${result.complete ? "all out" : "not all out"}`);
    outcomes.push(...result.outcomes);
  }
  return outcomes;
}

function summarise(outcomes: readonly Outcome[], say: (line: string) => void): void {
  const counts = new Map<string, number>();
  for (const { outcome } of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  say("Outcomes:");
  for (const [outcome, count] of counts) say(`  ${outcome.padEnd(20)} ${count}`);
}
