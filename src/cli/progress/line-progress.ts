import type { NoteOutput } from "../io.js";
import { describeProgress, type Progress } from "./describe.js";

/** The least time between two lines, in milliseconds. */
const interval = 10_000;

/** A plain line now and then, for a log. */
export function lineProgress(output: NoteOutput): Progress {
  let next: number | undefined;
  return {
    show(view, perSecond, time, now) {
      // The first line tells something only once there is something to tell.
      next ??= time + interval;
      if (time < next) return;
      next = time + interval;
      output.write(`${describeProgress(view, { perSecond, now })}\n`);
    },
    note: (text) => output.write(`${text}\n`),
    leave() {},
    end: (view) => output.write(`${describeProgress(view)}\n`),
  };
}
