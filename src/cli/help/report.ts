import { reportFlags } from "./shared.js";

/** The help of `report`. */
export const reportHelp = `Writes the reports of a job from its journal, also while the job is running. Sends nothing and
needs no token.

Usage: hubspot-batch-unsubscribe report JOURNAL [FLAGS]

Flags:
${reportFlags}
  --json                 a line of JSON for each entry on stdout

Exit codes: 0 written, 2 JOURNAL is none, 6 a report cannot be written.

Examples:
  hubspot-batch-unsubscribe report list.csv.journal
  hubspot-batch-unsubscribe report list.csv.journal --report all.csv --html report.html
`;
