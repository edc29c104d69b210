import { trimInvisible } from "../address/characters.js";

/** Quotation marks around an address, typed by mistake or added by a word processor. */
const PAIRS = ["''", '""', "``", "‘’", "“”", "„“", "«»", "‹›"];

/**
 * The bare address in a word or between brackets: without quotation marks around it, `mailto:`
 * before it, a full stop or comma behind it.
 */
export function bareMailbox(text: string): string {
  let bare = trimInvisible(text);
  for (;;) {
    const next = trimInvisible(stripOnce(bare));
    if (next === bare) return bare;
    bare = next;
  }
}

/** Whether the word is an address by its look, be it a good one or not. */
export function looksLikeAddress(word: string): boolean {
  return word.includes("@") || isMailto(word);
}

/** Whether the text is a link to an address. */
export function isMailto(text: string): boolean {
  return /^["'<]?mailto:/i.test(text);
}

function stripOnce(text: string): string {
  if (isMailto(text) && /^m/i.test(text)) return addressOfLink(text);
  const ends = text.charAt(0) + text.charAt(text.length - 1);
  if (text.length > 2 && PAIRS.includes(ends)) return text.slice(1, -1);
  // A single quotation mark is never part of an address; an apostrophe may be, so it stays.
  if (/^"[^"]*$/.test(text)) return text.slice(1);
  if (/^[^"]*"$/.test(text)) return text.slice(0, -1);
  return text.replace(/(?<![.,;:])[.,;:]$/, "");
}

/** What a link says, decoded, without subject and the rest; what cannot be decoded stays as it is. */
function addressOfLink(link: string): string {
  const [encoded = ""] = link.slice("mailto:".length).split("?", 1);
  try {
    // A name that decodes to another link would make one link of two.
    const address = decodeURIComponent(encoded);
    return isMailto(address) ? link : address;
  } catch {
    return link;
  }
}
