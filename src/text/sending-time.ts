import { count, duration, number } from "./words.js";

type Route = "batch" | "single";

/** Addresses in one call. */
const perCall: Readonly<Record<Route, number>> = { batch: 100, single: 1 };
/** Calls a second that an account's tier allows: from the least to the most. */
const slowest = 10;
const fastest = 19;
/** Calls a day of an account with the Free or Starter tier, and with Professional. */
const starterDay = 250_000;
const professionalDay = 625_000;
const dayInSeconds = 86_400;

/** How addresses are sent, as far as the time depends on it. */
export interface Sending {
  readonly route: Route;
  /** The share of the day's calls that is left to others, from 0 to 1; a tenth unless told. */
  readonly dailyReserve: number | undefined;
}

/** How long sending takes at HubSpot's limits: of a second, and of a day where the calls of one do not suffice. */
export function sendingTime(
  addresses: number,
  { route, dailyReserve = 0.1 }: Sending = { route: "batch", dailyReserve: undefined },
): string {
  const calls = Math.ceil(addresses / perCall[route]);
  const perDay = Math.floor(starterDay * (1 - dailyReserve));
  if (calls > perDay) return describeDays(calls, perDay, dailyReserve);
  const least = duration(calls / fastest);
  const most = duration(calls / slowest);
  const about = least.startsWith("a few") ? "" : "about ";
  return `${least === most ? least : `${about}${range(least, most)}`} at HubSpot's limits`;
}

/** From one length of time to another; a unit that both have is said once. */
function range(least: string, most: string): string {
  const unit = / [a-z]+$/.exec(most)?.[0] ?? "";
  return `${unit !== "" && /^\d/.test(least) && least.endsWith(unit) ? least.slice(0, -unit.length) : least} to ${most}`;
}

/** A million addresses, one a call: about 5 days. */
function describeDays(calls: number, perDay: number, dailyReserve: number): string {
  const left = `${number(Math.round(dailyReserve * 1000) / 10)} % being left to your other apps`;
  if (perDay === 0) return `without end: no call is made, ${left}`;
  const most = Math.floor(professionalDay * (1 - dailyReserve));
  const faster = Math.ceil(Math.max(calls / most, calls / fastest / dayInSeconds));
  const days = Math.ceil(calls / perDay);
  return (
    `about ${count(days, "day")} at ${number(perDay)} calls a day (with Professional ` +
    `${count(faster, "day")} at ${number(most)}), ${left}; it stops each day, and the same command goes on`
  );
}
