import { describeOutcome, oneLine } from "../job/describe-outcome.js";
import type { Reported } from "./reported.js";

/**
 * The reason of an outcome for a report: a word for a program, a colon, and words for a person. Empty
 * where the outcome says it all.
 */
export function reasonCell(outcome: Reported): string {
  const word = reasonWord(outcome);
  return word === "" ? "" : `${word}: ${describeOutcome(outcome)}`;
}

/** The machine's word for the reason of an outcome; empty where there is none. */
export function reasonWord(outcome: Reported): string {
  if (outcome.outcome === "duplicate") return "duplicate";
  return oneLine(outcome.reason ?? "");
}
