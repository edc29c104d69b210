import { reasonOf } from "../files/system-error.js";

/** A report cannot be written where it was asked for. */
export class ReportError extends Error {
  override readonly name = "ReportError";
  /** As the caller gave it. */
  readonly path: string;
  /** What is wrong, in words. */
  readonly reason: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`The report ${path} cannot be written: ${reason}.`, options);
    this.path = path;
    this.reason = reason;
  }
}

/** Runs a step that touches the disk; its error becomes a `ReportError`. */
export async function reporting<T>(path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof ReportError) throw error;
    throw new ReportError(path, reasonOf(error), { cause: error });
  }
}
