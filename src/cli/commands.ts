import { mockScopes } from "../mock/index.js";
import type { CommandName } from "./flags.js";

/** The help of a command, apart from its flags. */
export interface CommandHelp {
  /** The name of its one argument. */
  readonly argument?: string;
  /** The words that the argument may be; without them it is a file. */
  readonly words?: readonly string[];
  /** A summary for the list of commands. */
  readonly summary: string;
  /** What it does; each text is a paragraph. */
  readonly about: readonly string[];
  /** Text after the flags: paragraphs, and lines that keep their breaks. */
  readonly notes?: readonly (string | readonly string[])[];
  readonly exitCodes: string;
  /** Whole commands. */
  readonly examples: readonly string[];
  /** Lines behind the examples. */
  readonly after?: readonly string[];
}

export const programName = "hubspot-batch-unsubscribe";

const asTheProgram = `see ${programName} --help`;

export const commands: Readonly<Record<CommandName, CommandHelp>> = {
  run: {
    argument: "LIST",
    summary: "opt a list out, or continue an earlier run of it",
    about: [
      "Opts the addresses of a list out of all marketing e-mail of a HubSpot account, or of one brand, and records the outcome of each. No single call undoes an opt-out.",
      "LIST is a CSV, TSV, TXT, XLSX, JSON or JSON Lines file, possibly .gz or in a .zip, or - for stdin. If a column says that only some people have asked to be out, nothing is sent until you say which rows are meant (--where, --all-rows). The list is read into the journal (LIST.journal) and sent from there once you agree. If a run stops for any reason, the same command continues it; settled addresses are not sent again.",
      "If a list comes again, grown or corrected, the same command sends only what is new. Settled people who have opted in again since are sent only with --again.",
    ],
    notes: [
      "The first Ctrl+C stops sending, waits for the open calls and writes everything. The second one exits at once; the journal stays valid.",
    ],
    exitCodes: asTheProgram,
    examples: [
      `${programName} run list.csv --dry-run`,
      `${programName} run list.csv --limit 10`,
      `${programName} run nightly.csv --yes`,
      `${programName} run list.csv --business-unit 0 --html report.html`,
      `${programName} run list.csv --route single`,
      `${programName} run export.txt.gz --encoding windows-1252 --column E-Mail`,
      `${programName} run list.csv --yes --expect 1200 --json > outcomes.ndjson`,
      `cut -f2 crm.tsv | ${programName} run - --journal crm.journal --yes`,
    ],
  },
  retry: {
    argument: "JOURNAL",
    summary: "send rejected, unknown and unsent addresses of a job again",
    about: [
      "Sends the addresses of a job that were rejected, unknown or not sent once more, with the server and brand of the job. A rejected address is rejected again unless its reason, which the report names, has been fixed.",
    ],
    exitCodes: asTheProgram,
    examples: [
      `${programName} retry list.csv.journal`,
      `${programName} retry list.csv.journal --yes --html report.html`,
    ],
  },
  verify: {
    argument: "LIST|JOURNAL",
    summary: "read back whether the addresses are out",
    about: [
      "Reads back from HubSpot whether addresses are out: each is confirmed, not-confirmed or unconfirmable (HubSpot did not tell). Changes nothing at HubSpot. For a journal, it records the time and the counts in it, and the page shows them. HubSpot does not document how soon it shows a change, so an address that is not confirmed is read a few times.",
      "For the CSV report of a job, it reads back the addresses that the report says are out.",
    ],
    exitCodes: `0 all confirmed, 1 some not, 3 some unconfirmable; for the others ${asTheProgram}`,
    examples: [
      `${programName} verify list.csv.journal`,
      `${programName} verify list.csv --business-unit 0 --json`,
    ],
  },
  report: {
    argument: "JOURNAL",
    summary: "write the reports of a job again, or check one",
    about: [
      "Writes the reports of a job from its journal, also while the job is running. Sends nothing and needs no token.",
    ],
    exitCodes:
      "0 written, or FILE matches the journal; 1 FILE does not match; 2 JOURNAL is not a journal; 6 a report cannot be written.",
    examples: [
      `${programName} report list.csv.journal`,
      `${programName} report list.csv.journal --report all.csv --html report.html`,
      `${programName} report list.csv.journal --check report.html`,
    ],
  },
  mock: {
    summary: "run a mock HubSpot until Ctrl+C, to practise on",
    about: [
      'Runs a mock HubSpot on 127.0.0.1 until SIGINT (Ctrl+C) or SIGTERM, then exits with 0. The first line on stdout is "listening on http://127.0.0.1:PORT". /__mock/state returns who is out, and each call so far, as JSON.',
    ],
    notes: [
      `Scopes that calls need: ${mockScopes.join(", ")}.`,
      [
        "Faults and their fields; those in brackets are optional:",
        '  rate-limit             "policy": TEN_SECONDLY_ROLLING, SECONDLY or DAILY; ["retryAfter": seconds]',
        '  migration              "retryAfter": seconds',
        '  status                 "status": 200 to 599; "body": json, html or empty; ["when": before or after',
        '                         the work; "retryAfter"; "message", "category": the words of the error]',
        '  reset                  "when": before, after or body',
        '  stall                  "when": before, before-headers or body',
        "  truncate               the answer's JSON ends in the middle",
        '  bad-address            "address"; "answer": 207, 200 or 400; ["named": false; the words]',
        '  latency                "ms"',
        '  envelope               "status": such as PENDING, in place of COMPLETE',
        '  html-200, empty-200    ["when": before or after the work]',
      ],
      'Each also takes ["skip": calls to let pass first; "times": how many calls, or "always"; "address": only calls that hold it; "operation": only calls of that operationId, such as batchUnsubscribeAll; "token": only calls with it].',
    ],
    exitCodes: "0 stopped by a signal, 2 a flag, the file of faults or the port cannot be used.",
    examples: [
      `${programName} mock`,
      `${programName} mock --port 8080 --rate 190/10`,
      `${programName} mock --faults faults.json`,
    ],
    after: [
      "with faults.json:",
      "  [",
      '    { "kind": "rate-limit", "policy": "TEN_SECONDLY_ROLLING", "retryAfter": 2 },',
      '    { "kind": "status", "status": 502, "body": "html", "skip": 3, "times": 2 },',
      '    { "kind": "bad-address", "address": "bad@example.org", "answer": "207" }',
      "  ]",
    ],
  },
  demo: {
    summary: "run a made-up list against an embedded mock HubSpot",
    about: [
      "Starts a mock HubSpot on a free port of this machine, writes a made-up list of addresses into a folder, opts it out with run, and compares the report with what the mock has recorded. On the way there are a rate limit, a failing gateway and a refused address. Nothing leaves this machine.",
    ],
    exitCodes:
      "0 the report matches, 1 it does not, 2 the folder cannot be used, 129, 130 or 143 stopped by SIGHUP, SIGINT or SIGTERM.",
    examples: [`${programName} demo`],
  },
  completion: {
    argument: "SHELL",
    words: ["bash", "zsh", "fish"],
    summary: "print a completion script for bash, zsh or fish",
    about: [
      "Prints a script that lets a shell complete the commands, flags and files of this program with the Tab key. SHELL is bash, zsh or fish.",
    ],
    exitCodes: "0 printed, 2 SHELL is none of these.",
    examples: [
      `eval "$(${programName} completion bash)" # in ~/.bashrc`,
      `eval "$(${programName} completion zsh)" # in ~/.zshrc, behind compinit`,
      `${programName} completion fish > ~/.config/fish/completions/${programName}.fish`,
    ],
  },
};

/** What the help of the program says behind its flags; the lines keep their breaks. */
export const programNotes = `Up to 100 addresses go in a call, which takes Marketing Hub Enterprise. With Free, Starter or
Professional add --route single: one address a call. Later runs of the same journal keep it.

The access token comes from HUBSPOT_ACCESS_TOKEN or from --token-file, never as an argument.
HTTPS_PROXY and NO_PROXY are honoured. Data goes to stdout, all else to stderr.

Exit codes, the first that applies:
  6         the journal, a report or stdout cannot be written
  129, 130, 143
            stopped by SIGHUP (the terminal was closed), SIGINT (Ctrl+C) or SIGTERM
  3         the token, its scopes or the account's tier; verify: no right to read
  5         the network or HubSpot gave up
  4         stopped by a limit or a migration of the account
  2         a wrong command line or list; a journal that another run has open, or of another
            job or account; the question was declined; or HubSpot refuses the request
            whatever the address
  1         some are rejected, unknown, invalid or not confirmed
  0         all are out (apart from duplicates, and what --limit left out)

Examples:
  ${programName} run list.csv --dry-run
  ${programName} run list.csv --route single
  ${programName} run list.csv --business-unit 0
  ${programName} verify list.csv.journal
  ${programName} mock --port 8080
  ${programName} run --help
`;
