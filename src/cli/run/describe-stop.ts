import type { JobStop } from "../../index.js";
import { TokenError } from "../token-source.js";
import { moment, printable } from "../../text/words.js";

/**
 * Why a job has ended early and when to go on, in lines for the person.
 *
 * @param timeZone of the account, where it is known
 */
export function describeStop(stop: JobStop, timeZone?: string): readonly string[] {
  const { reason, message, resumeAt, cause } = stop;
  // What the file said of itself is more than the job can know of a token.
  const words = cause instanceof TokenError ? `${cause.message}.` : message;
  const when =
    resumeAt === undefined
      ? ""
      : ` Go on after ${moment(resumeAt)}${asMidnight(resumeAt, timeZone)}.`;
  const why = reason === "stopped" ? "" : ` (${reason})`;
  return sentences(`Stopped${why}: ${printable(words, 2000)}${when}`);
}

/** A text of more than a few lines of a terminal with each sentence on a line of its own. */
function sentences(text: string): readonly string[] {
  if (text.length < 300) return [text];
  return text.split(/(?<=[.)]) (?=[A-Z])/).map((each, at) => (at === 0 ? each : `  ${each}`));
}

/** Says of a time that it is midnight, if it is. */
function asMidnight(time: number, timeZone: string | undefined): string {
  if (timeZone === undefined) return "";
  try {
    const parts = { timeZone, hour: "numeric", minute: "numeric", hourCycle: "h23" } as const;
    const isMidnight = /^0?0:00$/.test(new Intl.DateTimeFormat("en", parts).format(time));
    return isMidnight ? ` (midnight in ${printable(timeZone)})` : "";
  } catch {
    return ""; // a zone that this machine does not know
  }
}
