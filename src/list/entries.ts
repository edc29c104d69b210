import { isPlainAddress } from "../address/address.js";
import { codePointOf } from "../address/characters.js";
import { readCell } from "./cell.js";
import type { ListEntry } from "./list-reading.js";

/**
 * The entries of one cell.
 *
 * @param guessed the encoding was: nothing but the ASCII of the cell is known
 */
export function entriesOfCell(cell: string, row: number, guessed: boolean): ListEntry[] {
  if (isPlainAddress(cell)) return [{ row, address: cell }];
  // In other encodings than the one guessed these two are letters, and letters are not trimmed.
  const text = guessed ? cell.replace(/[\u00A0\u00AD]/g, "\uFFFD") : cell;
  return readCell(text).map(({ source, ...piece }) => {
    const entry = { row, ...piece };
    return guessed ? withProblem(entry, source) : entry;
  });
}

/** The entry, invalid if its address is not all ASCII. */
export function withProblem(entry: ListEntry, source: string): ListEntry {
  const [character] = /[^\0-\x7f]/u.exec(source) ?? [];
  if (character === undefined) return entry;
  const codePoint = codePointOf(character);
  return { ...entry, problem: { ok: false, reason: "encoding-guessed", codePoint } };
}
