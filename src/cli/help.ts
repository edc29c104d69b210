/** The help of the program, and of each command by its name. */
export const helpTexts = {
  program: `hubspot-batch-unsubscribe: opt lists of addresses out of all HubSpot marketing e-mail.

Usage: hubspot-batch-unsubscribe COMMAND [FLAGS]

Commands:
  demo   opt a made-up list out against an embedded mock HubSpot
  mock   run the mock HubSpot until Ctrl+C

Flags:
  --help      this text; after a command, that command's
  --version   the version

Exit codes: 0 done, 1 the demo went wrong, 2 the command line is not right, 130 and 143 stopped by
SIGINT and SIGTERM.

Examples:
  hubspot-batch-unsubscribe demo
  hubspot-batch-unsubscribe mock --port 8080
  hubspot-batch-unsubscribe mock --help
`,
  demo: `Starts a mock HubSpot on a free port of this machine, opts a made-up list of addresses out
against it, and holds the result against what the mock has recorded. Nothing leaves this machine.

Usage: hubspot-batch-unsubscribe demo

Exit codes: 0 all as it should be, 1 not so, 130 or 143 stopped by SIGINT or SIGTERM.

Example:
  hubspot-batch-unsubscribe demo
`,
  mock: `Runs a mock HubSpot on 127.0.0.1 until SIGINT (Ctrl+C) or SIGTERM, and then ends with 0.
The first line on stdout is "listening on http://127.0.0.1:PORT".
Who is out, and each call so far, is JSON at /__mock/state.

Usage: hubspot-batch-unsubscribe mock [FLAGS]

Flags:
  --port N               the port (default: a free one)
  --token T              the token it takes (default: mock-token); never a real one
  --rate CALLS/SECONDS   a rolling limit, with HubSpot's 429 and headers (default: none)
  --faults FILE          a JSON list of what is to go wrong, in this order

Faults: rate-limit, migration, status, reset, stall, truncate, bad-address, latency, envelope,
html-200, empty-200. Each takes "skip" (calls to let pass first), "times" (how many calls, or
"always") and "address" (only calls that hold it).

Exit codes: 0 stopped by a signal, 2 a flag, the file or the port is not right.

Examples:
  hubspot-batch-unsubscribe mock
  hubspot-batch-unsubscribe mock --port 8080 --rate 190/10
  hubspot-batch-unsubscribe mock --faults faults.json
with faults.json:
  [
    { "kind": "rate-limit", "policy": "TEN_SECONDLY_ROLLING", "retryAfter": 2 },
    { "kind": "status", "status": 502, "body": "html", "skip": 3, "times": 2 },
    { "kind": "bad-address", "address": "bad@example.org", "answer": "207" }
  ]
`,
} as const;
