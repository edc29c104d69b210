import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startMock, type Mock } from "../../src/mock/index.js";
import type { Evidence } from "./check-evidence.js";
import { startCommand, type Conditions, type Started } from "./command.js";
import { Random } from "./random.js";
import type { Ending, Round, Scenario } from "./scenario.js";

/** Only Linux has a file that is always full. */
const fullDevice = process.platform === "linux";
/** More rounds than this, and a job is stuck. */
const MOST_ROUNDS = 25;

/** By either route. */
const optsOut: ReadonlySet<string> = new Set(["batchUnsubscribeAll", "unsubscribeAllForContact"]);

/** What a scenario leaves behind. */
export interface Played {
  readonly evidence: Evidence;
  /** How each process of the scenario's rounds ended. */
  readonly endings: readonly (number | NodeJS.Signals)[];
}

/** Plays a scenario to its end. @throws what is wrong with how a process ended, in words */
export async function play(scenario: Scenario, command: string, scratch: string): Promise<Played> {
  const folder = join(scratch, String(scenario.seed));
  await mkdir(folder);
  const list = join(folder, "list.csv");
  await writeFile(list, `email\n${scenario.list.join("\n")}\n`);
  await using mock = await startMock(scenario.mock);
  const random = new Random(scenario.seed + 0.5);
  let processes = 0;
  const args = (): string[] => {
    const route = scenario.routes[processes % scenario.routes.length] ?? "batch";
    processes += 1;
    return ["run", list, "--yes", "--base-url", mock.url, "--route", route];
  };
  const endings: (number | NodeJS.Signals)[] = [];
  let done = false;
  for (const round of scenario.rounds) {
    const code = await playRound(round, command, args(), mock);
    checkCode(code, round.ending, scenario.seed);
    endings.push(code);
    done = await isDone(`${list}.practice.journal`);
    if (done) break;
    if (round.torn) await tearEnd(`${list}.practice.journal`, random);
  }
  for (let rounds = 0; !done; rounds += 1) {
    if (rounds === MOST_ROUNDS) throw new Error("the job does not come to its end");
    const last = startCommand(command, args(), mock.token);
    checkCode(await last.ended, { kind: "itself" }, scenario.seed, last.err());
    done = await isDone(`${list}.practice.journal`);
  }
  const evidence = await collect(scenario, list, mock);
  await rm(folder, { recursive: true });
  return { evidence, endings };
}

async function playRound(
  { ending, clockJumps }: Round,
  command: string,
  args: readonly string[],
  mock: Mock,
): Promise<number | NodeJS.Signals> {
  const start = (conditions: Conditions = {}): Started =>
    startCommand(command, args, mock.token, { clockJumps, ...conditions });
  const first = start({
    kibibytes: ending.kind === "full-disk" ? ending.kibibytes : undefined,
    fullStdout: ending.kind === "full-stdout" && fullDevice,
  });
  let over = false;
  void first.ended.then(() => (over = true));
  if ("afterCalls" in ending) {
    const calls = mock.state().calls.length + ending.afterCalls;
    while (!over && mock.state().calls.length < calls) await delay(3);
  }
  if (ending.kind === "kill") {
    await delay(ending.ms);
    first.child.kill("SIGKILL");
  } else if (ending.kind === "signal") {
    first.child.kill(ending.name);
    // A second one within a moment counts as the first: npm hands one on twice.
    if (ending.twice) await delay(350);
    if (ending.twice) first.child.kill(ending.name);
  } else if (ending.kind === "rival") {
    // It refuses, or the first has just ended and it goes on; that no two send at once shows in the evidence.
    await start().ended;
  }
  return first.ended;
}

/** A process may end with what is documented, and by nothing else. */
function checkCode(code: number | NodeJS.Signals, ending: Ending, seed: number, err = ""): void {
  const usual = [0, 1, 2, 3, 4, 5];
  const allowed: readonly (number | string)[] =
    ending.kind === "kill"
      ? [...usual, "SIGKILL"]
      : ending.kind === "signal"
        ? [...usual, 130, 143, ending.name]
        : ending.kind === "full-disk" || ending.kind === "full-stdout"
          ? [...usual, 6]
          : usual;
  if (!allowed.includes(code) || /\n {4}at /.test(err)) {
    throw new Error(`seed ${seed}: a process ended with ${code} after ${ending.kind}\n${err}`);
  }
}

/** The beginning of a line behind the last one, as a power cut leaves it. */
async function tearEnd(journal: string, random: Random): Promise<void> {
  const lines = (await readFile(journal, "utf8").catch(() => "")).trimEnd().split("\n");
  const line = lines[random.below(lines.length)] ?? "";
  if (line !== "") await appendFile(journal, line.slice(0, random.below(line.length)));
}

/** Whether the last thing on record is the end; that somebody has opened it since does not count. */
async function isDone(journal: string): Promise<boolean> {
  const text = await readFile(journal, "utf8").catch(() => "");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  // A line says who writes the next one.
  const last = whole.split("\n").findLast((line) => !/^(?:\{"(?:opened|by)"|$)/.test(line));
  return last?.startsWith('{"end"') === true;
}

async function collect(scenario: Scenario, list: string, mock: Mock): Promise<Evidence> {
  const { out, calls } = mock.state();
  return {
    list: scenario.list,
    journal: await readFile(`${list}.practice.journal`, "utf8"),
    report: await readFile(`${list}.practice.report.csv`, "utf8"),
    out: out["portal"] ?? [],
    outBefore: scenario.outBefore,
    received: calls
      .filter(({ operationId }) => optsOut.has(operationId))
      .map(({ addresses = [], judged }) => ({
        addresses,
        done: judged !== null && judged < 300,
      })),
  };
}
