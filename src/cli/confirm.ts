import { createInterface } from "node:readline/promises";

import type { Io } from "./io.js";
import { StoppedError } from "./stopped-error.js";
import { suggest, typedCommand } from "./typed-command.js";
import { RefusedError } from "./usage-error.js";
import { count, number } from "../text/words.js";

/** What the user has set on the command line. */
export interface Consent {
  /** `--yes`: do not ask. */
  readonly yes: boolean;
  /** stdin is the list, so no answer can come from there. */
  readonly stdinIsList?: boolean;
  /** What stands behind the program's name, for the command that does without the question. */
  readonly typed?: readonly string[];
}

/**
 * Lets a job begin only if the user agrees: on a terminal by typing the number of addresses, elsewhere by `--yes`.
 *
 * @param before what must be checked and shown before the question
 * @throws {RefusedError} if it must not begin
 * @throws {StoppedError} at a signal
 */
export async function confirm(
  addresses: number,
  consent: Consent,
  io: Io,
  before: () => Promise<void> = async () => {},
): Promise<void> {
  StoppedError.check(io.signal);
  if (!consent.yes && !canAsk(consent, io)) {
    const words = ["--yes", "--expect", String(addresses)];
    const command = consent.typed && typedCommand([...consent.typed, ...words]);
    throw new RefusedError(
      [
        "nothing was sent: with no terminal to ask at, add --yes to send (and --expect N to be sure of the number)",
        ...suggest("To send", command, "  "),
      ].join("\n"),
    );
  }
  await before();
  if (consent.yes) return;
  const answer = await typedLine(
    `To send, type the number of addresses (${number(addresses)}); anything else sends nothing: `,
    io,
  );
  StoppedError.check(io.signal);
  if (answer === undefined || answer.replace(/[\s,.'_]/g, "") !== String(addresses)) {
    throw new RefusedError("nothing was sent: the number was not typed");
  }
}

/**
 * Holds the number of addresses against that of `--expect`, where it is given.
 *
 * @param agreed the number that was agreed to before, when these addresses are the rest of it; that number is accepted too
 * @throws {RefusedError} if it is another
 */
export function checkExpected(
  addresses: number,
  expect: number | undefined,
  agreed = addresses,
): void {
  if (expect === undefined || expect === addresses || expect === agreed) return;
  throw new RefusedError(
    `nothing was sent: --expect says ${number(expect)}, but there ${addresses === 1 ? "is" : "are"} ${count(addresses, "address", "addresses")} to send`,
  );
}

/** Whether there is a user at a terminal to ask. */
export function canAsk({ yes, stdinIsList = false }: Consent, { stdin, stderr }: Io): boolean {
  return !yes && !stdinIsList && stdin.isTTY === true && stderr.isTTY;
}

/** The line that is typed; nothing at the end of the input or at a signal. */
export async function typedLine(question: string, io: Io): Promise<string | undefined> {
  // The terminal edits the line and makes the signal of Ctrl+C, as it does for any program.
  const lines = createInterface({ input: io.stdin, terminal: false });
  // A terminal that was closed cannot be read any more; the signal that comes with it says so.
  const ignore = (): void => lines.close();
  io.stdin.once("error", ignore);
  // Once the terminal is given back, what was asked has to stand there again.
  const show = (): void => io.stderr.write(question);
  process.on("SIGCONT", show);
  try {
    return await new Promise<string | undefined>((resolve) => {
      lines.once("line", resolve);
      lines.once("close", () => resolve(undefined));
      show();
      if (io.signal.aborted) resolve(undefined);
      io.signal.addEventListener("abort", () => resolve(undefined), { once: true });
    });
  } finally {
    lines.close();
    io.stdin.off("error", ignore);
    process.off("SIGCONT", show);
    if (io.signal.aborted) io.stderr.write("\n");
  }
}
