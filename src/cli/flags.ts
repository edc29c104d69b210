import { apiVersions } from "../index.js";

/** The commands that take flags, in the order in which the help lists them. */
export const commandNames = [
  "run",
  "retry",
  "verify",
  "report",
  "mock",
  "demo",
  "completion",
] as const;

export type CommandName = (typeof commandNames)[number];

/** Flags without a command: `hubspot-batch-unsubscribe --version`. */
export const program = "program";

export interface Flag {
  readonly short?: string;
  /** The name of its value in the help; a flag without one takes no value. FILE and FOLDER are completed as such. */
  readonly value?: string;
  /** Values to suggest. */
  readonly values?: readonly string[];
  readonly repeatable?: true;
  /** The default, for the help. It must agree with the code that uses the flag. */
  readonly default?: string;
  readonly commands: readonly (CommandName | typeof program)[];
  /** What it does, as the help says it; one text for each command if they differ. */
  readonly text: string | Readonly<Partial<Record<CommandName | typeof program, string>>>;
}

const server = ["run", "retry", "verify"] as const;
const reading = ["run", "verify"] as const;
const sending = ["run", "retry"] as const;
const reporting = ["run", "retry", "report"] as const;

/**
 * Every flag of every command, once. Parsing, the help, the suggestions and the page in `docs/` are made from it.
 */
export const flags = {
  "dry-run": {
    commands: ["run"],
    text: "only read and check, and show what would be sent besides what is in the journal; writes and sends nothing, needs no token",
  },
  "business-unit": {
    value: "ID",
    commands: server,
    text: {
      run: "the brand, 0 for the default one; without it none is named, and with the Brands add-on others may still mail",
      retry: "checked against the journal's",
      verify: "the brand (with a journal: checked against the journal's)",
    },
  },
  route: {
    value: "ROUTE",
    values: ["batch", "single"],
    default: "of the last run, else batch",
    commands: server,
    text: "batch (Marketing Hub Enterprise) or single (any tier): one address a call; each stands in a URL",
  },
  limit: {
    value: "N",
    commands: ["run"],
    text: "send only the first N distinct valid addresses of the list",
  },
  again: {
    commands: ["run"],
    text: "send settled addresses once more, for instance because people have opted in again since",
  },
  "same-job": {
    commands: ["run"],
    text: "treat LIST as the journal's list, even if fewer than half of the settled addresses are on it",
  },
  column: {
    value: "NAME",
    repeatable: true,
    commands: reading,
    text: "a column with addresses, by its name or number; may be repeated",
  },
  where: {
    value: "COLUMN=VALUE",
    repeatable: true,
    commands: reading,
    text: "only these rows; also COLUMN!=VALUE, COLUMN= (empty), COLUMN!= (filled); of one column any, of several columns all must hold",
  },
  "all-rows": {
    commands: reading,
    text: "every row, whatever a column says about consent, also hidden rows",
  },
  sheet: {
    value: "NAME",
    default: "the first",
    commands: reading,
    text: "the sheet of a workbook",
  },
  member: { value: "NAME", commands: reading, text: "the file in a zip archive" },
  separator: {
    value: "CHAR",
    values: ["comma", "semicolon", "tab", "pipe", "space"],
    commands: reading,
    text: "what separates cells: a character, or comma, semicolon, tab, pipe, space",
  },
  "header-row": { value: "N", commands: reading, text: "the row with the names of the columns" },
  encoding: {
    value: "NAME",
    default: "detected: UTF-8 or UTF-16",
    commands: reading,
    text: "the encoding of the file, such as windows-1252",
  },
  yes: {
    short: "y",
    commands: sending,
    text: "do not ask; required without a terminal",
  },
  expect: {
    value: "N",
    commands: sending,
    text: "send nothing unless exactly N addresses would be sent",
  },
  json: {
    commands: ["run", "retry", "verify", "report"],
    text: {
      run: "a line of JSON for each entry on stdout",
      retry: "a line of JSON for each entry on stdout",
      verify: "a line of JSON for each address on stdout",
      report: "a line of JSON for each entry on stdout",
    },
  },
  journal: {
    value: "FILE",
    default: "LIST.journal, with --member LIST.MEMBER.journal; in practice LIST.practice.journal",
    commands: ["run"],
    text: "the journal; required with stdin",
  },
  report: {
    value: "FILE",
    default: "beside the journal, as LIST.report.csv",
    commands: reporting,
    text: "the report as CSV",
  },
  check: {
    value: "FILE",
    commands: ["report"],
    text: "write nothing; compare FILE (a page, lines of --json or a CSV report) with the journal as it was when FILE was written",
  },
  html: { value: "FILE", commands: reporting, text: "also write the report as a web page" },
  account: {
    value: "ID",
    commands: server,
    text: "the account, by its number: a token of another is refused; where HubSpot does not tell, your word counts",
  },
  "api-version": {
    value: "VERSION",
    default: apiVersions[0],
    commands: server,
    text: `the version of HubSpot's API: ${apiVersions.join(" or ")}`,
  },
  "base-url": {
    value: "URL",
    default: "https://api.hubapi.com",
    commands: server,
    text: "the server; http: only on loopback",
  },
  "token-file": {
    value: "FILE",
    default: "the variable HUBSPOT_ACCESS_TOKEN",
    commands: server,
    text: "read the token from FILE, again for each call",
  },
  "max-wait": {
    value: "S",
    default: "300",
    commands: server,
    text: "stop if HubSpot asks to wait longer than S seconds",
  },
  "daily-reserve": {
    value: "PERCENT",
    default: "10",
    commands: server,
    text: "leave this much of the account's daily calls to its other apps",
  },
  port: { value: "N", default: "a free one", commands: ["mock"], text: "the port" },
  token: {
    value: "T",
    default: "mock-token",
    commands: ["mock"],
    text: "the token that it accepts; never a real one",
  },
  rate: {
    value: "CALLS/SECONDS",
    default: "none",
    commands: ["mock"],
    text: "a rolling limit, with HubSpot's 429 and headers",
  },
  "read-lag": {
    value: "SECONDS",
    default: "0",
    commands: ["mock"],
    text: "how long after an opt-out a read begins to show it",
  },
  scopes: {
    value: "LIST",
    default: "all",
    commands: ["mock"],
    text: "the scopes of the token, separated by commas",
  },
  cap: {
    value: "N",
    default: "no cap",
    commands: ["mock"],
    text: "the most addresses that a call may hold",
  },
  faults: {
    value: "FILE",
    commands: ["mock"],
    text: "a JSON list of faults, in order",
  },
  log: {
    commands: ["mock"],
    text: "a line on stderr for each call: time, operation, number of addresses, status",
  },
  folder: {
    value: "FOLDER",
    default: "demo",
    commands: ["demo"],
    text: "where the list, the journal and the reports go",
  },
  quiet: {
    short: "q",
    commands: ["run", "retry", "verify", "report"],
    text: "print nothing while all is well: no summary (except with a question), no progress, no closing lines",
  },
  help: {
    short: "h",
    commands: [program, ...commandNames],
    text: {
      program: "this help; after a command, that command's",
      ...Object.fromEntries(commandNames.map((name) => [name, "this help"])),
    },
  },
  version: { short: "V", commands: [program], text: "the version" },
} as const satisfies Readonly<Record<string, Flag>>;
