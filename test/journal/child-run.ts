// Runs on a journal in a process of its own, and prints a line for each thing it has on disk.
import { open } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { Entry } from "../../src/job/entry.js";
import { JournalError } from "../../src/journal/journal-error.js";
import type { Journal } from "../../src/journal/journal.js";
import { openJournal } from "../../src/journal/open-journal.js";
import { writeCsvReport } from "../../src/report/csv-report.js";

const [path = "", mode = ""] = process.argv.slice(2);

// As the command does: the first signal is heard, and nothing ends for it.
process.on("SIGINT", () => console.log("heard SIGINT"));

/** Stands still until somebody lets it go on. */
function stop(): void {
  console.log("stops");
  process.kill(process.pid, "SIGSTOP");
}

/** Stops once, before or after a method of a file's handle. */
async function stopAt(name: "write" | "datasync", when: "before" | "after"): Promise<void> {
  const handle = await open(process.execPath, "r");
  const methods = Object.getPrototypeOf(handle) as Record<string, (...args: unknown[]) => unknown>;
  await handle.close();
  const original = methods[name];
  methods[name] = async function (this: unknown, ...args: unknown[]): Promise<unknown> {
    if (original !== undefined) methods[name] = original;
    if (when === "before") stop();
    const result = await original?.apply(this, args);
    if (when === "after") stop();
    return result;
  };
}

/** One call, as the engine makes it: line, call, outcome. */
async function oneCall(journal: Journal): Promise<void> {
  const entries: Entry[] = [];
  for await (const part of journal.left()) entries.push(...part);
  if (mode === "stop-before-append") stop();
  if (mode === "stop-in-append") await stopAt("write", "before");
  if (mode === "stop-after-append") await stopAt("datasync", "after");
  await journal.calling({ call: 1, purpose: "first", entries });
  if (mode === "stop-in-call") stop();
  console.log("calls");
  await journal.settle(entries.map((entry) => ({ entry, result: { outcome: "unsubscribed" } })));
  console.log("settled");
}

try {
  const journal = await openJournal(path);
  console.log(journal.tookOver ? "open, taken over" : "open");
  if (mode === "hold") setInterval(() => undefined, 1000);
  else if (mode === "hold-and-write") {
    for (;;) {
      await delay(100);
      await journal.startList({ name: "list", digest: "d" });
    }
  } else if (mode === "stop-before-discard") {
    stop();
    await journal.discard();
  } else if (mode === "stop-before-report") {
    stop();
    const holds = (): Promise<boolean> => journal.isHeld();
    try {
      await writeCsvReport(`${path}.report.csv`, journal.outcomes(), { holds });
    } finally {
      await journal.close();
    }
  } else if (mode.startsWith("stop-")) {
    try {
      await oneCall(journal);
    } finally {
      await journal.close();
    }
  } else {
    let call = 0;
    const worker = async (entries: Entry[]): Promise<void> => {
      for (let entry = entries.shift(); entry !== undefined; entry = entries.shift()) {
        call += 1;
        await journal.calling({ call, purpose: "first", entries: [entry] });
        await journal.settle([{ entry, result: { outcome: "unsubscribed", time: Date.now() } }]);
        console.log(`settled ${entry.id}`);
      }
    };
    const left: Entry[] = [];
    for await (const entries of journal.left()) left.push(...entries);
    await Promise.all([worker(left), worker(left), worker(left)]);
    await journal.close();
    console.log("closed");
  }
} catch (error) {
  console.log(error instanceof JournalError ? `${error.fault}: ${error.message}` : String(error));
}
