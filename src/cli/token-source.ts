import { readFile, stat } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

import { reasonOf } from "../files/system-error.js";
import { UsageError } from "./usage-error.js";

/** The variable that holds the token. */
const tokenVariable = "HUBSPOT_ACCESS_TOKEN";

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

/**
 * Finds the token: `--token-file` where it is given, else the variable.
 *
 * @throws {UsageError} if there is neither, or it is not fit for use
 */
export async function findToken(
  env: Readonly<Record<string, string | undefined>>,
  file: string | undefined,
): Promise<TokenSource> {
  const value = env[tokenVariable];
  if (file !== undefined) {
    await asUsage(readToken(file));
    const warnings = await warningsOf(file);
    if (value) warnings.push(`--token-file is given, so ${tokenVariable} is not used`);
    return { name: file, warnings, read: () => readPatiently(file) };
  }
  if (value === undefined || value.trim() === "") {
    throw new UsageError(
      `there is no access token: set ${tokenVariable}, or give --token-file FILE`,
    );
  }
  const token = await asUsage(check(value, tokenVariable));
  return { name: tokenVariable, warnings: [], read: () => Promise.resolve(token) };
}

async function readPatiently(file: string): Promise<string> {
  for (let look = 1; ; look += 1) {
    try {
      return await readToken(file);
    } catch (error) {
      if (look === looks) throw error;
      await delay(pause);
    }
  }
}

async function readToken(file: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const message = `the token file ${file} cannot be read: ${reasonOf(error)}`;
    throw new TokenError(message, { cause: error });
  }
  return check(text, `the token file ${file}`);
}

async function check(text: string, source: string): Promise<string> {
  const token = text.replace(/^\uFEFF/, "").trim();
  if (token === "") throw new TokenError(`${source} is empty`);
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new TokenError(
      `${source} must hold the token alone: there is a blank, a line break or a character that is not ASCII inside`,
    );
  }
  return token;
}

/** Before a job begins, the same trouble is the command line's. */
async function asUsage(token: Promise<string>): Promise<string> {
  try {
    return await token;
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}

async function warningsOf(file: string): Promise<string[]> {
  const { mode } = await stat(file);
  // On Windows the mode says nothing of who may read a file.
  return process.platform !== "win32" && (mode & 0o044) !== 0
    ? [`others on this machine can read the token file: chmod 600 ${file}`]
    : [];
}
