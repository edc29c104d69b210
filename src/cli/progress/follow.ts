import type { Io } from "../io.js";
import { barProgress } from "./bar-progress.js";
import type { ProgressView } from "./describe.js";
import { lineProgress } from "./line-progress.js";
import { Rate } from "./rate.js";

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
 * With `--quiet` it says no more than that the job is stopping.
 *
 * @param look what there is to show at this moment
 */
export function follow(
  { stderr: output, signal, quiet = false }: Pick<Io, "stderr" | "signal" | "quiet">,
  look: () => ProgressView,
): Following {
  const progress = output.isTTY ? barProgress(output) : lineProgress(output);
  let rate = new Rate();
  const show = (): void => {
    const view = look();
    const time = performance.now();
    rate.add(time, view.done);
    if (!quiet) progress.show(view, rate.perSecond, time, Date.now());
  };
  const tell = (): void => {
    const reason = String(signal.reason);
    const what = output.isTTY && reason === "SIGINT" ? "Ctrl+C" : reason;
    progress.note(
      `${what}: no more is sent; waiting for the calls under way. Once more leaves at once.`,
    );
  };
  const suspend = (): void => {
    progress.leave();
    process.kill(process.pid, "SIGSTOP");
  };
  const resume = (): void => {
    // The time that it stood still says nothing of its pace.
    rate = new Rate();
    show();
  };
  signal.addEventListener("abort", tell);
  if (output.isTTY) process.on("SIGTSTP", suspend).on("SIGCONT", resume);
  show();
  const timer = setInterval(show, tick);
  return {
    end() {
      clearInterval(timer);
      signal.removeEventListener("abort", tell);
      process.off("SIGTSTP", suspend).off("SIGCONT", resume);
      if (!quiet) progress.end(look());
    },
  };
}
