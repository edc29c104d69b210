import { readFile, stat, writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { JournalError } from "../../src/journal/journal-error.js";
import { readJournal } from "../../src/journal/open-journal.js";
import { startChild } from "./children.js";
import {
  all,
  call,
  confirmedJournal,
  itemsOf,
  noon,
  openAt,
  people,
  tempFolder,
  told,
  writeList,
} from "./jobs.js";

const folder = await tempFolder();

/** A whole journal of three addresses, each settled by a call of its own. */
async function wholeJournal(name: string): Promise<Buffer> {
  const path = join(folder, name);
  const journal = await confirmedJournal(path, people(3));
  for (const item of itemsOf(people(3))) await call(journal, item.id + 1, [item]);
  await journal.recordEnd();
  await journal.close();
  return readFile(path);
}

test("a journal cut off at any byte loads, and holds every outcome that was on disk whole", async () => {
  const whole = await wholeJournal("whole.journal");
  const path = join(folder, "cut.journal");
  const outcomesIn = (text: string): number =>
    text.split("\n").filter((line) => line.startsWith('{"outcome"') && line.endsWith("}")).length;
  for (let length = 0; length <= whole.length; length += 1) {
    const kept = whole.subarray(0, length);
    await writeFile(path, kept);
    const wholeLines = kept.subarray(0, kept.lastIndexOf(10) + 1).toString();
    if (wholeLines === "") {
      await expect(readJournal(path)).rejects.toMatchObject({ fault: "absent" });
      continue;
    }
    const contents = await readJournal(path);
    const torn = length - wholeLines.length;
    expect(contents.torn?.bytes ?? 0).toBe(torn);
    expect(contents.outcomeTotals().outcomes.unsubscribed).toBe(outcomesIn(wholeLines));
    expect((await all(contents.outcomes())).length).toBe(contents.list?.entries ?? 0);
  }
});

test("of a job whose list came again, cut off anywhere, nobody who was settled is lost or sent again", async () => {
  const path = join(folder, "grown.journal");
  const journal = await confirmedJournal(path, people(3));
  const items = itemsOf(people(3));
  await call(journal, 1, items.slice(0, 2));
  await call(journal, 2, items.slice(2), { outcome: "rejected", reason: "X" });
  await journal.recordEnd();
  await writeList(journal, ["new@example.com", "p2@example.com", "p1@example.com"], "d2");
  await journal.confirm({ addresses: 3 });
  await journal.retry({ settled: true });
  await journal.startRun();
  await call(journal, 1, [{ id: 2, row: 4, address: "p1@example.com", sent: "p1@example.com" }]);
  await writeList(journal, ["new@example.com", "p2@example.com"], "d3");
  await journal.confirm({ addresses: 2 });
  await journal.close();
  const whole = await readFile(path);
  const cut = join(folder, "grown-cut.journal");
  const first = whole.lastIndexOf('{"end"');
  for (let length = first; length <= whole.length; length += 1) {
    // At both sides of each line's end, and here and there within it.
    const isNearEnd = [whole[length - 2], whole[length - 1], whole[length]].includes(10);
    if (!isNearEnd && length % 16 > 0) continue;
    await writeFile(cut, whole.subarray(0, length));
    const contents = await readJournal(cut);
    const reported = await all(contents.reported());
    expect(reported).toHaveLength(contents.reportedEntries);
    const what = new Map(reported.map(({ address, outcome }) => [address, outcome]));
    expect(what.get("p0@example.com")).toBe("unsubscribed");
    expect(what.get("p1@example.com")).toMatch(/^(unsubscribed|unknown)$/);
    expect(what.get("p2@example.com")).toBe("rejected");
    const left = (await all(contents.left())).map(({ sent }) => sent);
    expect(left).not.toContain("p0@example.com");
    if (!contents.isSendingAgain) expect(left.filter((sent) => sent.startsWith("p"))).toEqual([]);
  }
  const end = await readJournal(path);
  expect(await all(end.reported())).toEqual([
    { row: 2, address: "new@example.com", sent: "new@example.com", ...unsent },
    expect.objectContaining({ row: 3, address: "p2@example.com", outcome: "rejected" }),
    expect.objectContaining({ address: "p0@example.com", outcome: "unsubscribed", time: noon }),
    expect.objectContaining({ address: "p1@example.com", outcome: "unsubscribed", time: noon }),
  ]);
  // What was to be sent once more is so with the new list too.
  expect((await all(end.left())).map(({ sent }) => sent)).toEqual([
    "new@example.com",
    "p2@example.com",
  ]);
});

const unsent = { outcome: "not-sent", reason: "stopped" };

test("a torn end is dropped before anything is written behind it, and told of", async () => {
  const whole = await wholeJournal("torn.journal");
  const path = join(folder, "torn.journal");
  const cut = whole.subarray(0, whole.lastIndexOf('{"outcome"') + 20);
  await writeFile(path, cut);
  const journal = await openAt(path);
  expect(journal.torn).toEqual({ offset: cut.lastIndexOf(10) + 1, bytes: 20 });
  expect(journal.remaining).toBe(1);
  await call(journal, 9, itemsOf(people(3)).slice(2));
  await journal.close();
  const contents = await readJournal(path);
  expect(contents.torn).toBeUndefined();
  expect(contents.remaining).toBe(0);
});

test("a journal whose first line is torn is begun anew", async () => {
  const path = join(folder, "newborn.journal");
  await writeFile(path, '{"journal":1,"orig');
  const journal = await openAt(path);
  expect(journal.standing.phase).toBe("new");
  expect(journal.torn).toEqual({ offset: 0, bytes: 18 });
  await journal.close();
  expect((await readJournal(path)).standing.phase).toBe("new");
});

test("a hole that a power cut left in the last write is a torn end", async () => {
  const whole = await wholeJournal("hole.journal");
  const path = join(folder, "hole.journal");
  const last = whole.lastIndexOf('{"outcome"');
  await writeFile(path, Buffer.from(whole).fill(0, last, last + 30));
  const contents = await readJournal(path);
  expect(contents.torn?.offset).toBe(last);
  expect(await told(contents)).toContain("p2@example.com unknown interrupted");
});

describe("damage in the middle is refused, and the file is left as it is:", () => {
  test.each([
    ["a line that is no JSON", (text: string) => text.replace('{"confirmed"', '"confirmed"'), 15],
    ["a half line", (text: string) => text.replace(/("call":2).*\n/, "$1\n"), 23],
    ["a line that is missing", (text: string) => text.replace(/.*p1@example\.com.*\n/, ""), 12],
    ["a line twice", (text: string) => text.replace(/(.*p1@example\.com.*\n)/, "$1$1"), 14],
    [
      "a list that goes on after another process came",
      (text: string) => text.replace(/(\{"opened".*\n)([^]*"row":3.*\n)/, "$1$2$1"),
      12,
    ],
    [
      "an entry that is not there",
      (text: string) => text.replace('"entries":"1"', '"entries":"3"'),
      23,
    ],
    ["a wrong kind of value", (text: string) => text.replace('"call":2', '"call":"2"'), 23],
    ["an unknown outcome", (text: string) => text.replace("unsubscribed", "unsubscribe"), 21],
    ["a line of another program", (text: string) => text.replace('{"call":2', '{"ball":2'), 23],
  ])("%s", async (name, damage, line) => {
    const path = join(folder, `${name}.journal`);
    const text = damage((await wholeJournal(`${name}.journal`)).toString());
    await writeFile(path, text);
    for (const open of [readJournal, openAt]) {
      const error: unknown = await open(path).then(
        () => undefined,
        (failure: unknown) => failure,
      );
      expect(error).toBeInstanceOf(JournalError);
      expect(error).toMatchObject({ fault: "damaged" });
      expect(String(error)).toContain(`at line ${line}:`);
      expect(String(error)).not.toMatch(/p\d@example/);
    }
    expect(await readFile(path, "utf8")).toBe(text);
  });
});

describe.skipIf(process.platform === "win32")("a run that is killed", () => {
  test("has lost nothing that it said was on disk", { timeout: 60_000 }, async () => {
    const path = join(folder, "killed.journal");
    const settled = new Set<string>();
    const journal = await confirmedJournal(path, people(5000));
    await journal.close();
    for (const pause of [0, 15]) {
      const child = startChild(path, "send");
      const said: (string | undefined)[] = [await child.next(), await child.next()];
      await delay(pause);
      child.process.kill("SIGKILL");
      said.push(...(await child.rest()));
      for (const line of said) {
        if (line?.startsWith("settled") !== true) continue;
        // What was on disk before an earlier kill is not sent again.
        expect(settled.has(line)).toBe(false);
        settled.add(line);
      }
      const contents = await readJournal(path);
      const out = (await all(contents.outcomes())).flatMap(({ outcome }, id) =>
        outcome === "unsubscribed" ? [`settled ${id}`] : [],
      );
      expect(out).toEqual(expect.arrayContaining([...settled]));
      // What came to the disk without being said, since it was killed in between: three workers.
      expect(out.length - settled.size).toBeLessThanOrEqual(3);
      for (const line of out) settled.add(line);
    }
    expect(settled.size).toBeGreaterThan(3);
  });

  test("of a full disk leaves whole lines and says so", async () => {
    const path = join(folder, "full.journal");
    const journal = await confirmedJournal(path, people(2000));
    await journal.close();
    const { size } = await stat(path);
    // The shell counts in blocks of 512 bytes.
    const child = startChild(path, "send", `ulimit -f ${Math.ceil(size / 512) + 8}`);
    const lines = await child.rest();
    expect(lines.at(-1)).toMatch(/^unwritable: .*cannot be written/);
    const settled = lines.filter((line) => line.startsWith("settled")).length;
    expect(settled).toBeGreaterThan(0);
    const contents = await readJournal(path);
    expect(contents.torn).toBeUndefined();
    expect(contents.outcomeTotals().outcomes.unsubscribed).toBe(settled);
    const again = await openAt(path);
    expect(again.remaining).toBe(2000 - settled);
    await again.close();
  });
});
