import { statusInFileName, saysOut } from "./consent-names.js";
import { kindOfValue } from "./consent-values.js";
import { foldHeader, isEmailHeader } from "./header.js";
import type { Row } from "./list-reading.js";

/** A row without an address that divides the list: the rows below it are of another kind. */
export interface Heading {
  /** From 1. */
  readonly row: number;
  /** Of its only cell, or of the one that names a column of addresses. */
  readonly column: number;
  readonly text: string;
  readonly says: "out" | "in" | "header";
}

/** What a heading is no longer than. */
const MAX_LENGTH = 60;

/** What a row without an address says of those below it, if anything. */
export function headingIn(row: Row, number: number, header: Row | undefined): Heading | undefined {
  const named = row.findIndex(isEmailHeader);
  if (named !== -1) {
    const isSame = header !== undefined && row.every((cell, at) => isAlike(cell, header[at] ?? ""));
    return isSame ? undefined : headingAt(row, number, named, "header");
  }
  const column = row.findIndex((cell) => cell.trim() !== "");
  const text = row[column]?.trim() ?? "";
  if (text === "" || text.length > MAX_LENGTH) return undefined;
  if (row.slice(column + 1).some((cell) => cell.trim() !== "")) return undefined;
  const says = sideOf(text);
  return says === undefined ? undefined : headingAt(row, number, column, says);
}

function isAlike(one: string, other: string): boolean {
  return foldHeader(one) === foldHeader(other);
}

function headingAt(row: Row, number: number, column: number, says: Heading["says"]): Heading {
  return { row: number, column, text: row[column]?.trim() ?? "", says };
}

function sideOf(text: string): "out" | "in" | undefined {
  switch (kindOfValue(text.replace(/[[\](){}#*=:_-]+/g, " ").trim())) {
    case "out":
    case "off-list":
    case "weak-out":
      return "out";
    case "in":
    case "weak-in":
    case "stays":
      return "in";
    default: {
      const status = statusInFileName(text);
      return status === undefined ? undefined : saysOut(status) ? "out" : "in";
    }
  }
}
