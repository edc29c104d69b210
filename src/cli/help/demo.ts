/** The help of `demo`. */
export const demoHelp = `Starts a mock HubSpot on a free port of this machine, writes a made-up list of addresses into a
folder, opts it out with run, and holds the report against what the mock has recorded. A rate
limit, a failing gateway and an address that is refused come in between. Nothing leaves this
machine.

Usage: hubspot-batch-unsubscribe demo [--folder FOLDER]

Flags:
  --folder FOLDER   where the list, the journal and the reports go (default: demo)

Exit codes: 0 all as it should be, 1 not so, 2 the folder cannot be used, 129, 130 or 143
stopped by SIGHUP, SIGINT or SIGTERM.

Example:
  hubspot-batch-unsubscribe demo
`;
