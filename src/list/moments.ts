/** A date, or a time in seconds or milliseconds, or as a spreadsheet counts days. */
export function isMoment(value: string): boolean {
  return /^\d{4}-\d\d?-\d\d?|^\d\d?[./-]\d\d?[./-]\d{2,4}|^\d{4}[/.]\d\d?[/.]\d\d?|^(?:19|20)\d\d[01]\d[0-3]\d$|^[345]\d{4}(?:[.,]\d+)?$|^\d{10}(?:\d{3})?(?:[.,]\d+)?$|^\p{L}{3,9}\.? \d\d?,? \d{4}|^\d\d?[. -]+\p{L}{3,9}[. -]+\d{2,4}|^\d{4}年/u.test(
    value,
  );
}

/**
 * A date before newsletters existed or far in the future: the zero of Unix, Excel or .NET, or a maximum date, which
 * programs write for "no date".
 */
export function isNoMoment(value: string): boolean {
  const [, first, last] = /^(\d{4})[-/.]\d|^\d\d?[-/.]\d\d?[-/.](\d{4})(?!\d)/.exec(value) ?? [];
  const year = Number(first ?? last ?? /^\p{L}{3}[^\d]*\d\d?,? (\d{4})\b/u.exec(value)?.[1] ?? NaN);
  return year < 1990 || year > 2090;
}

const DAY = 24 * 60 * 60 * 1000;

/** Whether one moment is on a later day than another, however a day before a month may be meant. */
export function isOnLaterDay(one: string, other: string): boolean {
  const theirs = daysOf(other);
  return daysOf(one).some((day, reading) => day > (theirs[reading] ?? NaN));
}

/** The day of a moment, counted from 1970: with the month first, and with the day first. */
function daysOf(moment: string): readonly [number, number] {
  const value = moment.trim();
  const [, first = "", second = "", year = ""] =
    /^(\d\d?)[./-](\d\d?)[./-](\d{4}|\d\d)(?!\d)/.exec(value) ?? [];
  if (year !== "") {
    const full = year.length === 2 ? 2000 + Number(year) : Number(year);
    const at = (month: string, day: string) => Date.UTC(full, Number(month) - 1, Number(day)) / DAY;
    return [at(first, second), at(second, first)];
  }
  const day = Math.floor(timeOf(value) / DAY);
  return [day, day];
}

/** The milliseconds from 1970 of a moment in which no day can be taken for a month; `NaN` if it is none. */
function timeOf(value: string): number {
  const [, y = "", m = "", d = ""] =
    /^(\d{4})[-/.年](\d\d?)[-/.月](\d\d?)/u.exec(value) ??
    /^(\d{4})(\d\d)(\d\d)$/.exec(value) ??
    [];
  if (y !== "") return Date.UTC(Number(y), Number(m) - 1, Number(d));
  const number = Number(/^\d+(?:[.,]\d+)?$/.test(value) ? value.replace(",", ".") : NaN);
  if (Number.isNaN(number)) return Date.parse(value);
  if (number >= 1e12) return number;
  // Days from the last one of 1899, as a spreadsheet counts them.
  return number >= 1e9 ? number * 1000 : (number - 25_569) * DAY;
}
