import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openJournal } from "../../src/journal/open-journal.js";
import { call, confirmedJournal, itemsOf, noon, origin, people, tempFolder } from "./jobs.js";

const folder = await tempFolder();
const binding = { server: origin, businessUnitId: undefined };
const account = { id: 7, verified: false, type: "STANDARD", timeZone: "Asia/Tokyo" };

/** The lines of a journal but for those that say who wrote the next one. */
async function linesOf(path: string): Promise<unknown[]> {
  const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
  return lines
    .map((line): unknown => JSON.parse(line))
    .filter((line) => !Object.hasOwn(Object(line), "by"));
}

test("a job is bound once, and again only to something else from which nobody was sent yet", async () => {
  const path = join(folder, "bound.journal");
  const journal = await openJournal(path, { clock: () => noon });
  expect(journal.binding).toBeUndefined();
  await journal.bind(binding);
  await journal.bind(binding);
  expect(await linesOf(path)).toHaveLength(3);
  await journal.bind({ ...binding, businessUnitId: 7 });
  expect(journal.binding).toEqual({ server: origin, businessUnitId: 7, account: undefined });
  await journal.startRun();
  await journal.take([{ address: "p0@example.com" }]);
  await call(journal, 1, itemsOf(people(1)));
  const before = await linesOf(path);
  await journal.bind(binding);
  expect(journal.binding?.businessUnitId).toBe(7);
  expect(await linesOf(path)).toEqual(before);
  await journal.close();
});

test("the account is on record once, and once more when HubSpot has confirmed it", async () => {
  const path = join(folder, "account.journal");
  const journal = await openJournal(path, { clock: () => noon });
  await journal.bind({ ...binding, account });
  await journal.bind({ ...binding, account });
  expect(journal.binding?.account).toEqual(account);
  await journal.bind({ ...binding, account: { ...account, verified: true } });
  const { id, verified: _, ...rest } = account;
  const at = new Date(noon).toISOString();
  expect((await linesOf(path)).slice(3)).toEqual([
    { account: id, verified: false, ...rest, at },
    { account: id, verified: true, ...rest, at },
  ]);
  await journal.close();
});

test("a stop says when the job may go on, and a run by which route it sends where that is not the usual", async () => {
  const path = join(folder, "course.journal");
  const journal = await confirmedJournal(path, people(1));
  await journal.startRun({ route: "single", apiVersion: "v4" });
  await journal.startRun({ route: "batch" });
  await journal.recordStop({ reason: "rate-limit", message: "Wait.", resumeAt: noon + 5_000 });
  const [single, batch, stop] = (await linesOf(path)).slice(-3);
  expect(single).toMatchObject({ route: "single", apiVersion: "v4", pid: process.pid });
  expect(batch).not.toHaveProperty("route");
  expect(stop).toEqual({
    stop: "rate-limit",
    message: "Wait.",
    resumeAt: "2026-11-26T12:00:05.000Z",
    at: "2026-11-26T12:00:00.000Z",
  });
  await journal.close();
});
