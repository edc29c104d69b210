import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { startMock, type Fault, type Mock } from "../../src/mock/index.js";
import { checkEvidence, type Evidence } from "./check-evidence.js";
import { bundleCommand, startCommand } from "./command.js";
import { Random } from "./random.js";

const jobs = 10;
const killsOfEach = 5;
const addresses = 2400;
/** Another one finds other moments: `KILL_SEED=7 npx vitest run test/torture/kills`. */
const seed = Number(process.env["KILL_SEED"] ?? 1);

const folder = await mkdtemp(join(tmpdir(), "kills-"));
let command: string;
beforeAll(async () => {
  command = await bundleCommand(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A list with duplicates, and what is no address, in it. */
function listOf(random: Random): string[] {
  const list: string[] = [];
  for (let n = 0; list.length < addresses; n += 1) {
    list.push(`reader${n}@example.com`);
    if (random.chance(0.02)) list.push(`Reader${random.below(n + 1)}@EXAMPLE.com`);
    if (random.chance(0.01)) list.push("no address");
  }
  return list;
}

/** What goes wrong at the server on the way. */
function faultsOf(random: Random): Fault[] {
  const somewhere = (): number => random.below(20);
  return [
    { kind: "bad-address", address: "reader77@example.com", answer: "207" },
    { kind: "bad-address", address: "reader1234@example.com", answer: "400" },
    { kind: "status", status: 502, body: "html", when: "after", skip: somewhere(), times: 2 },
    { kind: "status", status: 503, body: "json", skip: somewhere() },
    { kind: "reset", when: "after", skip: somewhere() },
    { kind: "reset", when: "body", skip: somewhere() },
    { kind: "truncate", skip: somewhere() },
    { kind: "rate-limit", policy: "SECONDLY", retryAfter: 1, skip: somewhere() },
  ];
}

/** Waits for a moment in a run: some time after its start, or when some further calls have come in. */
async function moment(random: Random, mock: Mock, ended: Promise<unknown>): Promise<void> {
  let over = false;
  void ended.then(() => (over = true));
  if (random.chance(0.3)) return delay(random.below(700));
  const calls = mock.state().calls.length + random.below(6);
  while (!over && mock.state().calls.length < calls) await delay(4);
  await delay(random.below(40));
}

/** The beginning of a line, as a power cut leaves it. */
async function tearEnd(journal: string, random: Random): Promise<void> {
  const lines = (await readFile(journal, "utf8").catch(() => "")).trimEnd().split("\n");
  const line = lines[random.below(lines.length)] ?? "";
  if (line !== "") await appendFile(journal, line.slice(0, random.below(line.length)));
}

async function killAndResume(number: number): Promise<{ evidence: Evidence; kills: number }> {
  const random = new Random(seed * 1000 + number);
  const list = listOf(random);
  const file = join(folder, `${number}.csv`);
  await writeFile(file, `email\n${list.join("\n")}\n`);
  const outBefore = ["reader5@example.com"];
  await using mock = await startMock({
    rate: { calls: 150, seconds: 10 },
    latencyMs: 25,
    keepInputs: true,
    alreadyOut: outBefore,
    faults: faultsOf(random),
  });
  const args = ["run", file, "--yes", "--base-url", mock.url];
  let kills = 0;
  for (let round = 0; round < killsOfEach; round += 1) {
    const { child, ended } = startCommand(command, args, mock.token);
    await moment(random, mock, ended);
    child.kill("SIGKILL");
    if ((await ended) === "SIGKILL") kills += 1;
    if (random.chance(0.3)) await tearEnd(`${file}.journal`, random);
  }
  const last = startCommand(command, args, mock.token);
  const code = await last.ended;
  // 1: two are rejected, and some are no address.
  if (code !== 1 || !last.err().includes(" entries: "))
    throw new Error(`seed ${seed}, job ${number}: exit ${code}\n${last.err()}`);
  const { out, calls } = mock.state();
  return {
    kills,
    evidence: {
      list,
      journal: await readFile(`${file}.journal`, "utf8"),
      report: await readFile(`${file}.report.csv`, "utf8"),
      out: out["portal"] ?? [],
      outBefore,
      received: calls
        .filter(({ operationId }) => operationId === "batchUnsubscribeAll")
        .map((call) => call.addresses ?? []),
    },
  };
}

describe.skipIf(process.platform === "win32")("a job that is killed and taken up again", () => {
  test("accounts for every entry once, and sends nothing again that is settled", async () => {
    const all = await Promise.all(
      Array.from({ length: jobs }, (_, number) => killAndResume(number)),
    );
    for (const [number, { evidence }] of all.entries()) {
      expect(checkEvidence(evidence), `seed ${seed}, job ${number}`).toEqual([]);
      const open = /,(?:unknown|not-sent),/.exec(evidence.report);
      expect(open, `seed ${seed}, job ${number}`).toBeNull();
    }
    expect(all.reduce((sum, { kills }) => sum + kills, 0)).toBe(jobs * killsOfEach);
  }, 180_000);
});
