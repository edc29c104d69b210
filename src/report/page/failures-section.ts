import { describeOutcome } from "../../job/describe-outcome.js";
import { count, number } from "../../text/words.js";
import type { Failure, Failures, ReasonCount } from "./failures.js";
import { foreign, foreignAddress, markup, type Html } from "./markup.js";
import { swatch } from "./outcome-chart.js";
import { failureNames } from "./outcome-words.js";

/** The failures by reason, and one by one in a table that can be searched. */
export function* failuresSection(failures: Failures): Generator<Html, void, undefined> {
  yield markup`<section aria-labelledby="failures"><h2 id="failures">Failures</h2>
`;
  if (failures.total === 0) {
    yield markup`<p>None: no address was rejected, left unknown, not sent or found invalid.</p></section>
`;
    return;
  }
  yield markup`<table class="reasons">
<caption class="unseen">Failures by reason</caption>
<thead><tr><th scope="col">Why</th><th scope="col" class="number">Entries</th></tr></thead>
<tbody>${failures.reasons.map(reasonRow)}</tbody>
</table>
<h3>One by one</h3>
${rest(failures)}<form class="search" role="search" hidden>
<label>Search <input type="search" id="words" autocomplete="off" spellcheck="false"></label>
<label>Outcome <select id="outcome"><option value="">All</option>${choices(failures)}</select></label>
<output id="found" for="words outcome"></output>
</form>
<p id="printed" class="note printed"></p>
<table class="failures" id="rows">
<caption class="unseen">Failures one by one</caption>
<thead><tr><th scope="col" class="number">Row</th><th scope="col">Address</th><th scope="col">What happened</th></tr></thead>
<tbody>
`;
  for (const failure of failures.shown) yield row(failure);
  yield markup`</tbody>
</table>
<p id="none" class="note" hidden>No failure has these words.</p>
<p><button type="button" id="more" hidden>Show more</button></p></section>
`;
}

function reasonRow({ outcome, words, entries }: ReasonCount): Html {
  return markup`<tr><td>${badge(outcome)} ${foreign(words)}</td><td class="number">${number(entries)}</td></tr>
`;
}

function rest({ shown, total }: Failures): Html | undefined {
  if (shown.length === total) return undefined;
  return markup`<p class="note" id="rest">Here are ${number(shown.length)} of ${count(total, "failure")}, some of each
outcome. All of them are in the CSV report, and here in a browser that may run this page's script.</p>
`;
}

function choices({ shown }: Failures): Html[] {
  return failureNames
    .filter((name) => shown.some(({ outcome }) => outcome === name))
    .map((name) => markup`<option>${name}</option>`);
}

function row(failure: Failure): Html {
  const { address, outcome } = failure;
  const sent = "sent" in failure && failure.sent !== address ? failure.sent : undefined;
  const asSent =
    sent === undefined ? undefined : markup`<small>sent as ${foreignAddress(sent)}</small>`;
  return markup`<tr data-outcome="${outcome}"><td class="number">${foreign(String(failure.row ?? ""))}</td>
<td class="address">${foreignAddress(address)}${asSent}</td>
<td>${badge(outcome)} ${foreign(describeOutcome(failure))}${reference(failure)}</td></tr>
`;
}

function reference(failure: Failure): Html | undefined {
  const id = "correlationId" in failure ? failure.correlationId : undefined;
  if (id === undefined || id === "") return undefined;
  return markup`<small>Reference for HubSpot's support: ${foreign(id)}</small>`;
}

function badge(name: Failure["outcome"]): Html {
  return markup`<span class="badge">${swatch(name)}${name}</span>`;
}
