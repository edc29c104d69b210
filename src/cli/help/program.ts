/** The help of the program. */
export const programHelp = `hubspot-batch-unsubscribe: opt lists of addresses out of all HubSpot marketing e-mail.

Usage: hubspot-batch-unsubscribe COMMAND [ARGUMENT] [FLAGS]

Commands:
  run LIST             opt a list out; goes on where an earlier run of it stopped
  retry JOURNAL        send again what a job has left rejected, unknown or not sent
  verify LIST|JOURNAL  read back whether the addresses are out
  report JOURNAL       write the reports of a job once more
  mock                 run a mock HubSpot until Ctrl+C, to practise on
  demo                 run a made-up list against an embedded mock HubSpot
  help COMMAND         the flags of a command

Flags:
  --help, -h      this text; after a command, that command's
  --version, -V   the version

The access token comes from HUBSPOT_ACCESS_TOKEN or from --token-file, never as an argument.
HTTPS_PROXY and NO_PROXY are honoured. Data goes to stdout, all else to stderr.

Exit codes, the first that applies:
  6         the journal, a report or stdout cannot be written
  129, 130, 143
            stopped by SIGHUP (the terminal was closed), SIGINT (Ctrl+C) or SIGTERM
  3         the token, its scopes or the account's tier; verify: no right to read
  5         the network or HubSpot gave up
  4         stopped by a limit or a migration of the account
  2         the command line, the list, the lock, a mismatch, declined, or HubSpot refuses the
            request whatever the address
  1         some rejected, unknown, invalid or not confirmed
  0         all out (duplicates, and a --limit that was reached, are fine)

Examples:
  hubspot-batch-unsubscribe run list.csv --dry-run
  hubspot-batch-unsubscribe run list.csv --business-unit 0
  hubspot-batch-unsubscribe verify list.csv.journal
  hubspot-batch-unsubscribe mock --port 8080
  hubspot-batch-unsubscribe run --help
`;
