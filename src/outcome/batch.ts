import { readAddress } from "../address/address.js";
import { describeInvalidText } from "../address/describe-invalid.js";

/** An address of a call. */
export interface GivenAddress {
  /** As the caller gave it. */
  readonly address: string;
  /**
   * As it goes out and as answers are matched: blanks and invisible characters taken off the ends,
   * ASCII letters in lower case, the domain in its IDNA form.
   */
  readonly sent: string;
}

/** The addresses of one call, as given and as sent. */
export interface Batch {
  /** In the caller's order. */
  readonly given: readonly GivenAddress[];
  /** What is sent: each address once, at its first place. */
  readonly inputs: readonly string[];
  /** The call is on a single address, which its answer does not have to name. */
  readonly single?: true;
}

/**
 * Reads a caller's list and drops what would be sent twice.
 *
 * @param size The most addresses that one call may hold.
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
  const given = Array.from(addresses, (address, index) => read(address, `addresses[${index}]`));
  return { given, inputs: [...new Set(given.map(({ sent }) => sent))] };
}

/**
 * Reads the address of a call on one.
 *
 * @throws {TypeError} that names `address` and never quotes it.
 */
export function readSingle(address: string): Batch {
  const given = read(address, "address");
  return { given: [given], inputs: [given.sent], single: true };
}

function read(address: unknown, name: string): GivenAddress {
  if (typeof address !== "string") throw new TypeError(`${name} is not a string`);
  const found = readAddress(address);
  if (found.ok) return { address, sent: found.sent };
  throw new TypeError(`${name} cannot be sent: ${describeInvalidText(found)}`);
}
