import { textMember } from "../text/json.js";
import { isFileError } from "./file-error.js";

const sentences: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  ENOTEMPTY: "it is a folder with something in it",
  ENOTDIR: "a part of its path is a file, not a folder",
  ENAMETOOLONG: "its name is too long",
  ELOOP: "its links lead round in a circle",
  EACCES: "permission was refused",
  EPERM: "it is not permitted",
  EBUSY: "another program holds it",
  ETXTBSY: "another program holds it",
  EMFILE: "too many files are open",
  ENXIO: "nothing is there to read or to write it",
  EPIPE: "whoever read it has left",
  EADDRINUSE: "it is in use",
  ENOSPC: "the disk is full",
  EDQUOT: "the quota of the disk is used up",
  EFBIG: "it has grown beyond what the system allows a file",
  EROFS: "the disk takes no writing",
  EIO: "the disk failed",
};

/** Why a file cannot be used, in words where we have them, else by the system's code. */
export function reasonOf(error: unknown): string {
  if (isFileError(error)) return error.reason;
  const code = systemCode(error) ?? "unknown error";
  return sentences[code] ?? code;
}

/** The code of an error of the system, such as `ENOENT`. */
export function systemCode(error: unknown): string | undefined {
  // Not by `instanceof`: where Jest runs a test, the system's errors are of another realm than the globals.
  return textMember(error, "code");
}
