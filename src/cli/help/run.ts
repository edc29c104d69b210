import { consentFlags, readingFlags, reportFlags, serverFlags } from "./shared.js";

/** The help of `run`. */
export const runHelp = `Opts the addresses of a list out of all marketing e-mail of a HubSpot account, or of one brand,
and writes down what became of each. No single call undoes it.

Usage: hubspot-batch-unsubscribe run LIST [FLAGS]

LIST is a CSV, TSV, TXT, XLSX, JSON or JSON Lines file, perhaps .gz or in a .zip, or - for stdin.
If a column says who has asked to be out and who has not, nothing is sent before you say which rows
are meant (--where, --all-rows). It is read into the journal
(LIST.journal), and sent from there after you have agreed. A run that stopped, however it did, is
taken up by the same command: what is settled is not sent again.

Flags:
  --dry-run              read and check only, and say what would be sent beside what the journal
                         has: write nothing, send nothing, no token
  --business-unit ID     the brand, 0 for the account's default brand; left out, so is the
                         parameter, and with the Brands add-on other brands may still mail
  --limit N              only the first N distinct valid addresses of the list
${readingFlags}
${consentFlags}
  --journal FILE         the journal (default: LIST.journal, and
                         LIST.practice.journal where the server is this machine); needed with stdin
${reportFlags}
${serverFlags}

The first Ctrl+C sends no more, waits for the calls under way and writes everything; the second
leaves at once, and the journal stays valid. Exit codes: hubspot-batch-unsubscribe --help

Examples:
  hubspot-batch-unsubscribe run list.csv --dry-run
  hubspot-batch-unsubscribe run list.csv --limit 10
  hubspot-batch-unsubscribe run list.csv --business-unit 0 --html report.html
  hubspot-batch-unsubscribe run export.txt.gz --encoding windows-1252 --column E-Mail
  hubspot-batch-unsubscribe run list.csv --yes --expect 1200 --json > outcomes.ndjson
  cut -f2 crm.tsv | hubspot-batch-unsubscribe run - --journal crm.journal --yes
`;
