import { number } from "../../text/words.js";
import { bothMoments, duration, fact } from "./format.js";
import { foreign, markup, type Html } from "./markup.js";
import type { RecordedReadBack } from "../../journal/facts.js";
import type { ReportSummary } from "./summary.js";
import { isPractice, type Verdict } from "./verdict.js";

/** The part for people who read nothing else. */
export function pageHeader({ origin }: ReportSummary, verdict: Verdict): Html {
  const practice = markup`<p class="practice">This was practice: the server is a test server on the computer
that ran the job. Nothing was changed at HubSpot.</p>
`;
  return markup`<header class="tone-${verdict.tone}">
<p class="kind">Opt-out report <span class="mark">${verdict.badge}</span></p>
<h1>${verdict.headline}</h1>
<p class="ended">${foreign(verdict.ended)}${verdict.inFull === undefined ? undefined : markup`<small>In full: ${foreign(verdict.inFull)}</small>`}</p>
${isPractice(origin) ? practice : undefined}</header>`;
}

/** What to do now. */
export function nextSection({ steps, otherRoute }: Verdict): Html {
  const list = steps.map((step) => markup`<li>${step}</li>`);
  if (otherRoute !== undefined) {
    const { text, command } = otherRoute;
    list.push(markup`<li>${text} <code>${foreign(command)}</code></li>`);
  }
  return markup`<section aria-labelledby="next"><h2 id="next">What to do next</h2>
${list.length === 0 ? markup`<p>Nothing is left to do.</p>` : markup`<ul>${list}</ul>`}</section>`;
}

/** Which list went where, and when. */
export function jobSection(summary: ReportSummary): Html {
  const { listName, origin, account, apiVersion, businessUnitId, started, ended } = summary;
  const { runs = [], routes = [], version, readBack } = summary;
  const took = started === undefined || ended === undefined ? undefined : ended - started;
  return markup`<section aria-labelledby="about"><h2 id="about">The job</h2>
<dl>
${fact("List", foreign(listName))}
${fact("Server", foreign(origin))}
${account === undefined ? undefined : fact("Account", accountOf(account))}
${fact("Brand", brand(businessUnitId))}
${apiVersion === undefined ? undefined : fact("API version", foreign(apiVersion))}
${routes.length === 0 ? undefined : fact("Route", markup`${routes.map((name) => routeWords[name] ?? name).join(", then ")}`)}
${started === undefined ? undefined : fact("Started", bothMoments(started))}
${ended === undefined ? undefined : fact("Ended", bothMoments(ended))}
${took === undefined ? undefined : fact("Duration, with pauses", markup`${duration(took)}`)}
${started === undefined ? undefined : fact("Read back", readBack === undefined ? notReadBack : readBackWords(readBack))}
${runs.length === 0 ? undefined : fact(runs.length === 1 ? "Run by" : `Run ${number(runs.length)} times, last by`, runner(runs.at(-1)))}
${fact("Program", markup`hubspot-batch-unsubscribe ${version}`)}
</dl></section>`;
}

const notReadBack = markup`no
<small>HubSpot has not been asked since whether it shows the addresses as out; the command verify asks.</small>`;

function readBackWords({
  at,
  confirmed,
  notConfirmed,
  unconfirmable,
  unknown,
}: RecordedReadBack): Html {
  const parts = [
    `${number(confirmed)} confirmed as out`,
    ...(notConfirmed === 0 ? [] : [`${number(notConfirmed)} shown as not out`]),
    ...(unconfirmable === 0 ? [] : [`${number(unconfirmable)} not told by HubSpot`]),
  ];
  const found = unknown?.confirmed ?? 0;
  const doubt =
    found === 0
      ? ""
      : ` Of those who are confirmed, ${number(found)} ${found === 1 ? "has" : "have"} the outcome unknown.`;
  return markup`${bothMoments(at)}
<small>${parts.join(", ")}.${doubt}</small>`;
}

const routeWords: Readonly<Record<string, string>> = {
  batch: "batches of addresses (batch)",
  single: "one address at a time (single)",
};

function accountOf({ id, verified }: NonNullable<ReportSummary["account"]>): Html {
  return verified
    ? markup`${id}`
    : markup`${id} <small>As stated by whoever sent it; HubSpot did not tell.</small>`;
}

/** The user who ran the job, and the computer. */
function runner(run: NonNullable<ReportSummary["runs"]>[number] | undefined): Html {
  const { user, host = "" } = run ?? {};
  return user === undefined
    ? markup`somebody on ${foreign(host)}`
    : markup`${foreign(user)} on ${foreign(host)}`;
}

function brand(id: number | undefined): Html {
  if (id === undefined) {
    return markup`none named
<small>If the account has several brands, some of them may still send mail.</small>`;
  }
  return markup`${id}${id === 0 ? " (the account's default brand)" : ""}
<small>Other brands of the account may still send mail.</small>`;
}
