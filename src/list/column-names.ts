import { foldHeader } from "./header.js";
import type { Row } from "./rows.js";

const MAX_NAMES = 20;
const MAX_LENGTH = 40;

/** The names of columns for a message, with their numbers; never an address that stands there. */
export function describeColumns(row: Row, columns: readonly number[] = [...row.keys()]): string {
  const names = columns
    .slice(0, MAX_NAMES)
    .map((column) => `${quoteName(row[column] ?? "")} (column ${column + 1})`);
  if (columns.length > MAX_NAMES) names.push(`${columns.length - MAX_NAMES} more`);
  return names.join(", ");
}

/** Whether two of the columns have one name. */
export function isTwice(row: Row, columns: readonly number[]): boolean {
  const names = columns.map((column) => foldHeader(row[column] ?? ""));
  return new Set(names).size < names.length;
}

/** A name for a message: cut short, and not at all if it is an address. */
export function quoteName(header: string): string {
  const name = header.replace(/[\p{C}\p{Z}]+/gu, " ").trim();
  if (name === "") return "no name";
  if (name.includes("@")) return "an address";
  return `"${name.length > MAX_LENGTH ? `${name.slice(0, MAX_LENGTH)}…` : name}"`;
}
