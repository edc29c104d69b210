import type { NoteOutput } from "../io.js";
import { describeProgress, fitProgress, type Progress } from "./describe.js";

/** A terminal that is told not to wrap cuts a line that is too long for it (DECAWM). */
const WRAP_OFF = "\u001b[?7l";
const WRAP_ON = "\u001b[?7h";

/**
 * One line at the bottom of a terminal, redrawn in place. The terminal mode that it changes is reset in the same write,
 * since a killed process could not reset it later.
 */
export function barProgress(output: NoteOutput): Progress {
  const draw = output.draw ?? output.write;
  // The cursor waits where the line begins. A terminal that is made narrower breaks the line into several or
  // cuts it, as it likes, but takes the cursor along; and the ^C that it writes there is drawn over.
  // A terminal has its new width before the program hears of it. A line drawn in between would be wrapped, and the cursor would
  // wait in its last row: so it is cut there, and the next one fits.
  const replace = (text: string): void =>
    draw(`\r${text === "" ? "" : `${WRAP_OFF}${text}${WRAP_ON}`}\u001b[J\r`);
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
