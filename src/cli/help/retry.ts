import { consentFlags, reportFlags, serverFlags } from "./shared.js";

/** The help of `retry`. */
export const retryHelp = `Sends again what a job has left rejected, unknown or not sent. Server and brand are those of the
job.

Usage: hubspot-batch-unsubscribe retry JOURNAL [FLAGS]

Flags:
  --business-unit ID     checked against the journal's
${consentFlags}
${reportFlags}
${serverFlags}

Exit codes: hubspot-batch-unsubscribe --help

Examples:
  hubspot-batch-unsubscribe retry list.csv.journal
  hubspot-batch-unsubscribe retry list.csv.journal --yes --html report.html
`;
