import { setTimeout as delay } from "node:timers/promises";
import { at, optOut, readAccount, readBack, type Answer, type Target } from "./api.ts";

/** A question that the documentation leaves open, and what this server says to it. */
export interface Finding {
  readonly question: string;
  readonly answer: string;
}

const patience = 60_000;

/** What only the first calls can tell: the address is read, then opted out, and read until that shows. */
export async function askFirst(target: Target, address: string): Promise<Finding[]> {
  const account = await readAccount(target);
  const before = await readBack(target, address);
  const stranger = await readBack(target, tagged(address));
  const sent = await optOut(target, address, true);
  const soon = isOut(before)
    ? "it was out before, so that nobody can tell"
    : sent.status === 200
      ? await timeToShow(target, address)
      : `it cannot be opted out: status ${sent.status}`;
  return [
    { question: "Does HubSpot tell this token whose it is?", answer: accountOf(account) },
    {
      question: "What does a read say of this address before it is opted out?",
      answer: wideOf(before),
    },
    { question: "And of an address that the account has never seen?", answer: wideOf(stranger) },
    { question: "How soon does a read show an opt-out?", answer: soon },
  ];
}

/** What further calls can tell of an address that is out. */
export async function askAfter(target: Target, address: string): Promise<Finding[]> {
  const quiet = await optOut(target, address, false);
  const loud = await optOut(target, address, true);
  const shouted = await optOut(target, address.toUpperCase(), true);
  return [
    { question: "What does an answer without `verbose` hold?", answer: envelopeOf(quiet) },
    { question: "What reason does a repeat give?", answer: reasonsOf(loud) },
    {
      question: "How is an address in capitals spelled in the answer?",
      answer: spellingOf(shouted, address),
    },
    { question: "Which limit does the account have?", answer: limitOf(loud) },
  ];
}

/** An address that nobody has, but that would reach the same mailbox. */
function tagged(address: string): string {
  return address.replace("@", `+never-seen-${Date.now()}@`);
}

async function timeToShow(target: Target, address: string): Promise<string> {
  const start = performance.now();
  for (;;) {
    const answer = await readBack(target, address);
    const seconds = (performance.now() - start) / 1000;
    if (isOut(answer)) return `within ${seconds.toFixed(1)} s`;
    if (answer.status >= 400) return `it cannot be read: ${answer.status}`;
    if (seconds * 1000 > patience) return `not within ${patience / 1000} s`;
    await delay(1_000);
  }
}

function accountOf({ status, body }: Answer): string {
  if (status !== 200) return `no: status ${status}`;
  const [id, type, zone] = ["portalId", "accountType", "timeZone"].map((name) => at(body, name));
  return `account ${String(id)}, type ${String(type)}, time zone ${String(zone)}`;
}

function isOut(answer: Answer): boolean {
  const statuses = at(answer.body, "results", 0, "wideStatuses");
  return Array.isArray(statuses) && statuses.some((each) => at(each, "status") === "UNSUBSCRIBED");
}

function wideOf({ status, body }: Answer): string {
  const statuses = at(body, "results", 0, "wideStatuses");
  if (status !== 200) return `status ${status}`;
  if (!Array.isArray(statuses)) return "no result for it";
  const told = statuses.map(
    (each) => `${String(at(each, "wideStatusType"))} ${String(at(each, "status"))}`,
  );
  return told.join(", ") || "an empty list of statuses";
}

function envelopeOf({ status, body }: Answer): string {
  const results = at(body, "results");
  if (body === undefined) return `status ${status} without a body`;
  if (!Array.isArray(results)) return `status ${status} without \`results\``;
  const statuses = at(results, 0, "statuses");
  const inside =
    results.length === 0 ? "" : Array.isArray(statuses) ? ", with statuses" : ", without statuses";
  return `status ${status}, ${results.length} results${inside}`;
}

function reasonsOf({ status, body }: Answer): string {
  const statuses = at(body, "results", 0, "statuses");
  if (!Array.isArray(statuses)) return `status ${status}, no statuses`;
  const reasons = statuses.map((each) => String(at(each, "setStatusSuccessReason")));
  return [...new Set(reasons)].join(", ") || "none";
}

function spellingOf({ status, body }: Answer, address: string): string {
  const spelled = at(body, "results", 0, "subscriberIdString");
  if (typeof spelled !== "string") return `status ${status}, no result`;
  if (spelled === address.toUpperCase()) return "as it was sent";
  return spelled === address.toLowerCase() ? "in lower case" : "in another way";
}

function limitOf({ headers }: Answer): string {
  const [calls, window] = ["max", "interval-milliseconds"].map((name) =>
    headers.get(`x-hubspot-ratelimit-${name}`),
  );
  return calls === null || window === null ? "no headers say" : `${calls} calls in ${window} ms`;
}
