import type { ProgressView } from "./view.js";

/** Shows how far a job is. */
export interface Progress {
  /**
   * Takes what there is to show; called often, and shows as often as is fit.
   *
   * @param perSecond addresses a second, where it can be told
   * @param time milliseconds of a clock that is never set
   * @param now milliseconds since 1970
   */
  show(view: ProgressView, perSecond: number | undefined, time: number, now: number): void;
  /** Ends the showing; what is written afterwards begins on a line of its own. */
  end(view: ProgressView, perSecond: number | undefined, now: number): void;
}
