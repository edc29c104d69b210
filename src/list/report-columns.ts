/** The header of the report; a list with exactly this header is taken for a report. */
export const csvColumns = [
  "row",
  "address",
  "sent",
  "outcome",
  "reason",
  "time",
  "correlation_id",
] as const;
