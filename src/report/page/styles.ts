/** The styles of the page: light or dark as the reader prefers, also for phones and paper. */
export const styles = `
:root {
  color-scheme: light dark;
  --paper: #f6f7f9; --card: #fff; --ink: #1b2330; --soft: #566072; --line: #dfe3ea; --focus: #1d5fd1;
  --good: #17734a; --attention: #9a5700; --stopped: #b3261e; --rate: #3b6fd4;
  --unsubscribed: #17734a; --already: #4d9e7b; --rejected: #c9372c; --unknown: #c97f00;
  --not-sent: #6b7fa3; --invalid: #8a4fb8; --duplicate: #8b94a4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12161d; --card: #1b212b; --ink: #e9edf3; --soft: #a3adbd; --line: #323b49; --focus: #8ab4ff;
    --good: #5fd3a0; --attention: #f0b455; --stopped: #ff8f85; --rate: #7ba7f7;
    --unsubscribed: #3fae7d; --already: #327a5c; --rejected: #f0665b; --unknown: #eaa93c;
    --not-sent: #8798ba; --invalid: #b57fe0; --duplicate: #667186;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 62rem; padding: 2rem 1.25rem 3rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
header { border-left: .35rem solid var(--tone); padding: .1rem 0 .1rem 1.25rem; margin-bottom: 1.75rem; }
.tone-good { --tone: var(--good); }
.tone-attention { --tone: var(--attention); }
.tone-stopped { --tone: var(--stopped); }
.kind { margin: 0; color: var(--soft); display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; }
.mark { color: var(--tone); font-weight: 600; }
h1 { margin: .25rem 0 .5rem; font-size: clamp(1.6rem, 5vw, 2.4rem); line-height: 1.15; letter-spacing: -.015em; text-wrap: balance; }
.ended { margin: 0; max-width: 46rem; overflow-wrap: anywhere; }
.practice { margin: .75rem 0 0; font-weight: 600; }
section { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.1rem 1.25rem 1.25rem; margin: 0 0 1rem; }
h2 { margin: 0 0 .75rem; font-size: 1.1rem; }
h3 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
section > p { margin: 0 0 .5rem; }
section > :last-child { margin-bottom: 0; }
dl + .note { margin-top: .75rem; }
.ended small { margin-top: .4rem; }
ul { margin: 0; padding-left: 1.2rem; }
li + li { margin-top: .35rem; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr)); gap: .75rem 1.5rem; margin: 0; }
dt { color: var(--soft); font-size: .875rem; }
dd { margin: 0; overflow-wrap: anywhere; }
small { display: block; color: var(--soft); font-size: .875rem; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); font-size: .875rem; padding: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem .45rem 0; border-top: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-top: 0; color: var(--soft); font-weight: 400; font-size: .875rem; }
tbody th { font-weight: 400; }
tfoot th, tfoot td { font-weight: 600; }
.number { text-align: right; white-space: nowrap; }
.totals small { padding-left: 1.2em; }
.failures .number { width: 1%; color: var(--soft); }
.address { width: 36%; overflow-wrap: anywhere; }
.failures td:last-child, .reasons td:first-child { overflow-wrap: anywhere; }
.badge { font-weight: 600; white-space: nowrap; margin-right: .25rem; }
.point { border: 1px solid var(--soft); border-radius: .25rem; padding: 0 .2rem; font-size: .75em; white-space: nowrap; }
.swatch { width: .75em; height: .75em; margin-right: .45em; }
.bar { display: block; background: var(--line); width: 100%; height: 1.75rem; border-radius: .4rem; margin-bottom: 1rem; }
.o-unsubscribed { fill: var(--unsubscribed); } .o-already-unsubscribed { fill: var(--already); }
.o-rejected { fill: var(--rejected); } .o-unknown { fill: var(--unknown); } .o-not-sent { fill: var(--not-sent); }
.o-invalid { fill: var(--invalid); } .o-duplicate { fill: var(--duplicate); }
.plot { display: grid; grid-template-columns: auto 1fr; gap: .35rem .6rem; }
.chart { display: block; width: 100%; height: 10rem; }
.y-axis, .x-axis { display: flex; justify-content: space-between; margin: 0; color: var(--soft); font-size: .8rem; font-variant-numeric: tabular-nums; }
.y-axis { flex-direction: column; text-align: right; line-height: 1; }
.x-axis { grid-column: 2; }
.rate { fill: var(--rate); }
.grid, .pause { stroke: var(--line); stroke-width: 1px; vector-effect: non-scaling-stroke; }
.pause { stroke: var(--soft); stroke-dasharray: 4 4; }
.key { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1.5rem; }
.note { color: var(--soft); font-size: .875rem; }
.printed { display: none; }
code { font-size: .875em; overflow-wrap: anywhere; }
button { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--soft); border-radius: .4rem; padding: .4rem .9rem; min-height: 2.5rem; cursor: pointer; }
button[hidden] { display: none; }
button.sort { border: 0; padding: 0; min-height: 1.5rem; background: none; color: inherit; text-decoration: underline dotted; text-underline-offset: .2em; }
[aria-sort="ascending"] button::after { content: " \\2191" / ""; }
[aria-sort="descending"] button::after { content: " \\2193" / ""; }
summary { cursor: pointer; width: fit-content; }
.search { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; margin: .5rem 0 .75rem; }
.search[hidden] { display: none; }
.search label { color: var(--soft); font-size: .875rem; }
.search label:first-child { flex: 1 1 14rem; }
input, select {
  display: block; width: 100%; font: inherit; font-size: 1rem; color: var(--ink); background: var(--paper);
  border: 1px solid var(--soft); border-radius: .4rem; padding: .4rem .6rem; min-height: 2.5rem;
}
output { color: var(--soft); font-size: .875rem; padding-bottom: .55rem; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
footer { color: var(--soft); font-size: .875rem; padding: .5rem 1.25rem 0; }
footer p { margin: 0 0 .5rem; }
.unseen { position: absolute; width: 1px; height: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 40rem) {
  body { padding: 1.25rem .75rem 2rem; }
  section { padding: .9rem .9rem 1rem; }
  header { padding-left: .9rem; }
  .x-axis :nth-child(even):not(:last-child) { display: none; }
  .failures th, .failures td { padding-right: .5rem; }
  .address { width: 50%; }
  .failures .badge { display: block; }
}
@media print {
  :root {
    color-scheme: light; --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #ccc;
    --good: #17734a; --attention: #9a5700; --stopped: #b3261e; --rate: #3b6fd4;
    --unsubscribed: #17734a; --already: #4d9e7b; --rejected: #c9372c; --unknown: #c97f00;
    --not-sent: #6b7fa3; --invalid: #8a4fb8; --duplicate: #8b94a4;
  }
  .printed { display: block; }
  body { max-width: none; padding: 0; background: none; font-size: .85rem; }
  section { border: 0; padding: 0; break-inside: auto; }
  header, .bar, .chart, tr, dl { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .search, details, #more { display: none; }
  button.sort { text-decoration: none; }
}
`;
