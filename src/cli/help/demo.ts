/** The help of `demo`. */
export const demoHelp = `Starts a mock HubSpot on a free port of this machine, opts a made-up list of addresses out
against it, and holds the result against what the mock has recorded. Nothing leaves this machine.

Usage: hubspot-batch-unsubscribe demo

Exit codes: 0 all as it should be, 1 not so, 130 or 143 stopped by SIGINT or SIGTERM.

Example:
  hubspot-batch-unsubscribe demo
`;
