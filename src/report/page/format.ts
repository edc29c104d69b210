import { number } from "../../text/words.js";
import { isoTime } from "../iso-time.js";
import { markup, type Html } from "./markup.js";

const tenths = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** A part of a whole in per cent; never "0 %" for something, nor "100 %" for less than all. */
export function share(part: number, whole: number): string {
  if (whole === 0 || part === 0) return "0 %";
  const percent = (part / whole) * 100;
  if (percent < 0.1) return "< 0.1 %";
  if (part < whole && percent > 99.9) return "> 99.9 %";
  return `${tenths.format(percent)} %`;
}

/** Addresses in a second, or in a minute where that is less than one. */
export function rate(perSecond: number): string {
  if (perSecond > 0 && perSecond < 1) return `${tenths.format(perSecond * 60)} a minute`;
  return `${perSecond < 10 ? tenths.format(perSecond) : number(perSecond)} a second`;
}

/** A time of the day in UTC, to the second. */
export function moment(time: number): Html {
  const iso = isoTime(time);
  return markup`<time datetime="${iso}">${plainMoment(time)}</time>`;
}

/** The same as markup, to which the page's script adds the reader's local time. */
export function bothMoments(time: number): Html {
  return markup`<time class="both" datetime="${isoTime(time)}">${plainMoment(time)}</time>`;
}

/** The times of an axis, as short as they can be told apart: with the day where there are several. */
export function clocks(times: readonly number[]): string[] {
  const [first = 0] = times;
  const span = (times.at(-1) ?? first) - first;
  const round = span < HOUR ? 1000 : 60_000;
  const iso = times.map((time) => isoTime(Math.round(time / round) * round));
  const isOneDay = iso.every((each) => each.slice(0, 10) === iso[0]?.slice(0, 10));
  return iso.map((each) =>
    each.slice(isOneDay ? 11 : 5, round === 1000 ? 19 : 16).replace("T", " "),
  );
}

const HOUR = 3_600_000;

/** The same without markup. */
export function plainMoment(time: number): string {
  return `${isoTime(time).slice(0, 19).replace("T", " ")} UTC`;
}

/** A fact in a list of them. */
export function fact(name: string, value: Html): Html {
  return markup`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

/** A length of time given in milliseconds, in its two largest units. */
export function duration(milliseconds: number): string {
  let rest = Math.max(0, Math.round(milliseconds / 1000));
  const parts: string[] = [];
  for (const [seconds, unit] of UNITS) {
    const value = Math.floor(rest / seconds);
    rest -= value * seconds;
    if (value > 0) parts.push(`${number(value)} ${unit}`);
  }
  return parts.length === 0 ? "less than a second" : parts.slice(0, 2).join(" ");
}

const UNITS = [
  [86_400, "d"],
  [3600, "h"],
  [60, "min"],
  [1, "s"],
] as const;
