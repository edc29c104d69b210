import { readingFlags, serverFlags } from "./shared.js";

/** The help of `verify`. */
export const verifyHelp = `Reads back from HubSpot whether addresses are out: each is confirmed, not-confirmed or
unconfirmable (the token may not read). Changes nothing, and keeps nothing but the verdict. How soon
HubSpot shows a change is not documented, so what is not confirmed is asked for a few times.

Of a report of a job, what it says is out is read back.

Usage: hubspot-batch-unsubscribe verify LIST|JOURNAL [FLAGS]

Flags:
  --business-unit ID     the brand (with a journal: checked against the journal's)
  --json                 a line of JSON for each address on stdout
${readingFlags}
${serverFlags}

Exit codes: 0 all confirmed, 1 some not, 3 some unconfirmable; the others as in
hubspot-batch-unsubscribe --help

Examples:
  hubspot-batch-unsubscribe verify list.csv.journal
  hubspot-batch-unsubscribe verify list.csv --business-unit 0 --json
`;
