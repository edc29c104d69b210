import type { JobBinding, Route, VerifiedEntry } from "../../index.js";
import { describeInvalid } from "../../node.js";
import { shellWord } from "../../text/shell-word.js";
import { count, number } from "../../text/words.js";
import { describeExamples, type ShownEntry } from "../summary.js";
import { suggest } from "../typed-command.js";
import { stdinName } from "./list-source.js";
import { sameCommand } from "./same-command.js";

/** How many entries came to each verdict. */
export type Verdicts = Record<VerifiedEntry["outcome"], number>;

/** How many of a kind are shown. */
const SHOWN = 3;

const words = {
  "not-confirmed": "not-confirmed: HubSpot does not show them as out",
  unconfirmable: "unconfirmable: HubSpot did not tell",
  invalid: "invalid, not asked for",
} as const;

/** Keeps the first few entries of each kind that a person should look at. */
export class FirstVerdicts {
  readonly #first: Record<keyof typeof words, ShownEntry[]> = {
    "not-confirmed": [],
    unconfirmable: [],
    invalid: [],
  };

  add(entry: VerifiedEntry): void {
    const { row = "", address, outcome } = entry;
    if (outcome === "confirmed" || outcome === "duplicate") return;
    const why = outcome === "invalid" ? { why: describeInvalid(entry) } : {};
    const first = this.#first[outcome];
    if (first.length < SHOWN) first.push({ row: String(row), address, ...why });
  }

  /** Lines; where the reading back was stopped, that is why the rest is unconfirmable. */
  describe(
    counts: Verdicts,
    { isStopped, isJson }: { readonly isStopped: boolean; readonly isJson: boolean },
  ): readonly string[] {
    const all = ["not-confirmed", "unconfirmable", "invalid"] as const;
    const kinds = isStopped ? (["not-confirmed"] as const) : all;
    const lines = kinds.flatMap((kind) =>
      describeExamples(counts[kind], words[kind], words[kind], this.#first[kind]),
    );
    const isMore = kinds.some((kind) => counts[kind] > SHOWN);
    return isMore && !isJson ? [...lines, "  (--json gives a line for each entry)"] : lines;
  }
}

/** Every entry and what it came to, in a line. */
export function describeVerdicts(total: number, counts: Verdicts): string {
  const parts = (["confirmed", "not-confirmed", "unconfirmable"] as const).map(
    (name) => `${number(counts[name])} ${name}`,
  );
  for (const name of ["invalid", "duplicate"] as const) {
    if (counts[name] > 0) parts.push(`${number(counts[name])} ${name}`);
  }
  return `${count(total, "entry", "entries")}: ${parts.join(", ")}.`;
}

/**
 * What there is to do about addresses that HubSpot does not show as out, in lines.
 *
 * @param path of the list or the journal
 * @param args what stands behind `verify`
 */
export function describeNotOut(
  path: string,
  args: readonly string[],
  binding: JobBinding,
  route: Route,
): readonly string[] {
  const again = sameCommand("verify", args, binding);
  const json = sameCommand(
    "verify",
    [...args.filter((word) => word !== "--json"), "--json"],
    binding,
  );
  const file = `${path === stdinName ? "list" : path.replace(/\.journal$/, "")}.verified.jsonl`;
  const only = [file, "--column", "sent", "--where", "outcome=not-confirmed"];
  const send = sameCommand(
    "run",
    [...only, ...(route === "single" ? ["--route", route] : [])],
    binding,
  );
  if (again === undefined || json === undefined || send === undefined) return [];
  return [
    ...suggest("To read back again, as HubSpot may show a change late", again),
    "To send those who are not out (some of them may have opted in again since):",
    `  ${json} > ${shellWord(file)}`,
    `  ${send}`,
  ];
}
