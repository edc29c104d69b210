import type { Row } from "../job/job-outcome.js";
import { unusualIn } from "../list/unusual.js";
import { isoTime } from "./iso-time.js";

/** Any outcome of a job: of an opt-out, or of a reading back. */
export interface AnyOutcome {
  /** None for somebody who is no longer on the list. */
  readonly row?: Row | undefined;
  readonly address: string;
  readonly sent?: string;
  readonly outcome: string;
  readonly reason?: string;
  readonly codePoint?: string;
  readonly duplicateOf?: Row;
  readonly message?: string;
  readonly time?: number;
  readonly correlationId?: string;
}

/**
 * An entry's outcome as one line of JSON, without the line's end; the texts are as they are, without
 * the guard of the CSV report. `unusual` is what is odd about an address that is legal.
 *
 * @example
 * ```ts
 * for await (const entry of unsubscribeAll(client, addresses)) console.log(toJsonLine(entry));
 * ```
 */
export function toJsonLine(outcome: AnyOutcome): string {
  return JSON.stringify({
    row: outcome.row === undefined ? undefined : rowOf(outcome.row),
    address: outcome.address,
    sent: outcome.sent,
    outcome: outcome.outcome,
    reason: outcome.reason,
    code_point: outcome.codePoint,
    duplicate_of: outcome.duplicateOf === undefined ? undefined : rowOf(outcome.duplicateOf),
    message: outcome.message,
    time: isoTime(outcome.time) || undefined,
    correlation_id: outcome.correlationId,
    unusual: isSent(outcome) ? unusualIn(outcome.sent)?.kind : undefined,
  });
}

function isSent(outcome: AnyOutcome): outcome is AnyOutcome & { readonly sent: string } {
  return outcome.sent !== undefined && outcome.outcome !== "duplicate";
}

/** JSON has no numbers beyond a double's, so a larger one is a text. */
function rowOf(row: Row): number | string {
  return typeof row === "bigint" ? String(row) : row;
}
