// Runs on a journal in a process of its own, and prints a line for each thing it has on disk.
import { openJournal } from "../../src/journal/open-journal.js";
import { setTimeout as delay } from "node:timers/promises";
import { JournalError } from "../../src/journal/journal-error.js";
import type { Entry } from "../../src/job/entry.js";

const [path = "", mode = ""] = process.argv.slice(2);

// As the command does: the first signal is heard, and nothing ends for it.
process.on("SIGINT", () => console.log("heard SIGINT"));

try {
  const journal = await openJournal(path);
  console.log(journal.tookOver ? "open, taken over" : "open");
  if (mode === "hold") setInterval(() => undefined, 1000);
  else if (mode === "hold-and-write") {
    for (;;) {
      await delay(100);
      await journal.startList({ name: "list", digest: "d" });
    }
  } else {
    let call = 0;
    const worker = async (items: Entry[]): Promise<void> => {
      for (let item = items.shift(); item !== undefined; item = items.shift()) {
        call += 1;
        await journal.calling({ call, purpose: "first", entries: [item] });
        await journal.settle([
          { entry: item, result: { outcome: "unsubscribed", time: Date.now() } },
        ]);
        console.log(`settled ${item.id}`);
      }
    };
    const left: Entry[] = [];
    for await (const items of journal.left()) left.push(...items);
    await Promise.all([worker(left), worker(left), worker(left)]);
    await journal.close();
    console.log("closed");
  }
} catch (error) {
  console.log(error instanceof JournalError ? `${error.fault}: ${error.message}` : String(error));
}
