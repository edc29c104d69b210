import { sendingTime } from "./sending-time.js";
import { count } from "./words.js";

/** What the route of one address a call leaves behind. */
export const inUrl =
  "each address stands in a URL, and so in the logs of HubSpot and of proxies on the way";

/**
 * What there is to do where the token may not make the batch calls, in sentences; the command for it comes behind them.
 *
 * @param right what the calls need
 * @param left addresses that are still to be sent
 */
export function otherRouteWords(
  right: "read" | "write",
  left: number,
  dailyReserve: number | undefined,
): readonly string[] {
  return [
    `Without Marketing Hub Enterprise there is the route of one address a call, which is never taken by itself: ${inUrl}.`,
    `It needs the scope communication_preferences.${right} or communication_preferences.read_write.`,
    `For the ${count(left, "address", "addresses")} that ${left === 1 ? "is" : "are"} left it takes ${sendingTime(left, { route: "single", dailyReserve })}.`,
  ];
}
