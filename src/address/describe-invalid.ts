import type { AddressReason, InvalidAddress } from "./address.js";

/** Why a text is no address, in sentences that do not quote it. */
export const addressReasons: Readonly<Record<AddressReason, string>> = {
  empty: "there is no address",
  "no-at": "it has no @",
  "several-at": "it has more than one @",
  "no-local-part": "nothing stands before the @",
  "no-domain": "nothing stands after the @",
  blank: "it has a blank inside",
  "control-character": "it has a control character inside",
  "invisible-character": "it has an invisible character inside",
  "unreadable-character": "it has a character that was lost before it came here",
  "stray-character": "it has a character that no address holds outside quotation marks",
  "too-long": "it is longer than an address may be",
  "bad-domain": "what stands after the @ is no domain",
};

/** Why a text is no address, in one sentence that does not quote it. */
export function describeInvalidText({
  reason,
  codePoint,
}: Pick<InvalidAddress<AddressReason>, "reason" | "codePoint">): string {
  return withCodePoint(addressReasons[reason], codePoint);
}

/** A sentence, and behind it the character at fault, where there is one. */
export function withCodePoint(sentence: string, codePoint: string | undefined): string {
  return codePoint === undefined ? sentence : `${sentence} (${codePoint})`;
}
