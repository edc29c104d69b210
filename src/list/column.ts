import { foldHeader, isEmailHeader, mentionsMail } from "./header.js";
import type { Row } from "./rows.js";
import { firstRow, isOneAddress, type Split } from "./separator.js";

/** The columns of a name, to the letter or else however it is spelt; from 0. */
export function namedColumns(row: Row, name: string): number[] {
  const exact = columnsWhere(row, (header) => header.trim() === name.trim());
  if (exact.length > 0) return exact;
  return columnsWhere(row, (header) => foldHeader(header) === foldHeader(name));
}

/**
 * The columns that may hold the addresses by their header: those with a usual name, and those that
 * speak of mail and do hold addresses. None if the first row is no header, since it holds one.
 */
export function headedColumns({ rows, addresses }: Split): number[] {
  const row = firstRow(rows);
  if (row.some(isOneAddress)) return [];
  return columnsWhere(
    row,
    (header, column) =>
      isEmailHeader(header) || (mentionsMail(header) && (addresses[column] ?? 0) > 0),
  );
}

/** The columns in which an address was seen; from 0. */
export function addressColumns({ addresses }: Split): number[] {
  return [...addresses.entries()].filter(([, count]) => count > 0).map(([column]) => column);
}

/** How many addresses stand alone in their cells. */
export function countAddresses({ addresses }: Split): number {
  return addresses.reduce((sum, count) => sum + count, 0);
}

function columnsWhere(row: Row, test: (header: string, column: number) => boolean): number[] {
  return [...row.entries()].filter(([column, header]) => test(header, column)).map(([at]) => at);
}
