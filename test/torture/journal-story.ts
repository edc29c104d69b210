/** What a journal tells, read by code that shares nothing with the program's. */
export interface Story {
  /** The entries of the list that is in force, in order. */
  readonly entries: readonly StoryEntry[];
  readonly calls: readonly StoryCall[];
  /** How many processes have opened it. */
  readonly processes: number;
  /** What is wrong with the journal in itself. */
  readonly problems: readonly string[];
  /** The totals of the last line, where the job has ended. */
  readonly totals: Readonly<Record<string, number>> | undefined;
}

interface StoryEntry {
  readonly row: number;
  readonly address: string;
  readonly sent: string;
  readonly apart: "duplicate" | "invalid" | undefined;
}

interface StoryCall {
  readonly purpose: string;
  readonly sent: readonly string[];
}

interface Line {
  readonly by?: string;
  readonly opened?: string;
  readonly readBack?: object;
  readonly row?: number;
  readonly address?: string;
  readonly sent?: string;
  readonly duplicateOf?: number;
  readonly invalid?: string;
  readonly list?: string;
  readonly confirmed?: string;
  readonly retry?: string;
  readonly call?: number;
  readonly purpose?: string;
  readonly outcome?: string;
  readonly entries?: string;
  readonly end?: string;
  readonly totals?: { readonly outcomes: Readonly<Record<string, number>> };
}

const settling = ["unsubscribed", "already-unsubscribed", "rejected"];

/** Follows a journal of one list from line to line: nothing settled may be sent again. */
export function followJournal(text: string): Story {
  const problems: string[] = [];
  const calls: StoryCall[] = [];
  const settled = new Map<string, string>();
  let reading: StoryEntry[] = [];
  let entries: readonly StoryEntry[] = [];
  let totals: Story["totals"];
  let writer = "";
  let holder = "";
  let processes = 0;
  if (!text.endsWith("\n")) problems.push("the last line is torn");
  for (const [index, json] of text.split("\n").slice(0, -1).entries()) {
    const where = `line ${index + 1}`;
    let line: Line;
    try {
      line = JSON.parse(json) as Line; // what is not of this shape shows below
    } catch {
      problems.push(`${where} is no JSON`);
      continue;
    }
    if (line.by !== undefined) writer = line.by;
    if (line.opened !== undefined) {
      holder = writer;
      // Who puts a reading back on record has opened the file already.
      if (line.readBack === undefined) processes += 1;
    }
    // Of a process that had lost the journal.
    if (writer !== holder) continue;
    const named = (): string[] => namedBy(line.entries ?? "", entries, where, problems);
    if (line.row !== undefined) reading.push(toEntry(line));
    else if (line.list === "start") reading = [];
    else if (line.confirmed !== undefined) entries = reading;
    else if (line.retry !== undefined) {
      for (const [address, outcome] of settled) if (outcome === "rejected") settled.delete(address);
    } else if (line.call !== undefined) {
      const sent = named();
      calls.push({ purpose: line.purpose ?? "", sent });
      // Reading changes nothing; a control is an address that is out, sent once more to test the request.
      if (line.purpose === "read-back" || line.purpose === "control") continue;
      for (const address of sent) {
        if (settled.has(address)) problems.push(`${where} sends what is settled`);
      }
    } else if (line.outcome !== undefined && settling.includes(line.outcome)) {
      for (const address of named()) settled.set(address, line.outcome);
    } else if (line.end !== undefined) totals = line.totals?.outcomes;
  }
  return { entries, calls, processes, problems, totals };
}

function toEntry(line: Line): StoryEntry {
  const { row = 0, address = "", sent = address } = line;
  const apart =
    line.duplicateOf !== undefined
      ? "duplicate"
      : line.invalid === undefined
        ? undefined
        : "invalid";
  return { row, address, sent, apart };
}

/** The addresses that ranges such as "0-9,12" name. */
function namedBy(
  ranges: string,
  entries: readonly StoryEntry[],
  where: string,
  problems: string[],
): string[] {
  const named: string[] = [];
  for (const range of ranges.split(",")) {
    const [from, to = from] = range.split("-").map(Number);
    for (let id = from ?? Number.NaN; id <= (to ?? -1); id += 1) {
      const entry = entries[id];
      if (entry === undefined || entry.apart !== undefined) {
        problems.push(`${where} names an entry that is not to be sent`);
      } else named.push(entry.sent);
    }
  }
  return named;
}
