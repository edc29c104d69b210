import { relative } from "node:path";

/** Where in the sources something is wrong: a file of the description, line and column counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The lines around it, ready to print. */
  readonly frame: string;
}

/** A path as seen from the working directory; an address as it is. */
export function shownPath(path: string): string {
  return /^https?:\/\//i.test(path) ? path : relative(process.cwd(), path);
}

/** The place of a description as a whole. */
export function startOf(path: string): Place {
  return { file: shownPath(path), line: 1, column: 1, frame: "" };
}

export interface Detail {
  readonly message: string;
  readonly place?: Place | undefined;
}

/** So many problems are looked at. To find the places of all of a hundred thousand takes longer than anybody waits. */
export const MOST_LOOKED_AT = 1_000;

/** An error that the user of the pipeline can fix: in the description, a flag, or an installed version. */
export class InputProblem extends Error {
  override readonly name = "InputProblem";
  readonly details: readonly Detail[];
  /** The files that were read until then; changing one of them may fix it. */
  inputs: readonly string[] = [];

  /** What may help with all of them. */
  readonly hint: string | undefined;

  /** @param place of the one problem; for several, a hint that may help with all of them */
  constructor(details: string | readonly Detail[], place?: Place | string) {
    const at = typeof place === "string" ? undefined : place;
    const list = typeof details === "string" ? [{ message: details, place: at }] : details;
    const told = list.slice(0, MOST_LOOKED_AT);
    super(told.map(({ message }) => message).join("\n"));
    this.details = list;
    this.hint = typeof place === "string" ? place : undefined;
  }
}

/** A problem whose place is known as a pointer into the bundled description; the pipeline finds file and line for it. */
export class DescriptionProblem extends Error {
  override readonly name = "DescriptionProblem";
  readonly pointer: string;

  constructor(message: string, pointer: string) {
    super(message);
    this.pointer = pointer;
  }
}

/** What an error of a library says about the description that it was thrown at. */
export function reasonOf(error: Error): string {
  if (error instanceof RangeError) {
    return error.message.includes("call stack")
      ? "this is nested too deeply, by itself or by its references"
      : `this becomes too large: ${error.message}`;
  }
  return error.message;
}

/** Tells of something that stops nothing, with its place in the description. */
export type Note = (message: string, pointer: string) => void;

/** What a thread, which hands over texts alone, says of a description that it does not take. */
export interface Refused {
  /** What is wrong, and where. */
  readonly refused: string;
  /** The files that were read until then. */
  readonly inputs: readonly string[];
}
