const ESCAPE =
  /(?:%[0-9a-f]{2})+|[%\\]u([0-9a-f]{4})|\\u\{0*([0-9a-f]{1,6})\}|\\x([0-9a-f]{2})|&#x0*([0-9a-f]{1,6});?|&#0*(\d{1,7});?|&(commat|amp|quot|apos|plus|period);|\\(1[0-7]{2}|0[4-7][0-7])|(\+AEA-?|=40(?=[a-z][\w-]*\.[a-z]))|\\(["'\\/])/gi;
const NAMED: Readonly<Record<string, string>> = {
  commat: "@",
  amp: "&",
  quot: '"',
  apos: "'",
  plus: "+",
  period: ".",
};
// What was escaped twice is found in the second round; more than a few are no accident.
const ROUNDS = 5;

/**
 * Resolves percent, JSON, JavaScript, octal and HTML escapes, nested ones too, and the "@" of UTF-7 and
 * quoted-printable, so that an address is found in each of its spellings.
 */
export function unescapeText(text: string): string {
  let plain = text;
  for (let round = 0; round < ROUNDS && /[%\\&+=]/.test(plain); round += 1) {
    plain = plain.replace(ESCAPE, resolve);
  }
  return plain;
}

function resolve(escape: string, ...groups: readonly (string | undefined)[]): string {
  const [unicode, braced, byte, entity, decimal, name, octal, at, literal] = groups;
  if (literal !== undefined) return literal;
  if (at !== undefined) return "@";
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? escape;
  const hex = unicode ?? braced ?? byte ?? entity;
  try {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return decodeURIComponent(escape);
  } catch {
    // Not UTF-8, or no code point; an "@" among it must still be seen.
    return escape.replace(/%40/g, "@");
  }
}
