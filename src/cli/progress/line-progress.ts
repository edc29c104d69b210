import type { NoteOutput } from "../io.js";
import { describeProgress } from "./describe.js";
import type { Progress } from "./progress.js";

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
      output.write(`${describeProgress(view, perSecond, now)}\n`);
    },
    end(view, perSecond, now) {
      output.write(`${describeProgress({ ...view, wait: undefined }, perSecond, now)}\n`);
    },
  };
}
