import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { openRegularFile } from "../files/read-file.js";
import type { JournalContents } from "../journal/contents.js";
import { readJournal } from "../journal/open-journal.js";
import { isObject, member, type JsonObject } from "../text/json.js";
import { evidenceOf, reportedOf, type Evidence, type ReportStanding } from "./evidence.js";
import { htmlText } from "./html-report.js";
import { toJsonLine } from "./json-line.js";
import { evidenceIn } from "./page/evidence-section.js";
import { summarise } from "./summarise.js";

/** What a report came to, held against its journal. */
export interface CheckedReport {
  readonly kind: "page" | "json" | "csv";
  /** What the journal says that the report rests on. */
  readonly evidence: Evidence | undefined;
  /** What is wrong with the report, in sentences; nothing where it holds. */
  readonly problems: readonly string[];
  /** What could not be held against the journal, in a sentence. */
  readonly unchecked?: string | undefined;
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
 * @throws JournalError where the journal cannot be read up to there
 */
export async function checkReport(file: string, journal: string): Promise<CheckedReport> {
  const handle = await openRegularFile(file);
  const open = (): Readable => handle.createReadStream({ start: 0, autoClose: false });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1 << 16), 0, 1 << 16, 0);
    const start = buffer.toString("utf8", 0, bytesRead);
    if (start.startsWith("<!doctype html>")) {
      return await checkPage(evidenceIn(start), journal, open);
    }
    if (start.startsWith("{")) return await checkLines(await lastLine(open), journal, open);
    return await checkCsv(journal, open);
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
  if (problems.length > 0) return { kind: "page", evidence, problems };
  const version = member(claimed, "version");
  if (version !== evidence.version) {
    const unchecked = `The page is of version ${String(version)}, and this is ${evidence.version}: its figures were held against the journal, its words were not.`;
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
  claimed: unknown,
  path: string,
  open: () => Readable,
): Promise<CheckedReport> {
  if (!isObject(claimed)) return { kind: "json", ...noEvidence };
  const { job, standing, evidence, problems: first } = await recall(claimed, path);
  const problems = [...first];
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
    const left = expected.get(shortDigest(line)) ?? 0;
    if (left > 0) {
      expected.set(shortDigest(line), left - 1);
      missing -= 1;
    } else if (!line.startsWith('{"evidence":') && problems.length < MOST) {
      problems.push(`Line ${number} is not what the journal says.`);
    }
  }
  if (missing > 0) problems.push(`Lines of the journal that are not there: ${missing}.`);
  return { kind: "json", evidence, problems };
}

async function checkCsv(path: string, open: () => Readable): Promise<CheckedReport> {
  const job = await readJournal(path);
  const evidence = await evidenceOf(job, { phase: await job.phase() });
  const fits = (await digestOf(open())) === evidence.csv_sha256;
  const problem =
    "It is not the CSV report that is written from the journal now. If it was written earlier, a page or lines of --json " +
    "from the same time hold its SHA-256 (csv_sha256).";
  return { kind: "csv", evidence, problems: fits ? [] : [problem] };
}

/** The job as it was when a report was written, and in what the report's evidence differs from it. */
async function recall(claimed: JsonObject, path: string) {
  const place = member(claimed, "journal_bytes");
  const ended = member(claimed, "ended");
  const job = await readJournal(path, { upTo: Number.isSafeInteger(place) ? Number(place) : 0 });
  const standing: ReportStanding = {
    phase: readPhase(member(claimed, "phase"), job),
    stop: job.standing.stop,
    ended: typeof ended === "string" ? Date.parse(ended) : undefined,
  };
  const evidence = await evidenceOf(job, standing);
  // The version is that of the program that wrote the report, and no part of the journal.
  const told = Object.entries(evidence).filter(([name]) => name !== "version");
  const problems = told
    .filter(([name, value]) => JSON.stringify(member(claimed, name)) !== JSON.stringify(value))
    .map(([name, value]) => {
      const says = JSON.stringify(member(claimed, name)) ?? "nothing";
      return `Its ${name} is ${says}; that of the journal is ${JSON.stringify(value)}.`;
    });
  return { job, standing, evidence, problems };
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

async function lastLine(open: () => Readable): Promise<unknown> {
  let last = "";
  for await (const line of createInterface({ input: open(), crlfDelay: Infinity })) last = line;
  try {
    const value: unknown = JSON.parse(last);
    return member(value, "evidence");
  } catch {
    return undefined;
  }
}

async function digestOf(stream: Readable): Promise<string> {
  const hash = createHash("sha256");
  for await (const bytes of stream) hash.update(bytes as Buffer); // a stream without an encoding
  return hash.digest("hex");
}

function shortDigest(line: string): string {
  return createHash("sha256").update(line).digest("base64url").slice(0, 22);
}
