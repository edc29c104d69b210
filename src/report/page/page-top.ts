import { duration, fact, moment } from "./format.js";
import { foreign, markup, type Html } from "./markup.js";
import type { ReportSummary } from "./summary.js";
import { isPractice, type Verdict } from "./verdict.js";

/** What somebody reads who reads nothing else. */
export function pageHeader({ origin }: ReportSummary, verdict: Verdict): Html {
  const practice = markup`<p class="practice">This was practice: the server is a test server on the computer
that ran the job. Nothing was changed at HubSpot.</p>
`;
  return markup`<header class="tone-${verdict.tone}">
<p class="kind">Opt-out report <span class="mark">${verdict.badge}</span></p>
<h1>${verdict.headline}</h1>
<p class="ended">${foreign(verdict.ended)}</p>
${isPractice(origin) ? practice : undefined}</header>`;
}

/** What to do now. */
export function nextSection({ steps }: Verdict): Html {
  const list = steps.map((step) => markup`<li>${step}</li>`);
  return markup`<section aria-labelledby="next"><h2 id="next">What to do next</h2>
${list.length === 0 ? markup`<p>Nothing is left to do.</p>` : markup`<ul>${list}</ul>`}</section>`;
}

/** Which list went where, and when. */
export function jobSection(summary: ReportSummary): Html {
  const { listName, origin, account, apiVersion, businessUnitId, started, ended } = summary;
  const took = started === undefined || ended === undefined ? undefined : ended - started;
  return markup`<section aria-labelledby="about"><h2 id="about">The job</h2>
<dl>
${fact("List", foreign(listName))}
${fact("Server", foreign(origin))}
${account === undefined ? undefined : fact("Account", accountOf(account))}
${fact("Brand", brand(businessUnitId))}
${apiVersion === undefined ? undefined : fact("API version", foreign(apiVersion))}
${started === undefined ? undefined : fact("Started", moment(started))}
${ended === undefined ? undefined : fact("Ended", moment(ended))}
${took === undefined ? undefined : fact("Took", markup`${duration(took)}`)}
</dl></section>`;
}

function accountOf({ id, verified }: NonNullable<ReportSummary["account"]>): Html {
  return verified
    ? markup`${id}`
    : markup`${id} <small>As stated by whoever sent it; HubSpot did not tell.</small>`;
}

function brand(id: number | undefined): Html {
  if (id === undefined) {
    return markup`none named
<small>If the account has several brands, some of them may still send mail.</small>`;
  }
  return markup`${id}${id === 0 ? " (the account's default brand)" : ""}
<small>Other brands of the account may still send mail.</small>`;
}
