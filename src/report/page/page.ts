import { count, number } from "../../text/words.js";
import { evidenceSection } from "./evidence-section.js";
import { failuresSection } from "./failures-section.js";
import type { Failures } from "./failures.js";
import { foreign, markup, type Html } from "./markup.js";
import { outcomePicture } from "./outcome-chart.js";
import { pageEnd, pageStart } from "./page-frame.js";
import { jobSection, nextSection, pageHeader } from "./page-top.js";
import type { ReportSummary } from "./summary.js";
import { throughputPicture } from "./throughput-chart.js";
import { judge } from "./verdict.js";

/** The part before the failures. The page is self-contained, and its policy forbids it to load anything. */
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

/** The failures, and the part after them. */
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

function besides({ blankRows, former = 0, leftOut }: ReportSummary): Html | undefined {
  const notes: Html[] = [];
  if (leftOut !== undefined && leftOut.rows > 0) {
    const were = leftOut.rows === 1 ? "was" : "were";
    notes.push(
      markup`${count(leftOut.rows, "row")} of the list ${were} left out and not sent: only rows with ${foreign(leftOut.where.join(", "))} were meant.`,
    );
  }
  if (blankRows > 0) {
    const are = blankRows === 1 ? "is" : "are";
    notes.push(markup`${count(blankRows, "row")} of the list ${are} blank and not counted here.`);
  }
  if (former > 0) {
    const stand = former === 1 ? "stands" : "stand";
    notes.push(
      markup`${number(former)} more ${stand} in the CSV report without a row: earlier lists of this job had them, and the newest has not.`,
    );
  }
  if (notes.length === 0) return undefined;
  return markup`<p class="note">${notes.map((note) => markup`${note} `)}</p>`;
}
