import { createOptOutQueue, type QueueOutcome } from "../../src/index.js";
import { allOut, refuse, scriptHubSpot, type Script } from "../helpers/scripted-hubspot.js";

/** A queue, and the HubSpot that answers it. */
export function make(script: Script, options?: Parameters<typeof createOptOutQueue>[1]) {
  const hubspot = scriptHubSpot(script);
  return { hubspot, queue: createOptOutQueue(hubspot.client, options) };
}

/** Refuses every call with one of them. */
export function refusing(...bad: string[]): Script {
  return (call) =>
    call.inputs.some((input) => bad.includes(input)) ? refuse("Invalid input.") : allOut(call);
}

export const names = (outcomes: readonly QueueOutcome[]) => outcomes.map(({ outcome }) => outcome);

/** How many addresses each call has. */
export const sizes = (hubspot: {
  readonly calls: readonly { readonly inputs: readonly string[] }[];
}) => hubspot.calls.map(({ inputs }) => inputs.length);
