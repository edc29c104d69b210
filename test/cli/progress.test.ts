import xterm from "@xterm/headless";
import { describe, expect, test } from "vitest";

import type { NoteOutput } from "../../src/cli/io.js";
import { barProgress } from "../../src/cli/progress/bar-progress.js";
import { lineProgress } from "../../src/cli/progress/line-progress.js";
import { Rate } from "../../src/cli/progress/rate.js";
import { fitProgress, type ProgressView } from "../../src/cli/progress/describe.js";

const view: ProgressView = {
  total: 10_000,
  done: 2_500,
  counts: { unsubscribed: 2_490, rejected: 10, unknown: 0 },
  wait: undefined,
  rateLimited: 0,
  underWay: 4,
  stopping: false,
};
const now = Date.UTC(2026, 10, 25);

function output(isTTY: boolean): { out: string[]; output: NoteOutput } {
  const out: string[] = [];
  return { out, output: { isTTY, columns: 200, write: (text) => void out.push(text) } };
}

/** The lines that one view is shown as, at the end. */
function lastLine(changes: Partial<ProgressView>): string {
  const { out, output: to } = output(false);
  lineProgress(to).end({ ...view, ...changes });
  return out.join("");
}

/** The line that one view is shown as on the way. */
function line(changes: Partial<ProgressView>, perSecond?: number): string {
  const { out, output: to } = output(false);
  const progress = lineProgress(to);
  for (const time of [0, 10_000]) progress.show({ ...view, ...changes }, perSecond, time, now);
  return out.join("");
}

describe("progress in a log", () => {
  test("is a plain line every ten seconds at most, and one at the end", () => {
    const { out, output: to } = output(false);
    const progress = lineProgress(to);
    for (let time = 0; time <= 35_000; time += 250) progress.show(view, 1850, time, now);
    expect(out).toHaveLength(3);
    progress.end(view);
    expect(out).toHaveLength(4);
    expect(out.join("")).not.toMatch(/[\r\u001b]/);
    expect(out.every((text) => /^[^\n]+\n$/.test(text))).toBe(true);
  });

  test("tells done, rate, time left and outcomes", () => {
    expect(line({}, 1850)).toBe(
      "2,500 of 10,000 addresses (25 %); 1,850/s, a few seconds left; 2,490 unsubscribed, 10 rejected\n",
    );
  });

  test("tells a wait, how long and why, and the 429s", () => {
    const wait = { reason: "rate-limit", until: now + 61_000 } as const;
    expect(line({ wait, rateLimited: 3 })).toContain(
      "3 answered with 429; waiting 61 seconds: HubSpot's rate limit",
    );
  });

  test("tells that it stops and for how many calls it waits", () => {
    expect(line({ stopping: true })).toContain("stopping: waiting for 4 calls under way");
  });

  test("ends without a time left or a wait, which mean nothing any more", () => {
    const wait = { reason: "rate-limit", until: now + 61_000 } as const;
    expect(lastLine({ wait, stopping: true })).toBe(
      "2,500 of 10,000 addresses (25 %); 2,490 unsubscribed, 10 rejected\n",
    );
  });

  test("ends with all of them", () => {
    expect(lastLine({ done: 10_000, counts: { unsubscribed: 10_000 } })).toBe(
      "10,000 of 10,000 addresses (100 %); 10,000 unsubscribed\n",
    );
    expect(lastLine({ total: 0, done: 0, counts: {} })).toBe("0 of 0 addresses (100 %)\n");
  });
});

test("progress on a terminal is one line drawn anew, then taken away for a last plain one", () => {
  const { out, output: to } = output(true);
  const progress = barProgress(to);
  progress.show({ ...view, done: 0, counts: {} }, undefined, 0, now);
  progress.show(view, 1850, 250, now);
  expect(out.join("")).toContain(
    "25 % 2,500 of 10,000 | 1,850/s, a few seconds left | 2,490 unsubscribed, 10 rejected",
  );
  expect(out.join("")).not.toContain("\n");
  // No mode of the terminal is changed that a killed process would leave behind: each write sets back what it has set.
  for (const text of out)
    expect(text.replace(/\u001b\[\?7l[^\u001b]*\u001b\[\?7h/, "")).not.toMatch(/\u001b\[\?/);
  progress.end(view);
  expect(out.at(-1)).toMatch(/^2,500 of 10,000 addresses .*\n$/);
});

test.each([
  ["on its way down", 0],
  ["at the foot", 30],
])(
  "a line drawn before the program hears that its terminal was made narrower leaves no tail: %s",
  async (_, above) => {
    const screen = new xterm.Terminal({ cols: 120, rows: 24, allowProposedApi: true });
    const write = (text: string) => new Promise<void>((done) => screen.write(text, done));
    await write("before\r\n".repeat(above + 1));
    const out: string[] = [];
    const terminal = { isTTY: true, columns: 120, write: (text: string) => void out.push(text) };
    const progress = barProgress(terminal);
    const draw = async (): Promise<void> => {
      progress.show(view, 1850, 0, now);
      await write(out.splice(0).join(""));
    };
    await draw();
    screen.resize(40, 24);
    await draw(); // as wide as the terminal was
    terminal.columns = 40;
    await draw();
    const { active } = screen.buffer;
    const lines = Array.from({ length: active.length }, (__, index) =>
      active.getLine(index)?.translateToString(true),
    ).filter((line) => line !== "" && line !== "before");
    expect(lines).toEqual(["25 % | 1,850/s, a few seconds left"]);
    screen.dispose();
  },
);

test("the line of a terminal leaves out what its width does not hold, the bar before the pace", () => {
  const fitted = (width: number, changes: Partial<ProgressView> = {}): string =>
    fitProgress({ ...view, ...changes }, 850, now, width);
  expect(fitted(120)).toBe(
    "[#####...............] 25 % 2,500 of 10,000 | 850/s, a few seconds left | 2,490 unsubscribed, 10 rejected",
  );
  expect(fitted(76)).toBe(
    "[#####...............] 25 % 2,500 of 10,000 | 850/s, a few seconds left",
  );
  expect(fitted(36)).toBe("25 % | 850/s, a few seconds left");
  expect(fitted(36, { stopping: true })).toBe("stopping: waiting for 4 calls under…");
  for (let width = 10; width < 120; width += 1)
    expect(fitted(width).length).toBeLessThanOrEqual(width);
});

describe("the rate", () => {
  test("cannot be told at first, nor while nothing comes", () => {
    const rate = new Rate();
    rate.add(0, 0);
    expect(rate.perSecond).toBeUndefined();
    rate.add(1000, 0);
    expect(rate.perSecond).toBeUndefined();
  });

  test("is that of the last half minute", () => {
    const rate = new Rate();
    for (let second = 0; second <= 60; second += 1) rate.add(second * 1000, second * 10);
    for (let second = 61; second <= 95; second += 1)
      rate.add(second * 1000, 600 + (second - 60) * 100);
    expect(rate.perSecond).toBeCloseTo(100);
  });
});
