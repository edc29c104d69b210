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
