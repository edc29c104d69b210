import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { openRegularFile } from "../files/read-file.js";
import type { JournalContents } from "../journal/contents.js";
import { readJournal } from "../journal/open-journal.js";
import { JournalError } from "../journal/journal-error.js";
import { isObject, member, type JsonObject } from "../text/json.js";
import { printable } from "../text/words.js";
import { visibleJson } from "../text/terminal.js";
import {
  evidenceOf,
  reportedOf,
  toEvidenceLine,
  type Evidence,
  type ReportStanding,
} from "./evidence.js";
import { htmlText } from "./html-report.js";
import { toJsonLine } from "./json-line.js";
import { digestOf, lastLine, shortDigest, type LastLine } from "./read-report.js";
import { evidenceIn } from "./page/evidence-section.js";
import { summarise } from "./summarise.js";

/** The result of comparing a report with its journal. */
export interface CheckedReport {
  readonly kind: "page" | "json" | "csv";
  /** What the journal says that the report rests on. */
  readonly evidence: Evidence | undefined;
  /** The differences, in sentences; empty if the report matches. */
  readonly problems: readonly string[];
  /** What could not be held against the journal, in a sentence. */
  readonly unchecked?: string | undefined;
  /** The report matches, but the job has continued since: a report written now has other lines. */
  readonly outdated?: boolean;
}

const noEvidence = {
  evidence: undefined,
  problems: [
    "It does not say which part of the journal it is made from: it is no report of this program, or its end is lost.",
  ],
};

/** Problems that are told of one file. */
const MOST = 20;

/**
 * Holds a report against the journal, as that was when the report was written: a page, the lines of `--json`, or a CSV
 * report, which does not say when it was written and is held against the journal as it is.
 *
 * @throws the system's error where the file cannot be read
 * @throws {JournalError} where the journal cannot be read up to there
 *
 * @example
 * ```ts
 * const { problems } = await checkReport("report.html", "opt-outs.journal");
 * for (const problem of problems) console.error(problem);
 * ```
 */
export async function checkReport(file: string, journal: string): Promise<CheckedReport> {
  const handle = await openRegularFile(file);
  const open = (): Readable => handle.createReadStream({ start: 0, autoClose: false });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1 << 16), 0, 1 << 16, 0);
    const start = buffer.toString("utf8", 0, bytesRead);
    const isPage = start.startsWith("<!doctype html>");
    if (!isPage && !start.startsWith("{")) return await checkCsv(journal, open);
    const checked = isPage
      ? await checkPage(evidenceIn(start), journal, open)
      : await checkLines(await lastLine(open), journal, open);
    const { evidence, problems } = checked;
    if (evidence === undefined || problems.length > 0) return checked;
    const { csv_sha256: now } = await evidenceNow(journal);
    return { ...checked, outdated: now !== evidence.csv_sha256 };
  } finally {
    await handle.close();
  }
}

async function checkPage(
  claimed: unknown,
  path: string,
  open: () => Readable,
): Promise<CheckedReport> {
  if (!isObject(claimed)) return { kind: "page", ...noEvidence };
  const { job, standing, evidence, problems } = await recall(claimed, path);
  if (job === undefined || problems.length > 0) return { kind: "page", evidence, problems };
  const version = versionOf(claimed);
  if (version !== evidence.version) {
    const unchecked = `The page is of version ${version}, and this is ${evidence.version}: its figures were held against the journal, its words were not.`;
    return { kind: "page", evidence, problems, unchecked };
  }
  const expected = createHash("sha256");
  const summary = summarise(job, standing, evidence);
  for await (const text of htmlText(reportedOf(job, standing), summary)) expected.update(text);
  const there = await digestOf(open());
  const fits = expected.digest("hex") === there;
  const problem = "The page is not the one that is written from the journal: it was changed.";
  return { kind: "page", evidence, problems: fits ? [] : [problem] };
}

async function checkLines(
  last: LastLine,
  path: string,
  open: () => Readable,
): Promise<CheckedReport> {
  const claimed = member(last.value, "evidence");
  if (!isObject(claimed)) return { kind: "json", ...noEvidence };
  const { job, standing, evidence, problems: first } = await recall(claimed, path);
  if (job === undefined) return { kind: "json", evidence, problems: first };
  const problems = [...first];
  const version = versionOf(claimed);
  const isOfThis = version === evidence.version;
  // What reads as the evidence could stand beside more, or twice; of another version its members are not known here.
  const whole = isOfThis ? toEvidenceLine(evidence) : JSON.stringify({ evidence: claimed });
  if (problems.length === 0 && visibleJson(last.text) !== visibleJson(whole)) {
    problems.push("Its last line is not the one that is written: it was changed.");
  }
  const expected = new Map<string, number>();
  let missing = 0;
  for await (const part of reportedOf(job, standing)) {
    for (const each of part) {
      const key = shortDigest(toJsonLine(each));
      expected.set(key, (expected.get(key) ?? 0) + 1);
      missing += 1;
    }
  }
  let number = 0;
  for await (const line of createInterface({ input: open(), crlfDelay: Infinity })) {
    number += 1;
    if (number === last.number) continue;
    const left = expected.get(shortDigest(line)) ?? 0;
    if (left > 0) {
      expected.set(shortDigest(line), left - 1);
      missing -= 1;
    } else if (problems.length < MOST) {
      problems.push(`Line ${number} is not what the journal says.`);
    }
  }
  if (missing > 0) problems.push(`Lines of the journal that are not there: ${missing}.`);
  if (isOfThis) return { kind: "json", evidence, problems };
  const others = Object.keys(claimed).filter((name) => !Object.hasOwn(evidence, name));
  const beside = ["version", ...others].join(", ");
  const unchecked = `The last line is of version ${version}, and this is ${evidence.version}: it was held against the journal but for ${printable(beside, 300)}.`;
  return { kind: "json", evidence, problems, unchecked };
}

async function checkCsv(path: string, open: () => Readable): Promise<CheckedReport> {
  const evidence = await evidenceNow(path);
  const fits = (await digestOf(open())) === evidence.csv_sha256;
  const problem =
    "It is not the CSV report that is written from the journal now. If it was written earlier, a page or lines of --json " +
    "from the same time hold its SHA-256 (csv_sha256).";
  return { kind: "csv", evidence, problems: fits ? [] : [problem] };
}

async function evidenceNow(path: string): Promise<Evidence> {
  const job = await readJournal(path);
  return evidenceOf(job, { phase: await job.phase() });
}

interface Recalled {
  /** Undefined where the report names no place of the journal. */
  readonly job: JournalContents | undefined;
  readonly standing: ReportStanding;
  readonly evidence: Evidence;
  readonly problems: readonly string[];
}

/** The job as it was when a report was written, and in what the report's evidence differs from it. */
async function recall(claimed: JsonObject, path: string): Promise<Recalled> {
  const place = member(claimed, "journal_bytes");
  const found = await readUpTo(path, place);
  const job = found ?? (await readJournal(path));
  const ended = member(claimed, "ended");
  const standing: ReportStanding = {
    phase: readPhase(member(claimed, "phase"), job),
    stop: job.standing.stop,
    ended: typeof ended === "string" ? Date.parse(ended) : undefined,
  };
  const evidence = await evidenceOf(job, standing);
  if (found === undefined) {
    const problem = `Its journal_bytes is ${shown(place)}, and no line of the journal ends there.`;
    return { job: found, standing, evidence, problems: [problem] };
  }
  // The version is that of the program that wrote the report, and no part of the journal.
  const told = Object.entries(evidence).filter(([name]) => name !== "version");
  const problems = told
    .filter(([name, value]) => JSON.stringify(member(claimed, name)) !== JSON.stringify(value))
    .map(
      ([name, value]) =>
        `Its ${name} is ${shown(member(claimed, name))}; that of the journal is ${shown(value)}.`,
    );
  if (versionOf(claimed) === "") {
    problems.push(`Its version is ${shown(member(claimed, "version"))}, which is none.`);
  }
  return { job, standing, evidence, problems };
}

/** A journal up to a place; undefined where that is no place in it. */
async function readUpTo(path: string, place: unknown): Promise<JournalContents | undefined> {
  if (!Number.isSafeInteger(place) || Number(place) < 1) return undefined;
  try {
    return await readJournal(path, { upTo: Number(place) });
  } catch (error) {
    // Where it is the journal that is damaged, reading all of it says so.
    if (error instanceof JournalError) return undefined;
    throw error;
  }
}

function shown(value: unknown): string {
  return printable(JSON.stringify(value) ?? "nothing", 300);
}

/** The version of the program that wrote a report; none where what stands there is no version. */
function versionOf(claimed: JsonObject): string {
  const version = member(claimed, "version");
  return typeof version === "string" &&
    /^\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[\w.-]{1,40})?$/.test(version)
    ? version
    : "";
}

/** How the job stood, as far as a report can know it better than the journal up to its place. */
function readPhase(claimed: unknown, job: JournalContents): ReportStanding["phase"] {
  const { phase } = job.standing;
  if (claimed === "killed" && phase === "running") return "killed";
  if (claimed !== "ended" || (phase !== "running" && phase !== "agreed")) return phase;
  // A report of the end is written right before the line that says so.
  const { addresses = 0 } = job.list ?? {};
  const unsent = job.outcomeTotals().outcomes["not-sent"];
  const beyond = Math.max(0, addresses - (job.confirmed?.limit ?? addresses));
  return unsent <= beyond ? "ended" : phase;
}
