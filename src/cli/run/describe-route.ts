import { isHubSpotError, type JobBinding, type JobStop, type Route } from "../../index.js";
import type { JournalContents } from "../../node.js";
import { inUrl, otherRouteWords } from "../../text/other-route.js";
import { suggest, withoutFlags } from "../typed-command.js";
import { sameCommand } from "./same-command.js";
import type { ServerFlags } from "./server-flags.js";

/** The route of a run, in lines, if it is not the default. */
export function describeRoute(route: Route, before: Route | undefined): readonly string[] {
  const changed =
    before === undefined || before === route ? "" : ` The run before went by ${before}.`;
  if (route === "single") return [`Route: single, one address a call: ${inUrl}.${changed}`];
  return changed === "" ? [] : [`Route: batch, up to 100 addresses a call.${changed}`];
}

/** The route of the last run of a job that has one. */
export function lastRoute({ runs }: Pick<JournalContents, "runs">): Route | undefined {
  return runs.at(-1)?.route;
}

/** Flags by whose route a job is taken up: the one that is named, else that of the job's last run. */
export function withRoute<F extends ServerFlags>(flags: F, job: JournalContents | undefined): F {
  const sentBy = job && lastRoute(job);
  return flags.routeIsNamed || sentBy === undefined ? flags : { ...flags, route: sentBy };
}

/** What was stopped, and by which command. */
export interface Stopped {
  readonly stop: JobStop;
  /** The command as it was typed. */
  readonly typed: { readonly name: "run" | "retry" | "verify"; readonly args: readonly string[] };
  readonly flags: Pick<ServerFlags, "dailyReserve">;
  readonly binding: JobBinding;
  /** Addresses that are still to be sent. */
  readonly left: number;
}

/**
 * What there is to do where the token may not make the calls of the batch route: the other one is never taken by itself.
 *
 * @returns lines; none where that is not the reason
 */
export function describeOtherRoute(stopped: Stopped): readonly string[] {
  const { stop, typed, flags, binding, left } = stopped;
  const { cause } = stop;
  const isRefused = isHubSpotError(cause) && cause.name === "HubSpotPermissionError";
  if (!isRefused || !cause.operationId.startsWith("batch")) return [];
  const args = ["--route", "single", ...withoutFlags(typed.args, "--route")];
  const command = sameCommand(typed.name, args, binding);
  if (command === undefined) return [];
  const right = typed.name === "verify" ? "read" : "write";
  const [first = "", ...more] = otherRouteWords(right, left, flags.dailyReserve);
  return [first, ...more.map((each) => `  ${each}`), ...suggest("To go on by it", command, "  ")];
}
