import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { run } from "../package/consumer.js";
import { startInstantHubSpot } from "./instant-server.js";
import { beside, pairedMedians } from "./measure.js";
import { installRivals, versions } from "./rivals.js";
import type { Table } from "./table.js";

interface Figures {
  readonly cpuMsPerCall: number;
  readonly callsPerSecond: number;
}

/** What one call costs, on loopback, with a hundred addresses and their statuses. */
export async function benchClient(rounds: number): Promise<Table> {
  const rivals = await installRivals();
  const hubspot = await startInstantHubSpot(100_000);
  const loop = async (client: string): Promise<Figures> => {
    const own = pathToFileURL(beside("../../dist/index.js")).href;
    const args = [join(rivals, "client-loop.mjs"), client, hubspot.url, own];
    const { stdout } = await run(process.execPath, args);
    return JSON.parse(stdout) as Figures;
  };
  try {
    const medians = await pairedMedians(rounds, {
      "plain fetch": () => loop("fetch"),
      "this client: validates, and reads each outcome": () => loop("own"),
      [`openapi-fetch ${versions["openapi-fetch"]}`]: () => loop("openapi-fetch"),
      [`@hubspot/api-client ${versions["@hubspot/api-client"]}, apiRequest`]: () =>
        loop("@hubspot/api-client"),
    });
    const bare = medians["plain fetch"]?.cpuMsPerCall ?? Number.NaN;
    return {
      title: "THE CLIENT, batches of 100 with statuses",
      columns: [
        { head: "cpu ms a call", digits: 3 },
        { head: "of plain fetch", digits: 2 },
        { head: "calls/s" },
      ],
      lines: Object.entries(medians).map(([name, { cpuMsPerCall, callsPerSecond }]) => ({
        name,
        figures: [cpuMsPerCall, cpuMsPerCall / bare, callsPerSecond],
      })),
    };
  } finally {
    hubspot.stop();
  }
}
