/** The help of `mock`. */
export const mockHelp = `Runs a mock HubSpot on 127.0.0.1 until SIGINT (Ctrl+C) or SIGTERM, and then ends with 0.
The first line on stdout is "listening on http://127.0.0.1:PORT".
Who is out, and each call so far, is JSON at /__mock/state.

Usage: hubspot-batch-unsubscribe mock [FLAGS]

Flags:
  --port N               the port (default: a free one)
  --token T              the token it takes (default: mock-token); never a real one
  --rate CALLS/SECONDS   a rolling limit, with HubSpot's 429 and headers (default: none)
  --read-lag SECONDS     how long after an opt-out a read begins to show it (default: 0)
  --scopes LIST          the scopes of the token, separated by commas (default: all there are)
  --cap N                how many addresses a call may hold, fewer than HubSpot's (default: no cap)
  --faults FILE          a JSON list of what is to go wrong, in this order
  --log                  a line on stderr for each call: time, operation, how many addresses, status

Faults, with what each takes; what stands in brackets may be left out:
  rate-limit             "policy": TEN_SECONDLY_ROLLING, SECONDLY or DAILY; ["retryAfter": seconds]
  migration              "retryAfter": seconds
  status                 "status": 200 to 599; "body": json, html or empty; ["when": before or after
                         the work; "retryAfter"; "message", "category": the words of the error]
  reset                  "when": before, after or body
  stall                  "when": before, before-headers or body
  truncate               the answer's JSON ends in the middle
  bad-address            "address"; "answer": 207, 200 or 400; ["named": false; the words]
  latency                "ms"
  envelope               "status": such as PENDING, in place of COMPLETE
  html-200, empty-200    ["when": before or after the work]
Each also takes ["skip": calls to let pass first; "times": how many calls, or "always"; "address":
only calls that hold it; "operation": only calls of that operationId, such as batchUnsubscribeAll;
"token": only calls with it].

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
`;
