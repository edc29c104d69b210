import type { Stats } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

import { isTrustedOwner } from "../files/owner.js";
import { readSmallFile } from "../files/read-file.js";
import { reasonOf } from "../files/system-error.js";
import { UsageError } from "./usage-error.js";

/** The variable that holds the token. */
const tokenVariable = "HUBSPOT_ACCESS_TOKEN";

/** What the token is taken from, for the person. */
export function tokenSourceName(file: string | undefined): string {
  return file === undefined ? `the variable ${tokenVariable}` : `the file ${file}`;
}

/** The token could not be had in the middle of a job. */
export class TokenError extends Error {
  override readonly name = "TokenError";
}

/** Where the token comes from. Nothing here ever shows the token. */
export interface TokenSource {
  /** For the person: the variable or the file. */
  readonly name: string;
  /** What is unwise about it, for the person. */
  readonly warnings: readonly string[];
  /**
   * The token as it is now; a file is read each time, so that something else may refresh it.
   *
   * @throws {TokenError} naming the source and what is wrong with it
   */
  readonly read: () => Promise<string>;
}

// Something that refreshes a file may truncate it first: it is looked at again before giving up.
const looks = 5;
const pause = 100; // milliseconds
/** Bytes; a token has some dozens. */
const most = 64 * 1024;

/**
 * Finds the token: `--token-file` where it is given, else the variable.
 *
 * @throws {UsageError} if there is neither, or it is not fit for use
 */
export async function findToken(
  env: Readonly<Record<string, string | undefined>>,
  file: string | undefined,
  signal?: AbortSignal,
): Promise<TokenSource> {
  const value = env[tokenVariable];
  if (file !== undefined) {
    const { token, stats } = await asUsage(() => readToken(file, signal));
    const warnings = await warningsOf(file, stats);
    if (value) warnings.push(`--token-file is given, so ${tokenVariable} is not used`);
    // A pipe, such as that of `<(pass show hubspot)`, gives its text once.
    const read = stats.isFile() ? () => readPatiently(file) : () => Promise.resolve(token);
    return { name: file, warnings, read };
  }
  if (value === undefined || value.trim() === "") {
    throw new UsageError(
      `there is no access token: set ${tokenVariable}, or give --token-file FILE`,
    );
  }
  const token = await asUsage(async () => check(value, tokenVariable));
  return { name: tokenVariable, warnings: [], read: () => Promise.resolve(token) };
}

async function readPatiently(file: string): Promise<string> {
  for (let look = 1; ; look += 1) {
    try {
      return (await readToken(file)).token;
    } catch (error) {
      if (look === looks) throw error;
      await delay(pause);
    }
  }
}

async function readToken(
  file: string,
  signal?: AbortSignal,
): Promise<{ readonly token: string; readonly stats: Stats }> {
  const source = `the token file ${file}`;
  try {
    const { text, stats } = await readSmallFile(file, { most, signal });
    return { token: check(text, source), stats };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof TokenError) throw error;
    throw new TokenError(`${source} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

/** What files and variables often hold beside the token or around it, the most frequent first. */
const slips: readonly (readonly [pattern: RegExp, amiss: string])[] = [
  [/^(?:export\s+)?[A-Z_a-z]\w*\s*=\s*[^=\s]/, "there is a name with an equals sign before it"],
  [/^(?:authorization:\s*)?bearer\s/i, "there is the word Bearer before it"],
  [/^["'`]|["'`]$/, "there are quotation marks around it"],
  [/[^\x21-\x7e]/, "there is a blank, a line break or a character that is not ASCII inside"],
];

function check(text: string, source: string): string {
  const token = text.replace(/^\uFEFF/, "").trim();
  if (token === "") throw new TokenError(`${source} is empty`);
  const amiss = slips.find(([pattern]) => pattern.test(token))?.[1];
  if (amiss !== undefined) throw new TokenError(`${source} must hold the token alone: ${amiss}`);
  return token;
}

/** Before a job begins, the same trouble is the command line's. */
async function asUsage<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}

async function warningsOf(file: string, stats: Stats): Promise<string[]> {
  // On Windows mode and owner say nothing, and a pipe is nobody else's.
  if (process.platform === "win32" || !stats.isFile()) return [];
  const warnings: string[] = [];
  if ((stats.mode & 0o066) !== 0) {
    const can = (stats.mode & 0o044) !== 0 ? "read" : "change";
    warnings.push(`others on this machine can ${can} the token file: chmod 600 ${file}`);
  }
  if (!(await isTrustedOwner(file, stats.uid))) {
    warnings.push(`the token file ${file} belongs to another user (uid ${stats.uid})`);
  }
  return warnings;
}
