/** What is known of a journal that ends somewhere, by code that shares nothing with the program's. */
export interface CutStory {
  /** Which of the lists is in force, counted from 0; -1 before the first was confirmed. */
  readonly list: number;
  /** Whoever is settled, by address, and not to be sent once more. */
  readonly settled: ReadonlyMap<string, string>;
  /** What was told of each address last, also where it is to be sent once more. */
  readonly told: ReadonlyMap<string, string>;
  /** Whoever stands in a call that has brought nothing yet. */
  readonly inCall: ReadonlySet<string>;
  /** Addresses that an outcome calls out: the server must have done at least these. */
  readonly out: ReadonlySet<string>;
}

interface Line {
  readonly by?: string;
  readonly opened?: string;
  readonly readBack?: object;
  readonly list?: string;
  readonly confirmed?: string;
  readonly run?: string;
  readonly call?: number;
  readonly purpose?: string;
  readonly outcome?: string;
  readonly carried?: boolean;
  readonly entries?: string;
  readonly stop?: string;
  readonly end?: string;
  readonly retry?: string;
  readonly settled?: boolean;
}

const final = ["unsubscribed", "already-unsubscribed", "rejected"];

/**
 * Follows the whole lines of a journal whose lists are known.
 *
 * @param lists the addresses of each list that was read to its end, entry by entry, in the order in which they were read
 */
export function followCut(text: string, lists: readonly (readonly string[])[]): CutStory {
  const settled = new Map<string, string>();
  const told = new Map<string, string>();
  const inCall = new Set<string>();
  const out = new Set<string>();
  let read = -1;
  let list = -1;
  let candidate = -1;
  let writer = "";
  let holder = "";
  for (const json of text.split("\n").slice(0, -1)) {
    const line = JSON.parse(json) as Line; // a line that this test had written
    if (line.by !== undefined) writer = line.by;
    if (line.opened !== undefined) {
      holder = writer;
      if (list >= 0) candidate = -1;
    }
    if (writer !== holder) continue;
    const named = (): string[] => idsOf(line.entries ?? "").map((id) => lists[list]?.[id] ?? "");
    if (line.list === "end") candidate = read += 1;
    if (line.confirmed !== undefined && candidate >= 0) {
      list = candidate;
      candidate = -1;
    }
    if (line.call !== undefined && line.purpose !== "read-back" && line.purpose !== "control")
      for (const address of named()) inCall.add(address);
    if (line.outcome !== undefined && line.carried !== true) {
      for (const address of named()) {
        inCall.delete(address);
        told.set(address, line.outcome);
        if (final.includes(line.outcome)) settled.set(address, line.outcome);
        if (line.outcome.endsWith("unsubscribed")) out.add(address);
      }
    }
    if (line.stop !== undefined || line.end !== undefined) inCall.clear();
    if (line.retry !== undefined) {
      for (const [address, outcome] of settled)
        if (line.settled === true || outcome === "rejected") settled.delete(address);
    }
  }
  return { list, settled, told, inCall, out };
}

/** The numbers in ranges such as "0-9,12". */
function idsOf(ranges: string): number[] {
  return ranges.split(",").flatMap((range) => {
    const [from = 0, to = from] = range.split("-").map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}
