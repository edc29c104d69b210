import { expect, test } from "vitest";

import { checkEvidence, type Evidence } from "./check-evidence.js";

const head = `{"journal":1,"origin":"http://127.0.0.1:1"}`;
const lines = [
  head,
  `{"list":"start","name":"l","digest":"d"}`,
  `{"row":2,"address":"A@example.com","sent":"a@example.com"}`,
  `{"row":3,"address":"b@example.com"}`,
  `{"row":4,"address":"a@example.com","duplicateOf":2}`,
  `{"row":5,"address":"c@example.com"}`,
  `{"list":"end"}`,
  `{"confirmed":"now"}`,
  `{"call":1,"purpose":"first","entries":"0-1,3"}`,
  `{"outcome":"unsubscribed","entries":"0-1"}`,
  `{"call":2,"purpose":"alone","entries":"3"}`,
  `{"outcome":"rejected","entries":"3"}`,
  `{"end":"now","totals":{"outcomes":{"unsubscribed":2,"rejected":1,"duplicate":1}}}`,
];
const report = [
  "row,address,sent,outcome,reason,time,correlation_id",
  "2,A@example.com,a@example.com,unsubscribed,,,",
  "3,b@example.com,b@example.com,unsubscribed,,,",
  "4,a@example.com,,duplicate,,,",
  "5,c@example.com,c@example.com,rejected,,,",
];
const good: Evidence = {
  list: ["A@example.com", "b@example.com", "a@example.com", "c@example.com"],
  journal: text(lines),
  report: text(report),
  out: ["a@example.com", "b@example.com"],
  outBefore: [],
  received: [
    { addresses: ["c@example.com"], done: false },
    { addresses: ["a@example.com", "b@example.com", "c@example.com"], done: true },
  ],
};

function text(of: readonly string[]): string {
  return `${of.join("\n")}\n`;
}

function without(of: readonly string[], index: number): string {
  return text(of.filter((_, at) => at !== index));
}

function replaced(of: readonly string[], index: number, line: string): string {
  return text(of.map((each, at) => (at === index ? line : each)));
}

test("what fits together is let pass", () => {
  expect(checkEvidence(good)).toEqual([]);
});

test.each<[string, Partial<Evidence>]>([
  ["a row lost from the report", { report: without(report, 2) }],
  ["a row twice in the report", { report: text([...report, report[4] ?? ""]) }],
  ["rows in another order", { report: text([0, 2, 1, 3, 4].map((at) => report[at] ?? "")) }],
  ["an entry lost from the journal", { journal: without(lines, 3) }],
  ["a claim that the server does not know of", { out: ["a@example.com"] }],
  ["somebody out who was never on the list", { out: [...good.out, "d@example.com"] }],
  [
    "somebody said to have been out before who was not",
    { report: replaced(report, 2, "3,b@example.com,b@example.com,already-unsubscribed,,,") },
  ],
  ["somebody out who is said to be rejected", { out: [...good.out, "c@example.com"] }],
  [
    "something settled that is sent again",
    { journal: replaced(lines, 10, `{"call":2,"purpose":"again","entries":"1,3"}`) },
  ],
  [
    "a duplicate that is sent",
    { journal: replaced(lines, 10, `{"call":2,"purpose":"alone","entries":"2-3"}`) },
  ],
  ["a call without a record", { journal: without(lines, 10) }],
  [
    "totals that do not add up",
    { report: replaced(report, 4, "5,c@example.com,c@example.com,unknown,,,") },
  ],
  ["a torn end", { journal: good.journal.slice(0, -3) }],
  ["a line that is no JSON", { journal: replaced(lines, 9, "{") }],
])("%s is found", (_what, changed) => {
  expect(checkEvidence({ ...good, ...changed })).not.toEqual([]);
});

test.each([
  ["nobody was taken after", 1, ["1 are rejected and nobody was taken after them"]],
  ["an earlier process has opted somebody out", 2, []],
])("somebody rejected where %s", (_what, processes, problems) => {
  const journal = text([
    head,
    ...Array<string>(processes).fill(`{"opened":"now"}`),
    ...lines.slice(1),
  ]);
  const received = good.received.toReversed();
  expect(checkEvidence({ ...good, journal, received })).toEqual(problems);
});

test("somebody said to be rejected where nobody was taken is found", () => {
  const refused = report.map((line) => line.replace(/,unsubscribed,.*/, ",rejected,X,,"));
  const problems = checkEvidence({ ...good, out: [], report: text(refused) });
  expect(problems).toContain("the report says rejected where HubSpot took nobody");
});
