import packageJson from "../../../package.json" with { type: "json" };
import type { Io } from "../io.js";
import { checkBinding, type BindingMismatch } from "../../journal/binding.js";
import type { JournalContents } from "../../journal/contents.js";
import { gitWarning } from "../../files/git-warning.js";
import type { Journal } from "../../journal/journal.js";
import { openJournal } from "../../journal/open-journal.js";
import { RefusedError } from "../usage-error.js";
import { count } from "../../text/words.js";

/** What a job is bound to. */
export interface Binding {
  /** The base URL. */
  readonly server: string;
  readonly businessUnitId: number | undefined;
}

/**
 * Opens the journal of a job with its lock and says what was found there.
 *
 * @param create makes one that is not there, bound to this
 * @throws {JournalError} if it cannot be had
 */
export async function openJob(path: string, create: Binding | undefined, io: Io): Promise<Journal> {
  const made =
    create === undefined
      ? undefined
      : {
          origin: create.server,
          businessUnitId: create.businessUnitId,
          version: packageJson.version,
        };
  let journal = await openJournal(path, { create: made });
  const differs = made !== undefined && checkBinding(journal, made).length > 0;
  if (differs && journal.confirmed === undefined) {
    // Left behind at the question, and of no use to anybody: it must not stand in the way.
    await journal.discard();
    journal = await openJournal(path, { create: made });
  }
  const note = (text: string): void => io.stderr.write(`${text}\n`);
  if (journal.tookOver)
    note(`Note: an earlier run had left its lock on ${path}; it was taken over`);
  if (journal.torn !== undefined) {
    note(
      `Note: ${path} ended in a line that was cut off (${count(journal.torn.bytes, "byte")}); it was dropped`,
    );
  }
  for (const warning of [journal.warning, await gitWarning(journal.path, "journal")]) {
    if (warning !== undefined) note(`Warning: ${warning}`);
  }
  return journal;
}

const names: Readonly<Record<BindingMismatch["what"], string>> = {
  origin: "the server",
  "business-unit": "the brand",
  list: "the list",
};

/**
 * Holds a run against the job that its journal is of.
 *
 * @throws {RefusedError} that says in what they differ
 */
export function checkJob(job: JournalContents, path: string, run: Binding): void {
  const { server, businessUnitId } = run;
  const mismatches = checkBinding(job, { origin: server, businessUnitId });
  if (mismatches.length === 0) return;
  const parts = mismatches.map(
    ({ what, journal, run: asked }) => `${names[what]} there is ${journal}, here ${asked}`,
  );
  throw new RefusedError(
    `nothing was sent: ${path} is the journal of another job: ${parts.join("; ")}. Name another journal (of \`run\`: --journal)`,
  );
}

/** Closes a journal; one in which nothing has been confirmed is of no use and goes. */
export async function closeJob(journal: Journal): Promise<void> {
  // What could not be written has been told by whoever wrote it.
  await (journal.confirmed === undefined ? journal.discard() : journal.close()).catch(() => {});
}
