import type { InvalidAddress, InvalidReason } from "./address.js";

const sentences: Readonly<Record<InvalidReason, string>> = {
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
  "not-an-entry": "it is neither a text nor an entry with an address",
  "encoding-guessed": "it is not all ASCII, and the encoding of the file had to be guessed",
  "ragged-row":
    "its row has more or fewer cells than the header, so it may be that of another column",
};

/** Why an address is invalid, in one sentence that does not quote it. */
export function describeInvalid(problem: Pick<InvalidAddress, "reason" | "codePoint">): string {
  // A journal of another version, or of somebody else, may name another reason.
  const known = Object.hasOwn(sentences, problem.reason);
  const sentence = known ? sentences[problem.reason] : "this version does not know the reason";
  return problem.codePoint === undefined ? sentence : `${sentence} (${problem.codePoint})`;
}
