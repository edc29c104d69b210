import { UsageError } from "./usage-error.js";

/**
 * A whole number given with a flag.
 *
 * @throws {UsageError} that names the flag and not the value
 */
export function readWhole(
  flag: string,
  text: string | undefined,
  least: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d{1,16}$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(`${flag} must be a whole number, ${least} or more`);
}

/**
 * A number given with a flag, with or without a fraction.
 *
 * @throws {UsageError} that names the flag and not the value
 */
export function readNumber(
  flag: string,
  text: string | undefined,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d{1,15}(?:\.\d{1,15})?$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(`${flag} must be a number from ${least} to ${most}`);
}
