import { matchKey } from "./match-key.js";
import { codePointOf, findOddCharacter, trimInvisible } from "./characters.js";
import { toAsciiDomain } from "./idna.js";

/** An address that can be sent. */
export interface ValidAddress {
  readonly ok: true;
  /**
   * As it is sent and compared: trimmed of blanks and invisible characters, ASCII letters in lower case, the domain in its
   * IDNA form. Dots and tags after a plus are kept.
   */
  readonly sent: string;
}

/** Why an address is not sent. */
export type InvalidReason =
  | "empty"
  | "no-at"
  | "several-at"
  | "no-local-part"
  | "no-domain"
  | "blank"
  | "control-character"
  | "invisible-character"
  | "unreadable-character"
  | "stray-character"
  | "too-long"
  | "bad-domain"
  /** Only in a program's list: the element is neither a string nor an entry. */
  | "not-an-entry"
  /** Only in a list file: the encoding had to be guessed, and the address is not pure ASCII. */
  | "encoding-guessed"
  /**
   * Only in a list file: the row has more or fewer cells than the header, so the address, or what `--where` asks about, may
   * belong to another column.
   */
  | "ragged-row";

/** Why a text by itself is no address. */
export type AddressReason = Exclude<
  InvalidReason,
  "not-an-entry" | "encoding-guessed" | "ragged-row"
>;

/** A text that is not an address that can be sent. */
export interface InvalidAddress<Reason extends InvalidReason = InvalidReason> {
  readonly ok: false;
  readonly reason: Reason;
  /** The character at fault, such as `U+00A0`. */
  readonly codePoint?: string;
}

/** RFC 5321, 4.5.3.1; the whole is 256 with the angle brackets around it. In octets. */
const MAX_LOCAL = 64;
const MAX_DOMAIN = 255;
const MAX_ADDRESS = 254;

const PLAIN = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;
const PUNYCODE = /xn--/i;
const QUOTED = /^"(?:[^"\\]|\\.)*"$/;
/** Characters that a local part may only contain in quotes (RFC 5322, 3.2.3). */
const STRAY = /["(),:;<>[\\\]]/;

/**
 * Whether the text is a plain address: ASCII, without anything around it and without IDNA. Most addresses are, and need
 * only this check.
 */
export function isPlainAddress(text: string): boolean {
  return PLAIN.test(text) && text.length <= MAX_ADDRESS && !PUNYCODE.test(text);
}

/**
 * Reads one address, with a light check: one `@`, something on both sides, no character inside that nobody can see or type,
 * a domain that IDNA knows, no more octets than RFC 5321 allows. It does not check whether the mailbox exists. A domain
 * without a dot is accepted.
 */
export function readAddress(text: string): ValidAddress | InvalidAddress<AddressReason> {
  if (isPlainAddress(text)) return { ok: true, sent: matchKey(text) };
  const trimmed = trimInvisible(text);
  if (trimmed === "") return { ok: false, reason: "empty" };
  const at = trimmed.indexOf("@");
  if (at === -1) return { ok: false, reason: "no-at" };
  // Also `"a@b"@example.com`: the standard allows it, and splitting it at the wrong `@` would opt out somebody else.
  if (trimmed.includes("@", at + 1)) return { ok: false, reason: "several-at" };
  if (at === 0) return { ok: false, reason: "no-local-part" };
  if (at === trimmed.length - 1) return { ok: false, reason: "no-domain" };
  return readParts(trimmed.slice(0, at), trimmed.slice(at + 1));
}

function readParts(local: string, domain: string): ValidAddress | InvalidAddress<AddressReason> {
  const odd = findOddCharacter(local) ?? findOddCharacter(domain);
  if (odd !== undefined) return { ok: false, ...odd };
  const stray = QUOTED.test(local) ? null : STRAY.exec(local);
  if (stray !== null) {
    return { ok: false, reason: "stray-character", codePoint: codePointOf(stray[0]) };
  }
  // Refuse a domain this long before the platform spends time on it.
  if (domain.length > MAX_DOMAIN) return { ok: false, reason: "too-long" };
  const ascii = toAsciiDomain(domain);
  if (ascii === undefined) return { ok: false, reason: "bad-domain" };
  const localOctets = new TextEncoder().encode(local).length;
  const tooLong =
    localOctets > MAX_LOCAL ||
    ascii.length > MAX_DOMAIN ||
    localOctets + 1 + ascii.length > MAX_ADDRESS;
  if (tooLong) return { ok: false, reason: "too-long" };
  return { ok: true, sent: `${matchKey(local)}@${ascii}` };
}
