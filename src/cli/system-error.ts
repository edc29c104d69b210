const sentences: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "permission was refused",
  EADDRINUSE: "it is in use",
  ENOSPC: "the disk is full",
  EROFS: "the disk takes no writing",
  EIO: "the disk failed",
};

/** Why the system refused, in words where we have them, else by its code. */
export function reasonOf(error: unknown): string {
  const code = systemCode(error) ?? "unknown error";
  return sentences[code] ?? code;
}

/** The code of an error of the system, such as `ENOENT`. */
export function systemCode(error: unknown): string | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return typeof code === "string" ? code : undefined;
}
