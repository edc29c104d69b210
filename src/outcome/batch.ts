import { matchKey } from "../address/match-key.js";

/** The addresses of one call, as given and as sent. */
export interface Batch {
  /** As given, in the caller's order. */
  readonly addresses: readonly string[];
  /** The match key of each entry of `addresses`. */
  readonly keys: readonly string[];
  /** What is sent: each address once, in its first spelling, without blanks at its ends. */
  readonly inputs: readonly string[];
}

/**
 * Checks a caller's list and drops what would be sent twice.
 *
 * @param size The most distinct addresses that one call may hold.
 * @throws {TypeError} that names `addresses` and never quotes one of them.
 */
export function readBatch(addresses: readonly string[], size: number): Batch {
  if (!Array.isArray(addresses)) throw new TypeError("addresses must be an array of strings");
  if (addresses.length === 0) throw new TypeError("addresses must hold at least one address");
  // Counted as given: a caller who is over the cap has a fault in the splitting, duplicates or not.
  if (addresses.length > size) {
    throw new TypeError(`addresses holds ${addresses.length}, more than the ${size} of one call`);
  }
  // A copy: the caller may change the array while the call is under way.
  const given: string[] = [];
  const keys: string[] = [];
  const sent = new Map<string, string>();
  for (let index = 0; index < addresses.length; index += 1) {
    const address: unknown = addresses[index];
    if (typeof address !== "string") throw new TypeError(`addresses[${index}] is not a string`);
    const key = matchKey(address);
    if (key === "") throw new TypeError(`addresses[${index}] is empty`);
    given.push(address);
    keys.push(key);
    if (!sent.has(key)) sent.set(key, address.trim());
  }
  return { addresses: given, keys, inputs: [...sent.values()] };
}
