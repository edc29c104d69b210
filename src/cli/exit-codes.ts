/** What the process says when it ends. */
export const exitCodes = {
  ok: 0,
  /** The job ended, but not as it should have. */
  incomplete: 1,
  /** The command line, a file it names or a port is not right; nothing has been done. */
  usage: 2,
  /** Stopped by SIGINT before the end: 128 and the signal's number, as shells have it. */
  interrupted: 130,
  /** Stopped by SIGTERM before the end. */
  terminated: 143,
} as const;
