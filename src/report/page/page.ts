import { count, number } from "../../text/words.js";
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

/** What stands before the failures; the page stands by itself, and is forbidden to load anything. */
export function* pageTop(summary: ReportSummary): Generator<string, void, undefined> {
  const verdict = judge(summary);
  yield pageStart(summary).text;
  yield markup`${pageHeader(summary, verdict)}
<main>
${nextSection(verdict)}
${jobSection(summary)}
<section aria-labelledby="outcomes"><h2 id="outcomes">Outcomes</h2>
${outcomePicture(summary.totals)}
${besides(summary)}</section>
<section aria-labelledby="time"><h2 id="time">Addresses over time</h2>
${throughputPicture(summary.throughput)}</section>
`.text;
}

/** The failures, and what stands behind them. */
export function* pageRest(
  summary: ReportSummary,
  failures: Failures,
): Generator<string, void, undefined> {
  const { totals, former = 0 } = summary;
  for (const part of failuresSection(failures)) yield part.text;
  yield markup`${evidenceSection(summary.evidence)}</main>
<footer>
<p>An entry is one address of one row; the header of a list, if it has one, is row 1. The CSV report
holds all ${count(totals.entries + former, "entry", "entries")}.</p>
<p>This page holds e-mail addresses: keep it as safe as the list. Written by
hubspot-batch-unsubscribe ${summary.version}; it loads nothing and sends nothing.</p>
</footer>
${pageEnd()}`.text;
}

function besides({ blankRows, former = 0 }: ReportSummary): Html | undefined {
  const notes: string[] = [];
  if (blankRows > 0) {
    notes.push(
      `${count(blankRows, "row")} of the list ${blankRows === 1 ? "is" : "are"} blank and not counted here.`,
    );
  }
  if (former > 0) {
    notes.push(
      `${number(former)} more ${former === 1 ? "stands" : "stand"} in the CSV report without a row: earlier lists of this job had them, and the newest has not.`,
    );
  }
  if (notes.length === 0) return undefined;
  return markup`<p class="note">${notes.join(" ")}</p>`;
}
