import { readAddress } from "../address/address.js";
import { EntryStates } from "./entry-states.js";
import { journalFormat } from "./lines.js";
import type { AccountLine, CallLine, HeadLine, JournalLine, ListEndLine } from "./lines.js";
import type { ListStartLine, OutcomeLine } from "./lines.js";
import { readRanges } from "./ranges.js";
import type { OpenSection, Section } from "./section.js";

/** The state after the previous lines, as far as it decides which line may follow. */
interface LinesBefore {
  readonly head: HeadLine | undefined;
  readonly bound: object | undefined;
  readonly account: AccountLine | undefined;
  readonly active: Section | undefined;
  readonly candidate: Section | undefined;
  readonly reading: OpenSection | undefined;
  readonly listsBegun: number;
  readonly hasSent: boolean;
}

/** Without a list, a line cannot name an entry. */
const nobody = new EntryStates();

/** @returns what is wrong with a line after those before it, in words, if anything is */
export function problemOf(line: JournalLine, before: LinesBefore): string | undefined {
  const { head, bound, account, active, candidate, reading, listsBegun, hasSent } = before;
  if ("journal" in line) {
    if (head !== undefined) return "it is a second first line";
    return line.journal === journalFormat ? undefined : "it is of another format";
  }
  if ("by" in line) return undefined;
  if (head === undefined) return "it stands before the first line";
  if ("opened" in line) return undefined;
  if ("row" in line) {
    const section = reading ?? (active?.list === undefined ? active : undefined);
    if (section === undefined) return "it is an entry outside of a list";
    if (section.states.kinds.former > 0) return "it is an entry behind those of earlier lists";
    const { address, sent = address, invalid, duplicateOf } = line;
    const isItem = invalid === undefined && duplicateOf === undefined;
    return isItem && !readAddress(sent).ok ? "its address is none that can be sent" : undefined;
  }
  if ("former" in line) return reading ? undefined : "it is an entry outside of a list";
  if ("outcome" in line || "call" in line) return problemOfNamed(line, before);
  if ("server" in line) {
    return bound && hasSent ? "it binds a job that has sent something" : undefined;
  }
  if ("account" in line) {
    const isOther = account !== undefined && account.account !== line.account;
    return isOther ? "it binds the job to another account" : undefined;
  }
  if ("list" in line) return problemOfList(line, before);
  if ("confirmed" in line) {
    const list = (candidate ?? active)?.list;
    return list === undefined ? "it confirms a list that is not there" : undefined;
  }
  const isFirstRun = "run" in line && listsBegun === 0;
  return active || isFirstRun ? undefined : "it stands before a confirmed list";
}

function problemOfNamed(
  line: OutcomeLine | CallLine,
  { active, reading }: LinesBefore,
): string | undefined {
  const carried = "carried" in line && line.carried === true;
  const { states } = (carried ? reading : active) ?? { states: nobody };
  const ranges = readRanges(line.entries, states.entries);
  if (ranges === undefined) return "it names entries that are not there";
  for (const [from, to] of ranges) {
    for (let id = from; id <= to; id += 1) {
      const fits = states.isItem(id) || (carried && states.isFormer(id));
      if (!fits) return "it names an entry that is never sent";
    }
  }
  return undefined;
}

function problemOfList(
  line: ListStartLine | ListEndLine,
  { active, reading }: LinesBefore,
): string | undefined {
  if (line.list === "start") {
    const hasNone = active !== undefined && active.list === undefined;
    return hasNone ? "it begins a list in a job without one" : undefined;
  }
  if (reading === undefined) return "it ends a list that has not begun";
  const agrees = reading.agrees(line);
  return agrees ? undefined : "its counts are not those of the entries before it";
}
