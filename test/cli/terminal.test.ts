import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";

import { startMock, type MockOptions } from "../../src/mock/index.js";
import { onTerminal, type OnTerminal, type TerminalOptions } from "./terminal.js";

const people = 20_000;
const sending = { operation: "batchUnsubscribeAll" } as const;

/** The words behind `run` for a list of people, against a mock of this test's own. */
async function job(
  options: MockOptions = {},
): Promise<{ command: string[]; env: { [name: string]: string } }> {
  const folder = await mkdtemp(join(tmpdir(), "terminal-"));
  const list = join(folder, "list.csv");
  const rows = Array.from({ length: people }, (_, index) => `reader${index}@example.com\n`);
  await writeFile(list, `email\n${rows.join("")}`);
  const mock = await startMock({ rate: { calls: 190, seconds: 10 }, latencyMs: 50, ...options });
  onTestFinished(async () => {
    await mock.close();
    await rm(folder, { recursive: true });
  });
  const program = [process.execPath, "--import", "tsx", "src/cli/bin.ts"];
  return {
    command: [...program, "run", list, "--base-url", mock.url],
    env: { HUBSPOT_ACCESS_TOKEN: mock.token },
  };
}

async function runOnTerminal(
  options: TerminalOptions & {
    readonly mock?: MockOptions;
    readonly flags?: readonly string[];
  } = {},
): Promise<OnTerminal> {
  const { mock, flags = ["--yes"], ...rest } = options;
  const { command, env } = await job(mock);
  return onTerminal([...command, ...flags], { ...rest, env });
}

/** The line that is drawn while a job runs, at any width, with some addresses settled. */
const drawn = /^\S.*\/s, .* left/m;

/** What may stand on the terminal behind the words before sending. */
const whole = [
  /^Account: 1234567, type STANDARD, time zone UTC$/,
  /^Ctrl\+C: no more is sent; waiting for the calls under way\. Once more leaves at once\.$/,
  /^[\d,]+ of 20,000 addresses \(\d+ %\)(?:; [\d,]+ unsubscribed)?(?:; \d+ answered with 429)?$/,
  /^Stopped: The job was stopped by SIGINT\.$/,
  /^To go on:$/,
  /^  hubspot-batch-unsubscribe run \S+\/list\.csv --base-url \S+ --yes$/,
  /^Report: .*\.report\.csv$/,
  /^20,000 entries: (?:[\d,]+ [a-z-]+(?:, )?)+\.$/,
];

/** Each line behind the words before sending, which must be one that was written as a whole. */
function expectNoTails(terminal: OnTerminal, more: readonly RegExp[] = []): void {
  const lines = terminal.lines();
  const begin = lines.findIndex((line) => line.startsWith("No single call undoes this"));
  expect(begin).toBeGreaterThan(0);
  const after = lines.slice(begin + 1);
  expect(after.length).toBeGreaterThanOrEqual(5);
  const torn = after.filter((line) => ![...whole, ...more].some((each) => each.test(line)));
  expect(torn).toEqual([]);
}

describe.skipIf(process.platform === "win32")("on a terminal", () => {
  test.each([40, 80, 100])("of %i columns, Ctrl+C leaves no tail of a line", async (columns) => {
    const terminal = await runOnTerminal({ columns });
    await terminal.shows(drawn);
    terminal.type("\u0003");
    expect((await terminal.ended).exitCode).toBe(130);
    expect(terminal.written()).toContain("^C");
    expectNoTails(terminal);
  });

  test("one that is resized, stopped and brought back shows one line of progress, and whole ones", async () => {
    const { command, env } = await job();
    const terminal = onTerminal(["bash", "--norc", "--noprofile", "-i"], {
      columns: 100,
      env: { ...env, PS1: "prompt$ " },
    });
    terminal.type(`${command.join(" ")} --yes\r`);
    const drawnLines = (): string[] => terminal.lines().filter((line) => drawn.test(line));
    for (const columns of [100, 40, 80, 30, 120]) {
      await terminal.shows(drawn);
      terminal.resize(columns);
      await terminal.draws();
      await expect.poll(drawnLines, { timeout: 20_000 }).toHaveLength(1);
      await terminal.draws();
      expect(drawnLines()).toHaveLength(1);
    }
    terminal.type("\u001a");
    await terminal.shows("Stopped");
    expect(drawnLines()).toEqual([]);
    terminal.type("fg\r");
    await terminal.shows(drawn);
    expect(drawnLines()).toHaveLength(1);
    terminal.type("\u0003");
    await terminal.shows(/^20,000 entries: .*$/m);
    terminal.type("exit\r");
    await terminal.ended;
    const ofShell = [
      /^prompt\$ (?:fg|exit)$/,
      /^\[1\]\+ +Stopped +.*$/,
      /^\S*node .*$/,
      /^\^Z$/,
      /^exit$/,
      /^ *$/,
    ];
    expectNoTails(terminal, ofShell);
  });

  test("a second Ctrl+C leaves at once, as the first one has said, and leaves nothing drawn", async () => {
    const terminal = await runOnTerminal({
      mock: { faults: [{ kind: "stall", when: "before", skip: 5, times: "always", ...sending }] },
    });
    await terminal.shows("500 of 20,000");
    // By now the next calls are under way.
    for (let time = 1; time <= 3; time += 1) await terminal.draws();
    terminal.type("\u0003");
    await terminal.shows("Once more leaves at once.");
    await terminal.shows(/stopping: waiting for \d+ calls under way$/m);
    // One that follows within 300 milliseconds would count as the first, which npm hands on.
    for (let time = 1; time <= 3; time += 1) await terminal.draws();
    terminal.type("\u0003");
    expect((await terminal.ended).exitCode).toBe(130);
    expect(terminal.lines().at(-1)).toBe("Stopped at once.");
    expect(terminal.lines().join("\n")).not.toMatch(/^\[/m);
  });

  test("what was asked stands there again once the terminal is given back, and Ctrl+C leaves a line of its own", async () => {
    const terminal = await runOnTerminal({ flags: [] });
    const question =
      /To send, type the number of addresses \(20,000\); anything else sends nothing: /g;
    await terminal.shows(question);
    process.kill(terminal.pid, "SIGSTOP");
    process.kill(terminal.pid, "SIGCONT");
    await expect
      .poll(() => terminal.lines().join("\n").match(question), { timeout: 20_000 })
      .toHaveLength(2);
    terminal.type("\u0003");
    expect((await terminal.ended).exitCode).toBe(130);
    expect(terminal.lines().at(-1)).toBe("hubspot-batch-unsubscribe: stopped; nothing was sent");
  });
});

describe.runIf(process.platform !== "win32")("a terminal that is closed", () => {
  // Node aborts, with a core where those are kept, if it cannot set its terminal back.
  test.each([
    ["while the job runs", ["--yes"], drawn, [129]],
    // Its end may be read before the signal comes, and is no agreement then.
    ["at the question", [], "sends nothing", [2, 129]],
  ])("%s ends the command with a code of its own, and no abort", async (_, flags, sight, codes) => {
    const terminal = await runOnTerminal({ flags });
    await terminal.shows(sight);
    terminal.close();
    const { exitCode, signal } = await terminal.ended;
    expect(signal).toBe(0);
    expect(codes).toContain(exitCode);
  });
});
