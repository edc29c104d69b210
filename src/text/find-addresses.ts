/** A stretch of a text: from a place up to, not including, another. */
export type Span = readonly [from: number, to: number];

/** Words that stand in a text one behind the other, with the other halves of the addresses that they are in. */
type Found = readonly [from: number, to: number, key: string, others: ReadonlySet<string>];

/** Longer entries are looked for by their first words, so that each place of a text costs the same. */
const MAX_WORDS = 8;
/** So far apart, in characters, the two halves of an address may stand. */
const WINDOW = 64;
/** Redacting a name of one or two letters would destroy every text. */
const MIN_LENGTH = 3;

/**
 * Finds the entries of a list in a text, whatever parts their words there. Of an address the two halves
 * are looked for, in any order, and count only where both stand near each other: a name such as `line`
 * or a domain such as `hubspot.com` alone is no address.
 *
 * Each place of a text is looked at with a bounded number of steps, however many entries there are.
 */
export function addressFinder(entries: readonly string[]): (text: string) => Span[] {
  // By words, each with a blank before it; "@" goes before those of a domain. What is looked for is there
  // with each of its beginnings.
  const halves = new Map<string, Set<string>>();
  /** What follows the last word of an entry that is no address. */
  const tails = new Map<string, string>();
  const add = (start: string, part: string): string => {
    let key = start;
    for (const [, , word] of wordsOf(part).slice(0, MAX_WORDS)) {
      key += ` ${word}`;
      halves.set(key, halves.get(key) ?? new Set());
    }
    return key;
  };
  for (const entry of entries) {
    const at = entry.lastIndexOf("@");
    if (at > 0) {
      const name = add("", entry.slice(0, at));
      const host = add("@", entry.slice(at + 1));
      halves.get(name)?.add(host);
      halves.get(host)?.add(name);
    } else if (entry.length >= MIN_LENGTH) {
      tails.set(add("", entry), entry.slice(wordsOf(entry).at(-1)?.[1]));
    }
  }

  return (text) => {
    const words = wordsOf(text);
    const spans: Span[] = [];
    const found: Found[] = [];
    words.forEach(([from], index) => {
      for (let key of ["", "@"]) {
        for (const [, to, word] of words.slice(index, index + MAX_WORDS)) {
          const others = halves.get((key += ` ${word}`));
          if (others === undefined) break;
          const tail = tails.get(key);
          if (tail !== undefined)
            spans.push([from, text.startsWith(tail, to) ? to + tail.length : to]);
          if (others.size > 0 && (key[0] !== "@" || isHost(text, from, to))) {
            found.push([from, to, key, others]);
          }
        }
      }
    });
    found.forEach(([from, to, key], index) => {
      for (let next = index + 1; (found[next]?.[0] ?? Infinity) <= to + WINDOW; next += 1) {
        const [start = 0, end = 0, , others] = found[next] ?? [];
        if (start < to || others?.has(key) !== true) continue;
        const joint = wordsOf(text.slice(to, start)).map(([, , word]) => word);
        // The quotation marks of a name belong to it.
        const quote = text[from - 1] === '"' && text[to] === '"' ? 1 : 0;
        if (/^(?:at)?$/.test(joint.join())) spans.push([from - quote, end]);
        else if (to - from >= MIN_LENGTH && end - start >= MIN_LENGTH)
          spans.push([from, to], [start, end]);
      }
    });
    return spans;
  };
}

/** Whether a host stands there for itself, and not as a part of a longer one. */
function isHost(text: string, from: number, to: number): boolean {
  return (
    !/[.-]/.test(text.charAt(from - 1)) && !/^(?:-|\.[\p{L}\p{N}])/u.test(text.slice(to, to + 3))
  );
}

/** The letters and digits that stand together; what parts an address is never one of them. */
function wordsOf(text: string): [from: number, to: number, word: string][] {
  return [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].map(({ 0: word, index }) => [
    index,
    index + word.length,
    word.toLowerCase(),
  ]);
}
