import { ListTaker, readList, toJsonLine, unusualIn } from "../../node.js";
import { decideExitCode } from "../exit-codes.js";
import type { Io } from "../io.js";
import { describeList, describeSending } from "../summary.js";
import { ListCount } from "./list-count.js";
import { listSource } from "./list-source.js";
import { planOf } from "./plan.js";
import type { RunFlags } from "./run-flags.js";
import { takeList, type TakenEntry } from "./take-list.js";

/**
 * Reads a list and says what a run would do with it: writes nothing, sends nothing, asks for no token.
 *
 * @throws {ListError} if the list is not fit to be sent
 */
export async function dryRun(flags: RunFlags, io: Io): Promise<number> {
  const reading = readList(listSource(flags.list, io), flags.reading);
  const taker = new ListTaker();
  const count = new ListCount();
  for await (const part of takeList(
    reading,
    (entries) => entries.map((entry) => taker.take(entry)),
    io.signal,
  )) {
    const lines: string[] = [];
    for (const each of part) {
      count.add(each);
      if (flags.json) lines.push(`${jsonLine(each.taken, count.addresses, flags.limit)}\n`);
    }
    if (lines.length > 0) await io.stdout.write(lines.join(""));
  }
  const plan = planOf(flags, count, reading.facts);
  const text = [...describeList(plan), ...describeSending(plan), "Dry run: nothing was sent."];
  io.stderr.write(`${text.join("\n")}\n`);
  return decideExitCode({ amiss: count.invalid });
}

function jsonLine(taken: TakenEntry["taken"], addresses: number, limit = Infinity): string {
  if (taken.kind === "set-apart") return toJsonLine(taken.outcome);
  const { row, address, sent } = taken.entry;
  return addresses > limit
    ? toJsonLine({ row, address, sent, outcome: "not-sent", reason: "limit" })
    : JSON.stringify({ row, address, sent, outcome: "would-send", unusual: unusualIn(sent)?.kind });
}
