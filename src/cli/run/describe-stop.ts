import type { JobStop } from "../../index.js";
import { TokenError } from "../token-source.js";
import { moment, printable } from "../../text/words.js";

/** Why a job has ended early and when to go on, in lines for the person. */
export function describeStop(stop: JobStop): readonly string[] {
  const { reason, message, resumeAt, cause } = stop;
  // What the file said of itself is more than the job can know of a token.
  const words = cause instanceof TokenError ? `${cause.message}.` : message;
  const when = resumeAt === undefined ? "" : ` Go on after ${moment(resumeAt)}.`;
  return [`Stopped (${reason}): ${printable(words, 2000)}${when}`];
}
