import type { Io } from "../io.js";
import { barProgress } from "./bar-progress.js";
import { lineProgress } from "./line-progress.js";
import { Rate } from "./rate.js";
import type { ProgressView } from "./view.js";

/** A showing of progress that goes on by itself. */
export interface Following {
  /** Shows the end and stops. */
  end(): void;
}

/** How often a job is looked at, in milliseconds. */
const tick = 250;

/**
 * Looks at a job again and again and shows how far it is: as a bar on a terminal, else as a plain
 * line now and then.
 *
 * @param look what there is to show at this moment
 */
export function follow(
  { stderr: output, signal }: Pick<Io, "stderr" | "signal">,
  look: () => ProgressView,
): Following {
  const progress = output.isTTY ? barProgress(output) : lineProgress(output);
  const rate = new Rate();
  const start = performance.now();
  const show = (): void => {
    const view = look();
    const time = performance.now();
    rate.add(time, view.done);
    progress.show(view, rate.perSecond, time, Date.now());
  };
  const tell = (): void => {
    // A bar shows it by itself.
    if (output.isTTY) return;
    output.write(
      `${String(signal.reason)}: no more is sent; waiting for the calls under way. Once more leaves at once.\n`,
    );
  };
  signal.addEventListener("abort", tell);
  show();
  const timer = setInterval(show, tick);
  return {
    end() {
      clearInterval(timer);
      signal.removeEventListener("abort", tell);
      const view = look();
      const seconds = (performance.now() - start) / 1000;
      // At the end, the rate of the whole run.
      progress.end(view, seconds > 1 ? view.done / seconds : undefined, Date.now());
    },
  };
}
