import type { JobBinding } from "../../index.js";
import type { ListChange } from "../../node.js";
import { number, printable } from "../../text/words.js";
import { isThere } from "../../files/identity.js";
import { RefusedError } from "../usage-error.js";
import type { RunFlags } from "./run-flags.js";
import { suggest, withoutFlags } from "../typed-command.js";
import { sameCommand } from "./same-command.js";

/**
 * Refuses a list on which fewer than half of the job's settled addresses are left: it is likely another list under the
 * same name.
 *
 * @throws {RefusedError} that gives the command for each of the two
 */
export async function refuseOtherList(
  { settled, settledKept }: Pick<ListChange, "settled" | "settledKept">,
  flags: RunFlags,
  binding: JobBinding,
): Promise<void> {
  if (flags.sameJob || settledKept * 2 >= settled) return;
  const { journal, args } = flags;
  const other = await freeName(journal);
  const apart = sameCommand(
    "run",
    ["--journal", other, ...withoutFlags(args, "--journal")],
    binding,
  );
  const together = sameCommand("run", ["--same-job", ...args], binding);
  throw new RefusedError(
    [
      `nothing was sent: ${printable(flags.list, 300)} seems to be another list: of the ${number(settled)} addresses that ${journal} has settled, ${number(settledKept)} ${settledKept === 1 ? "is" : "are"} on it`,
      ...suggest("If it is another list, it needs a journal of its own", apart, "  "),
      ...suggest("If it is the same one, much changed", together, "  "),
    ].join("\n"),
  );
}

/** A journal that is not there yet. */
async function freeName(journal: string): Promise<string> {
  const stem = journal.replace(/\.journal$/, "");
  for (let number = 2; ; number += 1) {
    const path = `${stem}-${number}.journal`;
    if (!(await isThere(path))) return path;
  }
}
