import type { InvalidAddress, InvalidReason } from "../address/address.js";
import { addressReasons, withCodePoint } from "../address/describe-invalid.js";

/** With what only an entry of a list can have. */
const sentences: Readonly<Record<InvalidReason, string>> = {
  ...addressReasons,
  "not-an-entry": "it is neither a text nor an entry with an address",
  "encoding-guessed": "it is not all ASCII, and the encoding of the file had to be guessed",
  "ragged-row": "its row has more or fewer cells than the header",
};

/**
 * Why an address is invalid, in one sentence that does not quote it.
 *
 * @param invalid an `invalid` outcome
 */
export function describeInvalid({
  reason,
  codePoint,
}: Pick<InvalidAddress, "reason" | "codePoint">): string {
  // A journal of another version, or of somebody else, may name another reason.
  const known = Object.hasOwn(sentences, reason);
  return withCodePoint(
    known ? sentences[reason] : "this version does not know the reason",
    codePoint,
  );
}
