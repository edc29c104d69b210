import { parseJson } from "../../text/json.js";
import { count, number } from "../../text/words.js";
import type { Evidence } from "../evidence.js";
import { bothMoments, fact } from "./format.js";
import { dataText, foreign, Html, markup } from "./markup.js";

const opening = '<script type="application/json" id="evidence">';

/** The evidence for programs, in the head, so that a check finds it at once. */
export function evidenceData(evidence: Evidence | undefined): Html | undefined {
  if (evidence === undefined) return undefined;
  return new Html(`${opening}${dataText(evidence)}</script>\n`);
}

/** The evidence in a page, as it is written there; `undefined` if there is none. */
export function evidenceIn(page: string): unknown {
  const start = page.indexOf(opening);
  const end = page.indexOf("</script>", start);
  if (start < 0 || end < 0) return undefined;
  return parseJson(page.slice(start + opening.length, end));
}

/** The evidence of the report, for people who must show that it is true and complete. */
export function evidenceSection(evidence: Evidence | undefined): Html | undefined {
  if (evidence === undefined) return undefined;
  const { confirmed, confirmed_by: by, where } = evidence;
  const rows = where.length === 0 ? "all of the list" : where.join(", ");
  return markup`<section aria-labelledby="evidence-title"><h2 id="evidence-title">Evidence</h2>
<dl>
${fact("Agreed to", confirmed === null ? markup`nobody has agreed yet` : bothMoments(Date.parse(confirmed)))}
${by === null ? undefined : fact("By the user", foreign(by))}
${fact("Rows that were meant", foreign(rows))}
${fact("SHA-256 of the list", code(evidence.list_sha256))}
${fact(`SHA-256 of the CSV report (${count(evidence.lines, "line")} below its header)`, code(evidence.csv_sha256))}
${fact("Made from the journal up to byte", markup`${number(evidence.journal_bytes)}<small>What the job has done since is not in here.</small>`)}
</dl>
<p class="note">To hold this page against the journal, also after that has grown:
<code>hubspot-batch-unsubscribe report JOURNAL --check PAGE</code>; to write it anew:
<code>hubspot-batch-unsubscribe report JOURNAL --html PAGE</code></p></section>
`;
}

function code(text: string): Html {
  return markup`<code>${text}</code>`;
}
