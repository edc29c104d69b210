import { apiVersions, type Route } from "../index.js";
import { isLoopback } from "../node.js";
import { count, number, printable } from "../text/words.js";
import { sendingTime } from "../text/sending-time.js";
import { describeRoute } from "./run/describe-route.js";

/** An entry to be shown as an example. */
export interface ShownEntry {
  readonly row: number | string;
  readonly address: string;
  /** Why it is shown, where that is not said of all of its kind: why it is not sent, or as what. */
  readonly why?: string;
}

/** What is about to be done. */
export interface Plan {
  /** The list as the person named it. */
  readonly list: string;
  /** What was found about the file, in words; see `describeFacts`. */
  readonly reading: readonly string[];
  /** What a person may want to look at, in lines; see `describeReading`. */
  readonly notes: readonly string[];
  /** The first few of the addresses, as they go out. */
  readonly firstAddresses: readonly string[];
  /** Below the header and not blank. */
  readonly rows: number;
  /** From 1; 0 where no row is one. */
  readonly headerRow: number;
  readonly blankRows: number;
  readonly entries: number;
  /** Distinct valid addresses. */
  readonly addresses: number;
  readonly duplicates: number;
  readonly firstDuplicates: readonly ShownEntry[];
  readonly invalid: number;
  readonly firstInvalid: readonly ShownEntry[];
  /** Addresses to be sent that stand in cells with more in them. */
  readonly takenOut: number;
  readonly firstTakenOut: readonly ShownEntry[];
  /** Addresses of the job: all, or those within the limit. */
  readonly sending: number;
  /** How many of these an earlier run has settled. */
  readonly kept: number;
  readonly limit: number | undefined;
  readonly server: string;
  readonly businessUnitId: number | undefined;
  readonly route: Route;
  /** Of the run before, where there was one. */
  readonly routeBefore: Route | undefined;
  readonly dailyReserve: number | undefined;
  readonly apiVersion?: string | undefined;
  /** Of the last run of the job, where that is known. */
  readonly versionBefore?: string | undefined;
}

const takenOut = "taken from cells with other text";

/** What was read, in lines. */
export function describeList(plan: Plan): readonly string[] {
  const apart = [
    ...(plan.headerRow === 0 ? [] : [`the header in row ${number(plan.headerRow)}`]),
    ...(plan.blankRows === 0 ? [] : [`${number(plan.blankRows)} blank`]),
  ];
  const blank = apart.length === 0 ? "" : ` (besides ${apart.join(" and ")})`;
  return [
    `List: ${printable(plan.list, 300)}${plan.reading.length === 0 ? "" : ` (${plan.reading.join(", ")})`}`,
    `  ${count(plan.rows, "row")}${blank}, ${count(plan.entries, "entry", "entries")}, ${count(plan.addresses, "address", "addresses")}`,
    ...describeExamples(plan.duplicates, "duplicate", "duplicates", plan.firstDuplicates),
    ...describeExamples(
      plan.invalid,
      "invalid, never sent",
      "invalid, never sent",
      plan.firstInvalid,
    ),
    ...(plan.invalid > plan.firstInvalid.length
      ? ["    (--dry-run --json gives a line for each)"]
      : []),
    ...(plan.firstAddresses.length === 0
      ? []
      : [`  First: ${plan.firstAddresses.map((address) => printable(address)).join(", ")}`]),
    ...describeExamples(plan.takenOut, takenOut, takenOut, plan.firstTakenOut),
    ...plan.notes,
  ];
}

/** Where it goes and what it does, in lines. */
export function describeSending(plan: Plan): readonly string[] {
  const all = plan.sending === plan.addresses;
  const limit = plan.limit === undefined ? "" : ` (--limit ${plan.limit})`;
  const of = `${all ? "" : ` of ${number(plan.addresses)}`}${limit}`;
  const left = count(plan.sending - plan.kept, "address", "addresses");
  return [
    plan.kept === 0
      ? `To send: ${left}${of}`
      : `To send: ${left}: ${number(plan.sending)}${of}, less ${number(plan.kept)} whose outcome is known`,
    `Server: ${plan.server}${isLoopback(new URL(plan.server).hostname) ? " (practice: this machine, not HubSpot)" : ""}`,
    ...describeVersion(plan),
    describeBrand(plan.businessUnitId),
    ...describeFirstRoute(plan),
    ...describeRoute(plan.route, plan.routeBefore),
    `Time: ${sendingTime(plan.sending - plan.kept, plan)}`,
    "No single call undoes this, and a wrong address is recorded for good.",
  ];
}

/** What the usual route asks for, until it has been taken once, and how long the other one takes. */
function describeFirstRoute({ route, routeBefore, sending, kept, dailyReserve }: Plan): string[] {
  if (route !== "batch" || routeBefore !== undefined) return [];
  const other = sendingTime(sending - kept, { route: "single", dailyReserve });
  return [
    "Route: batch, up to 100 addresses a call; HubSpot asks for Marketing Hub Enterprise.",
    `  With Free, Starter or Professional: --route single, ${other}.`,
  ];
}

/** The version of the API, where it is not the usual one or not that of before. */
function describeVersion({ apiVersion = apiVersions[0], versionBefore }: Plan): readonly string[] {
  const changes = versionBefore !== undefined && versionBefore !== apiVersion;
  if (!changes && apiVersion === apiVersions[0]) return [];
  return [
    `API version: ${apiVersion}${changes ? `; the run before used ${printable(versionBefore)}` : ""}`,
  ];
}

/** Which brand a job is for, and what is left open without one. */
function describeBrand(businessUnitId: number | undefined): string {
  return businessUnitId === undefined
    ? "Brand: none named (--business-unit ID). With the Brands add-on, other brands may still mail."
    : `Brand: ${businessUnitId}${businessUnitId === 0 ? " (the account's default brand)" : ""}. Other brands may still mail.`;
}

/** How many there are of a kind, and the first few of them, in lines. */
export function describeExamples(
  total: number,
  one: string,
  many: string,
  first: readonly ShownEntry[],
): readonly string[] {
  if (total === 0) return [];
  const lines = first.map(({ row, address, why }) => {
    const typed = address.trim() === "" ? "" : `: ${printable(address)}`;
    return `    row ${row}${typed}${why === undefined ? "" : ` (${printable(why)})`}`;
  });
  const rest = total - first.length;
  return [
    `  ${number(total)} ${total === 1 ? one : many}${first.length === 0 ? "" : ":"}`,
    ...lines,
    ...(rest > 0 && lines.length > 0 ? [`    and ${number(rest)} more`] : []),
  ];
}
