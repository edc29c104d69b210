import { isLoopback, type ListOptions } from "../../node.js";
import { readCommandLine } from "../command-line.js";
import type { AnyFlagValues } from "../flag-values.js";
import { readWhole } from "../read-number.js";
import { UsageError } from "../usage-error.js";
import { readListOptions } from "./list-flags.js";
import { stdinName } from "./list-source.js";
import { readServerFlags, type ServerFlags } from "./server-flags.js";

/** What to ask before sending, and where the outcomes go. */
export interface SendingFlags extends ServerFlags {
  readonly yes: boolean;
  readonly expect: number | undefined;
  readonly json: boolean;
  /** The path of the CSV report, where it is given. */
  readonly report: string | undefined;
  readonly html: string | undefined;
}

/** The command line of `run`. */
export interface RunFlags extends SendingFlags {
  /** A path, or `-`. */
  readonly list: string;
  readonly journal: string;
  readonly dryRun: boolean;
  readonly limit: number | undefined;
  /** What is settled is sent once more. */
  readonly again: boolean;
  /** The list is that of the journal, however little they have in common. */
  readonly sameJob: boolean;
  /** As it was typed, for the command to type next. */
  readonly args: readonly string[];
  /** How to read the list. */
  readonly reading: ListOptions;
}

/** @throws {UsageError} that names what is not right */
export function readRunFlags(args: readonly string[]): RunFlags {
  const { argument: list, flags } = readCommandLine("run", args);
  const dryRun = flags["dry-run"] === true;
  const fromStdin = list === stdinName;
  if (fromStdin && !dryRun && flags.journal === undefined) {
    throw new UsageError("a list from stdin needs --journal FILE");
  }
  if (fromStdin && !dryRun && flags.yes !== true) {
    throw new UsageError("a list from stdin needs --yes, since no answer can be typed there");
  }
  const server = readServerFlags(flags);
  // A practice run must not stand in the way of the real one.
  const isPractice = server.baseUrl !== undefined && isLoopback(new URL(server.baseUrl).hostname);
  return {
    ...server,
    ...readSendingFlags(flags),
    list,
    journal:
      flags.journal ?? `${list}${memberPart(flags.member)}${isPractice ? ".practice" : ""}.journal`,
    dryRun,
    limit: readWhole("--limit", flags.limit, 1),
    again: flags.again === true,
    sameJob: flags["same-job"] === true,
    args,
    reading: readListOptions(flags),
  };
}

/** @throws {UsageError} that names what is not right */
export function readSendingFlags(flags: AnyFlagValues): Omit<SendingFlags, keyof ServerFlags> {
  return {
    yes: flags.yes === true,
    expect: readWhole("--expect", ungrouped(flags.expect), 0),
    json: flags.json === true,
    report: flags.report,
    html: flags.html,
  };
}

/** A number without what parts its thousands, as it is shown: `2,500`. */
function ungrouped(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{1,3}(?:[,.'_ ]\d{3})+$/.test(text)
    ? text.replace(/\D/g, "")
    : text;
}

/** What tells the journals of several lists in one archive apart; a folder in a member's name is no folder here. */
function memberPart(member: string | undefined): string {
  if (member === undefined) return "";
  return `.${member.replace(/[^\p{L}\p{M}\p{N} ._()@+-]/gu, (each) => {
    const bytes = [...Buffer.from(each)].map((byte) => byte.toString(16).padStart(2, "0"));
    return `%${bytes.join("%")}`;
  })}`;
}
