import type { JobProgress } from "./progress.js";
import type { JobStop } from "./stop.js";

/** A job under way. It begins with the first result that is asked for, and can be run through once. */
export interface JobRun<Result> extends AsyncIterable<readonly Result[]> {
  /** Why it ended before every address was sent; `undefined` before that, and where it did not. */
  readonly stop: JobStop | undefined;
  readonly progress: JobProgress;
}
