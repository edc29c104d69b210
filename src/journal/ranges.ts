/** Entries as text, in ascending order: "0-99,105". */
export function formatRanges(ids: readonly number[]): string {
  const sorted = [...ids].sort((a, b) => a - b);
  const parts: string[] = [];
  let from: number | undefined;
  let to = 0;
  const finish = (): void => {
    if (from !== undefined) parts.push(from === to ? String(from) : `${from}-${to}`);
  };
  for (const id of sorted) {
    if (from !== undefined && id <= to + 1) {
      to = id;
      continue;
    }
    finish();
    from = id;
    to = id;
  }
  finish();
  return parts.join(",");
}

const pattern = /^\d{1,10}(-\d{1,10})?(,\d{1,10}(-\d{1,10})?)*$/;

/**
 * The entries that a text names, as pairs of first and last, or undefined where it is no such text or
 * names one that the list does not have.
 *
 * @param entries how many entries the list has
 */
export function readRanges(
  text: string,
  entries: number,
): readonly (readonly [from: number, to: number])[] | undefined {
  if (!pattern.test(text)) return undefined;
  const ranges: (readonly [number, number])[] = [];
  for (const part of text.split(",")) {
    const [first = "", last = first] = part.split("-");
    const from = Number(first);
    const to = Number(last);
    if (from > to || to >= entries) return undefined;
    ranges.push([from, to]);
  }
  return ranges;
}

/** The entries that a text names which `readRanges` has taken. */
export function* idsOf(text: string): Generator<number> {
  for (const [from, to] of readRanges(text, Infinity) ?? []) {
    for (let id = from; id <= to; id += 1) yield id;
  }
}
