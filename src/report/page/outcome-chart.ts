import { outcomeNames, type OutcomeName } from "../../job/job-outcome.js";
import type { JobTotals } from "../../job/totals.js";
import { count, number } from "../../text/words.js";
import { share } from "./format.js";
import { markup, type Html } from "./markup.js";
import { outcomeMeanings } from "./outcome-words.js";

const WIDTH = 1000;
/** The smallest visible width of a share. */
const LEAST = 6;
const GAP = 3;

/** The outcomes as one bar, and as a table that says the same in numbers. */
export function outcomePicture({ entries, outcomes, pending }: JobTotals): Html {
  const there = outcomeNames.filter((name) => outcomes[name] > 0);
  const words = there.map((name) => `${name} ${number(outcomes[name])}`);
  return markup` <svg
      class="bar"
      viewBox="0 0 ${WIDTH} 10"
      preserveAspectRatio="none"
      role="img"
      aria-label="Outcomes of ${count(entries, "entry", "entries")}: ${words.join(", ") || "none"}."
    >
      <title>Outcomes</title>
      ${segments(there, outcomes, entries)}
    </svg>
    <table class="totals">
      <caption class="unseen">
        Entries by outcome
      </caption>
      <thead>
        <tr>
          <th scope="col">Outcome</th>
          <th scope="col" class="number">Entries</th>
          <th scope="col" class="number">Share</th>
        </tr>
      </thead>
      <tbody>
        ${there.map((name) => row(name, outcomes[name], entries))}
        ${pending > 0 ? pendingRow(pending, entries) : undefined}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">All entries</th>
          <td class="number">${number(entries)}</td>
          <td></td>
        </tr>
      </tfoot>
    </table>`;
}

/** A small square in the colour of an outcome. */
export function swatch(name: OutcomeName): Html {
  return markup`<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect class="o-${name}" width="10" height="10" rx="3"/></svg>`;
}

/** Entries without an outcome are the empty space at the end. */
function segments(
  names: readonly OutcomeName[],
  outcomes: JobTotals["outcomes"],
  entries: number,
): Html[] {
  const room = WIDTH - GAP * Math.max(0, names.length - 1) - LEAST * names.length;
  let x = 0;
  return names.map((name) => {
    const width = LEAST + (outcomes[name] / entries) * room;
    const place = markup`x="${x.toFixed(1)}" width="${width.toFixed(1)}"`;
    x += width + GAP;
    return markup`<rect class="o-${name}" ${place} height="10"/>`;
  });
}

function row(name: OutcomeName, entries: number, whole: number): Html {
  return markup`<tr>
    <th scope="row">${swatch(name)}${name}<small>${outcomeMeanings[name]}</small></th>
    <td class="number">${number(entries)}</td>
    <td class="number">${share(entries, whole)}</td>
  </tr>`;
}

function pendingRow(pending: number, whole: number): Html {
  return markup`<tr>
    <th scope="row">no outcome yet<small>The job has not come to it.</small></th>
    <td class="number">${number(pending)}</td>
    <td class="number">${share(pending, whole)}</td>
  </tr>`;
}
