import { count } from "../../text/words.js";
import { evidenceSection } from "./evidence-section.js";
import { failuresSection } from "./failures-section.js";
import type { Failures } from "./failures.js";
import { markup, type Html } from "./markup.js";
import { outcomePicture } from "./outcome-chart.js";
import { pageEnd, pageStart } from "./page-frame.js";
import { jobSection, nextSection, pageHeader } from "./page-top.js";
import type { ReportSummary } from "./summary.js";
import { throughputPicture } from "./throughput-chart.js";
import { judge } from "./verdict.js";

/** The page in pieces; it stands by itself, and is forbidden to load anything. */
export function* page(
  summary: ReportSummary,
  failures: Failures,
): Generator<string, void, undefined> {
  const verdict = judge(summary);
  const { totals } = summary;
  yield pageStart(summary).text;
  yield markup`${pageHeader(summary, verdict)}
<main>
${nextSection(verdict)}
${jobSection(summary)}
<section aria-labelledby="outcomes"><h2 id="outcomes">Outcomes</h2>
${outcomePicture(totals)}
${blankRows(summary)}</section>
<section aria-labelledby="time"><h2 id="time">Addresses over time</h2>
${throughputPicture(summary.throughput)}</section>
`.text;
  for (const part of failuresSection(failures)) yield part.text;
  yield markup`${evidenceSection(summary.evidence)}</main>
<footer>
<p>An entry is one address of one row; the header of a list, if it has one, is row 1. The CSV report
holds all ${count(totals.entries, "entry", "entries")}.</p>
<p>This page holds e-mail addresses: keep it as safe as the list. Written by
hubspot-batch-unsubscribe ${summary.version}; it loads nothing and sends nothing.</p>
</footer>
${pageEnd()}`.text;
}

function blankRows({ blankRows }: ReportSummary): Html | undefined {
  if (blankRows === 0) return undefined;
  return markup`<p class="note">${count(blankRows, "row")} of the list ${blankRows === 1 ? "is" : "are"} blank
and not counted here.</p>`;
}
