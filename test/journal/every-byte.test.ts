import { open, readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { createClient } from "../../src/index.js";
import { loadJournal } from "../../src/journal/load.js";
import { openJournal, readJournal } from "../../src/node.js";
import { rowsOf, setUp, type Job } from "../cli/job.js";
import { followCut, type CutStory } from "./cut-story.js";
import { all } from "./jobs.js";

/** An address that HubSpot refuses, and one that no list should have. */
const BAD = "bad@example.com";
const NONE = "no at sign";
const [a, b, c, d, e, f] = ["a", "b", "c", "d", "e", "f"].map((name) => `${name}@example.com`) as [
  ...[string, string, string, string, string, string],
];
/** The lists of the job, one after the other: with one that is invalid and one that stands there twice, grown, and shrunk. */
const lists = [
  [a, NONE, b, BAD, a, c],
  [a, NONE, b, d, BAD, c],
  [a, NONE, d, BAD, c, e],
  [a, NONE, d, BAD, c, e, f],
];
const faults = [{ kind: "bad-address", address: BAD, answer: "207", times: "always" }] as const;

/** The journal of a job to which everything has happened that can be put on record. */
interface Whole {
  readonly job: Job;
  readonly bytes: Buffer;
  /** Which list lay there while so much of the journal was written. */
  readonly lists: readonly { readonly until: number; readonly list: number }[];
}

async function play(job: Job): Promise<Whole> {
  const args = ["--base-url", job.mock.url, "--yes"];
  const spans: { until: number; list: number }[] = [];
  const size = async (): Promise<number> => (await readFile(job.journal)).length;
  let list = -1;
  const lay = async (next: number): Promise<void> => {
    if (list >= 0) spans.push({ until: await size(), list });
    list = next;
    await writeFile(job.list, csv(lists[next] ?? []));
  };
  await lay(0);
  await job.run("run", job.list, ...args, "--limit", "1");
  await job.run("run", job.list, ...args);
  await quickly(() => job.run("verify", job.journal, "--base-url", job.mock.url));
  await job.run("retry", job.journal, ...args);
  await lay(1);
  await job.run("run", job.list, ...args);
  await lay(2);
  await job.run("run", job.list, ...args);
  await job.run("run", job.list, ...args, "--again", "--limit", "2");
  await lay(3);
  // A run that stood still in the middle of a call, and lost the journal to the next one.
  const stale = await openJournal(job.journal);
  await stale.startRun();
  const [entry] = await all(stale.left());
  if (entry === undefined) throw new Error("somebody is to be sent once more");
  await stale.calling({ call: 9, purpose: "first", entries: [entry] });
  const { by } = lastWriter(await readFile(job.journal, "utf8"));
  await stale.close();
  await job.run("run", job.list, ...args, "--again");
  const late = [
    { by },
    { outcome: "rejected", reason: "STALE", entries: String(entry.id) },
    { end: "2026-11-28T12:00:00.000Z", totals: {} },
  ];
  await writeFile(job.journal, late.map((line) => `${JSON.stringify(line)}\n`).join(""), {
    flag: "a",
  });
  spans.push({ until: await size(), list });
  return { job, bytes: await readFile(job.journal), lists: spans };
}

/** Reading back waits for what HubSpot shows late. */
async function quickly(work: () => Promise<unknown>): Promise<void> {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const timer = setInterval(() => vi.advanceTimersByTime(1000), 20);
  await work();
  clearInterval(timer);
  vi.useRealTimers();
}

const csv = (addresses: readonly string[]): string => `email\n${addresses.join("\n")}\n`;

function lastWriter(text: string): { by: string } {
  const line = text.split("\n").findLast((each) => each.startsWith('{"by"')) ?? "";
  return JSON.parse(line) as { by: string }; // our own line
}

let whole: Whole;
let takeDown: (() => Promise<void>) | undefined;
beforeAll(async () => {
  whole = await play(await setUp("", { faults: [...faults] }, (given) => (takeDown = given)));
});
afterAll(() => takeDown?.());

/** Where each line ends, the empty file first. */
function endsOf(bytes: Buffer): number[] {
  return [0, ...[...bytes.toString("latin1").matchAll(/\n/g)].map(({ index }) => index + 1)];
}

/** Puts a cut journal in the place of the job's, with the list that lay there then, and the server as it was. */
async function lay({ job, bytes, lists: spans }: Whole, end: number, out: ReadonlySet<string>) {
  await writeFile(job.journal, bytes.subarray(0, end));
  const { list = 0 } = spans.find(({ until }) => end <= until) ?? {};
  await writeFile(job.list, csv(lists[list] ?? []));
  job.mock.reset();
  const client = createClient({ accessToken: job.mock.token, baseUrl: job.mock.url });
  if (out.size > 0) await client.batchUnsubscribeAll([...out]);
  return { list, before: job.sent().length };
}

/** Whoever is told, by address; each address is told once. */
function once(rows: readonly { readonly address: string; readonly outcome: string }[]) {
  const of = new Map<string, string>();
  for (const { address, outcome } of rows) {
    if (outcome === "duplicate" || outcome === "invalid") continue;
    if (of.has(address)) throw new Error(`${address} is told twice`);
    of.set(address, outcome);
  }
  return of;
}

/** Nobody is told otherwise than the lines say, and nobody is missing. */
function check(story: CutStory, told: ReadonlyMap<string, string>): void {
  const onList = new Set(lists[story.list]?.filter((address) => address !== NONE));
  for (const address of onList) expect([...told.keys()]).toContain(address);
  for (const [address, outcome] of told) {
    // What stands of it holds until it is sent once more and answered anew.
    const known = story.told.get(address) ?? "not-sent";
    const right = story.inCall.has(address) ? "unknown" : known;
    expect([address, outcome]).toEqual([address, right]);
  }
  for (const address of story.out) expect([...told.keys()]).toContain(address);
}

test("the journal that is cut has every kind of line", async () => {
  const text = whole.bytes.toString();
  const kinds = new Set(text.match(/(?<=^\{")\w+/gm));
  expect([...kinds].sort()).toEqual(
    [
      ...["account", "by", "call", "confirmed", "end", "former", "journal", "list", "opened"],
      ...["outcome", "retry", "row", "run", "server", "stop"],
    ].sort(),
  );
  for (const member of ["readBack", "carried", "again", "settled", "duplicateOf", "invalid"])
    expect(text).toContain(`"${member}":`);
});

test(
  "cut off at any byte, it says what it said at the end of the line before, and is taken up there",
  { timeout: 240_000 },
  async () => {
    const { job, bytes } = whole;
    const ends = endsOf(bytes);
    const cut = `${job.list}.cut.journal`;
    await writeFile(cut, bytes);
    const file = await open(cut, "r+");
    // From behind, so that nothing is written anew.
    for (let length = bytes.length; length > 0; length -= 1) {
      await file.truncate(length);
      const end = ends.findLast((each) => each <= length) ?? 0;
      const { torn, end: place, state } = await loadJournal(cut, file);
      if (place !== end || (torn?.bytes ?? 0) !== length - end) {
        expect([length, place, torn]).toEqual([length, end, { offset: end, bytes: length - end }]);
      }
      // Of a state that ends where the line before ended, nothing of the torn line can be told.
      if (end === 0) expect(state.head).toBeUndefined();
    }
    await file.close();
  },
);

test(
  "cut off within any line, its torn end is dropped, and who has it from there on is put behind it",
  { timeout: 240_000 },
  async () => {
    const { job, bytes } = whole;
    const cut = `${job.list}.cut.journal`;
    const ends = endsOf(bytes);
    for (const [index, end] of ends.entries()) {
      const next = ends[index + 1] ?? end;
      for (const length of new Set([end, Math.min(end + 1, next), Math.max(end, next - 1)])) {
        await writeFile(cut, bytes.subarray(0, length));
        const journal = await openJournal(cut);
        expect(journal.torn?.bytes ?? 0).toBe(length - end);
        await journal.close();
        const left = await readFile(cut);
        expect(left.subarray(0, end).equals(bytes.subarray(0, end))).toBe(true);
        const added = left.subarray(end).toString();
        expect(added).toMatch(/^(\{"journal":.*\n)?\{"by":.*\n\{"opened":.*\n$/);
      }
    }
  },
);

test(
  "cut off at any line, it tells nobody anything that is not so, and the command goes on without losing or repeating anybody",
  { timeout: 240_000 },
  async () => {
    const { job, bytes } = whole;
    for (const end of endsOf(bytes)) {
      const story = followCut(bytes.toString("utf8", 0, end), lists);
      await writeFile(job.journal, bytes.subarray(0, end));
      const contents = end === 0 ? undefined : await readJournal(job.journal);
      if (contents !== undefined && story.list >= 0)
        check(story, once(await all(contents.reported())));
      // HubSpot may have done the work of a call whose answer was lost, or not.
      for (const worked of story.inCall.size > 0 ? [false, true] : [false]) {
        const out = new Set([...story.out, ...(worked ? story.inCall : [])]);
        out.delete(BAD);
        const { list, before } = await lay(whole, end, out);
        const { code, err } = await job.run("run", job.list, "--base-url", job.mock.url, "--yes");
        expect([end, code, err]).toEqual([end, 1, expect.any(String)]); // one is refused, one is no address
        const sent = job.sent().slice(before);
        for (const address of story.settled.keys())
          expect([end, sent]).not.toEqual([end, expect.arrayContaining([address])]);
        const wanted = (lists[list] ?? []).filter((address) => address !== NONE && address !== BAD);
        const isOut = new Set(job.mock.state().out["portal"]);
        expect([...isOut].sort()).toEqual([...new Set([...wanted, ...out])].sort());
        const rows = await rowsOf(job.report);
        expect(
          rows.slice(0, lists[list]?.length).map((row) => row.split(" ").slice(0, 2).join(" ")),
        ).toEqual(
          (lists[list] ?? []).map((address, index) =>
            `${index + 2} ${address}`.split(" ").slice(0, 2).join(" "),
          ),
        );
        for (const row of rows) {
          const address = row.split(" ").at(-2) ?? "";
          const outcome = row.split(" ").at(-1) ?? "";
          if (address === BAD) expect(outcome).toBe("rejected");
          else if (outcome.endsWith("unsubscribed")) expect(isOut).toContain(address);
          else expect(["duplicate", "invalid"]).toContain(outcome);
        }
      }
    }
  },
);
