import type { NoteOutput } from "../io.js";
import { describeProgress, fitProgress, type Progress } from "./describe.js";

/**
 * One line at the foot of a terminal, drawn anew in place. No mode of the terminal is changed, since a
 * process that is killed would leave it so.
 */
export function barProgress(output: NoteOutput): Progress {
  const draw = output.draw ?? output.write;
  // The cursor waits where the line begins. A terminal that is made narrower breaks the line into several or
  // cuts it, as it likes, but takes the cursor along; and the ^C that it writes there is drawn over.
  const replace = (text: string): void => draw(`\r${text}\u001b[J\r`);
  return {
    show: (view, perSecond, _time, now) =>
      // Filled to its end, a line would be followed by another one.
      replace(fitProgress(view, perSecond, now, (output.columns || 80) - 1)),
    note(text) {
      replace("");
      output.write(`${text}\n`);
    },
    leave: () => replace(""),
    end(view) {
      replace("");
      output.write(`${describeProgress(view)}\n`);
    },
  };
}
