import { SingleBar } from "cli-progress";

import type { NoteOutput } from "../io.js";
import { number } from "../../text/words.js";
import { describeCounts, describeHold, describePace, describeProgress } from "./describe.js";
import type { Progress } from "./progress.js";

/** A bar that is drawn again and again on one line of a terminal. */
export function barProgress(output: NoteOutput): Progress {
  let bar: SingleBar | undefined;
  return {
    show(view, perSecond, _time, now) {
      bar ??= startBar(output, view.total);
      const text = [
        `${number(view.done)} of ${number(view.total)}`,
        describeHold(view, now) || describePace(view, perSecond),
        describeCounts(view.counts),
      ];
      bar.update(view.done, { text: text.filter((part) => part !== "").join(" | ") });
    },
    end(view, perSecond, now) {
      bar?.stop(); // and clears its line
      output.write(`${describeProgress({ ...view, wait: undefined }, perSecond, now)}\n`);
    },
  };
}

function startBar(output: NoteOutput, total: number): SingleBar {
  const stream = {
    isTTY: true,
    get columns() {
      return output.columns ?? 80;
    },
    write: (text: string) => {
      (output.draw ?? output.write)(text);
      return true;
    },
  };
  const bar = new SingleBar({
    // It uses no more of a stream than this.
    stream: stream as unknown as NodeJS.WritableStream,
    format: "[{bar}] {percentage} % {text}",
    barCompleteChar: "#",
    barIncompleteChar: ".",
    barsize: 20,
    // The line is cut to the width instead; else a process that is killed would leave a terminal
    // that does not wrap.
    linewrap: true,
    clearOnComplete: true,
    // Drawn by its own timer, at a pace that a slow connection follows.
    fps: 4,
    synchronousUpdate: false,
    // Else it would listen for signals as well.
    gracefulExit: false,
  });
  bar.start(total, 0, { text: "" });
  return bar;
}
