import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { beside } from "./measure.js";

/** Starts `instant-hubspot.mjs`, whose headers name that many calls per 10 seconds. */
export async function startInstantHubSpot(
  calls: number,
): Promise<{ url: string; stop: () => void }> {
  const child = spawn(process.execPath, [beside("instant-hubspot.mjs"), String(calls)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [url] = (await once(createInterface(child.stdout), "line")) as [string];
  return { url, stop: () => void child.kill() };
}
