import { JournalError } from "./journal-error.js";
import { parseLine } from "./parse-line.js";

/** Whether what stands behind our lines was written by a process that has lost the file, and says so itself. */
export function isStale(foreign: Buffer, by: string): boolean {
  const lines = foreign.toString("utf8").split("\n");
  if (lines.pop() !== "") return false;
  return lines.every((text, index) => {
    const line = parseLine(text);
    if (line === undefined || "opened" in line) return false;
    return "by" in line ? line.by !== by : index > 0;
  });
}

/** Another run writes to the journal now. */
export function takenOver(path: string): JournalError {
  return new JournalError(
    "lock-lost",
    `Another run has taken over the journal ${path}, since this one stood still for some seconds, or ` +
      `something else has written to it. Sending has stopped`,
  );
}

/** The journal no longer exists under its name. */
export function removed(path: string): JournalError {
  return new JournalError(
    "lock-lost",
    `The journal ${path} was removed or replaced while the job was running. Sending has stopped, and ` +
      `nothing else was written`,
  );
}
