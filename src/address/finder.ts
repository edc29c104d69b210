import { readAddress } from "./address.js";
import { matchKey } from "./match-key.js";

/** The longest text that can spell an address. */
const MAX_SPELLING = 1_000;

/**
 * Finds which of the sent addresses a text in an answer refers to. The text may spell an address in another way:
 * percent-encoded (`tom%2Bx@example.com`), form-encoded (`tom x@…`), or with the letters of a domain instead of its IDNA
 * form. A text that could refer to two addresses matches none.
 *
 * @param sent The addresses as they went out.
 */
export function createFinder(sent: readonly string[]): (text: string) => string | undefined {
  const keys = new Set(sent);
  // Only where a local part has a percent sign can an exact hit be an encoding of another.
  const ambiguous = sent.some((address) => address.includes("%"));
  return (text) => {
    const key = matchKey(text);
    if (keys.has(key) && !(ambiguous && key.includes("%"))) return key;
    if (key.length > MAX_SPELLING) return undefined;
    const [found, another] = new Set(spellingsOf(key).filter((each) => keys.has(each)));
    return another === undefined ? found : undefined;
  };
}

function spellingsOf(key: string): string[] {
  const once = decode(key);
  return [key, once, decode(once), key.replaceAll(" ", "+")].flatMap((spelling) => {
    const read = readAddress(spelling);
    return read.ok ? [spelling, read.sent] : [spelling];
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
