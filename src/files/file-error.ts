/** A file is not what may be read or written there; `reasonOf` gives the reason. */
export class FileError extends Error {
  override readonly name = "FileError";
  /** What is wrong with it and what to do, without its path, to stand behind a colon. */
  readonly reason: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`${path}: ${reason}`, options);
    this.reason = reason;
  }
}

/** Known by its name: the command and the package's entry points each have the class. */
export function isFileError(error: unknown): error is FileError {
  return error instanceof Error && error.name === "FileError" && "reason" in error;
}
