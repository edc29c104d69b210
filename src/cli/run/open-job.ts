import type { JobBinding } from "../../index.js";
import {
  checkBinding,
  JournalError,
  describeMismatch,
  isLoopback,
  openJournal,
  readJournal,
  type Journal,
  type JournalContents,
} from "../../node.js";
import type { Io } from "../io.js";
import { shellWord } from "../../text/shell-word.js";
import { suggest } from "../typed-command.js";
import type { ServerFlags } from "./server-flags.js";
import { sameCommand } from "./same-command.js";
import { gitWarning } from "../../files/git-warning.js";
import { isThere } from "../../files/identity.js";
import { RefusedError } from "../usage-error.js";
import { count } from "../../text/words.js";

/**
 * Opens the journal of a job with its lock and says what was found there.
 *
 * @param create makes one that is not there, bound to this
 * @throws {JournalError} if it cannot be had
 */
export async function openJob(
  path: string,
  create: JobBinding | undefined,
  io: Io,
): Promise<Journal> {
  const journal = await openJournal(path, { create: create !== undefined });
  // One from which nobody was sent takes it, whatever it was bound to before.
  if (create !== undefined) await journal.bind(create);
  const note = (text: string): void => io.stderr.write(`${text}\n`);
  if (journal.tookOver)
    note(`Note: an earlier run had left its lock on ${path}; it was taken over`);
  if (journal.torn !== undefined) {
    note(
      `Note: ${path} ended in a line that was cut off (${count(journal.torn.bytes, "byte")}); it was dropped`,
    );
  }
  for (const warning of [journal.warning, await gitWarning(path, "journal")]) {
    if (warning !== undefined) note(`Warning: ${warning}`);
  }
  return journal;
}

/**
 * Reads the journal that a command names.
 *
 * @throws {RefusedError} where it is not there, and that of a practice run is
 * @throws {JournalError}
 */
export async function readJob(path: string): Promise<JournalContents> {
  try {
    return await readJournal(path);
  } catch (error) {
    const isAbsent = error instanceof JournalError && error.fault === "absent";
    const practice = path.replace(/(?<!\.practice)\.journal$/, ".practice.journal");
    if (!isAbsent || practice === path || !(await isThere(practice))) throw error;
    const words = `${error.message}. ${practice} is that of a run against a server of this machine`;
    throw new RefusedError(words, { cause: error });
  }
}

/**
 * Holds a run against the job that its journal is of.
 *
 * @param typed the command that was typed, for one that names the job's server and brand
 * @throws {RefusedError} that says in what they differ
 */
export function checkJob(
  job: JournalContents,
  path: string,
  run: JobBinding,
  typed?: { readonly name: string; readonly args: readonly string[] },
): void {
  const mismatches = checkBinding(job, run);
  if (mismatches.length === 0) return;
  // A command that is typed once more has the same token.
  const isForeign = mismatches.some(({ what }) => what === "account");
  const again =
    isForeign || !job.binding
      ? undefined
      : typed && sameCommand(typed.name, typed.args, job.binding);
  throw new RefusedError(
    [
      `nothing was ${typed?.name === "verify" ? "read back" : "sent"}: ${path} is the journal of another job: ${describeMismatch(mismatches)}. ${
        again === undefined
          ? `${isForeign ? "Give a token of that account, or name" : "Name"} another journal (of \`run\`: --journal)`
          : "A file does not choose where the token and the addresses go: the command line does"
      }`,
      ...suggest("To go on with the job there", again, "  "),
      ...(job.binding !== undefined && isLoopback(new URL(job.binding.server).hostname)
        ? suggest("It was practice: to begin anew, remove it first", `rm ${shellWord(path)}`, "  ")
        : []),
    ].join("\n"),
  );
}

/**
 * Only a journal with a list can be retried or reported by the command: what a program keeps without one, it alone can go on with.
 *
 * @param what is not done, such as `sent`
 * @throws {RefusedError}
 */
export function checkHasList({ list, runs, path }: JournalContents, what: string): void {
  if (list !== undefined) return;
  throw new RefusedError(
    runs.length === 0
      ? `nothing was ${what}: ${path} holds no list that was read to its end; use run LIST`
      : `nothing was ${what}: ${path} is the journal of a program that gave it no list. That program goes on with it, and ` +
          "readJournal with writeCsvReport writes its report; verify reads its addresses back",
  );
}

/** The account that a run is for, as far as it can be told without a token: the one named, or the journal's. */
export function claimedAccount(
  { account }: Pick<ServerFlags, "account">,
  { binding }: JournalContents,
): JobBinding["account"] {
  return account === undefined ? binding?.account : { id: account, verified: false };
}

/**
 * What a job is bound to.
 *
 * @throws {RefusedError} where nothing was ever begun
 */
export function bindingOf({ binding, path }: JournalContents): JobBinding {
  if (binding !== undefined) return binding;
  throw new RefusedError(`nothing was ever sent from ${path}; use run LIST`);
}

/**
 * Closes a journal; one in which nothing has been confirmed is of no use and goes. Where nothing was sent, it is looked at
 * once more: one that was lost to another run meanwhile, or removed, is left alone, and that is said.
 *
 * @param thrown what ended the command, and is told by whoever catches it
 */
export async function closeJob(journal: Journal, io: Io, thrown?: unknown): Promise<void> {
  try {
    if (journal.confirmed === undefined) await journal.discard();
    else if (thrown !== undefined) await journal.checkHeld();
  } catch (error) {
    // What could not be written has been told by whoever wrote it.
    const isLoss = error instanceof JournalError && error.fault === "lock-lost";
    if (isLoss && !(thrown instanceof JournalError)) io.stderr.write(`Note: ${error.message}\n`);
  } finally {
    await journal.close().catch(() => undefined);
  }
}
