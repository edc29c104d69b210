import { spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A program on a terminal of its own, and what a person would see there. */
export interface OnTerminal {
  readonly pid: number;
  readonly type: (keys: string) => void;
  readonly resize: (columns: number) => void;
  /** What was meant as a line each, on the screen and scrolled off it, without the empty ones at the end. */
  readonly lines: () => readonly string[];
  /** Waits until the screen shows this. */
  readonly shows: (what: string | RegExp) => Promise<void>;
  /** Waits until something more has been written. */
  readonly draws: () => Promise<void>;
  /** What has been written, with its control sequences. */
  readonly written: () => string;
  /** Closes the terminal, as its window does. */
  readonly close: () => void;
  readonly ended: Promise<{ readonly exitCode: number; readonly signal?: number | undefined }>;
}

export interface TerminalOptions {
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a program on a pseudo-terminal, and ends it with the test. */
export function onTerminal(
  [program = "", ...args]: readonly string[],
  { columns = 80, env = {} }: TerminalOptions = {},
): OnTerminal {
  const rows = 24;
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const child = spawn(program, args, {
    cwd: root,
    cols: columns,
    rows,
    env: { PATH: process.env["PATH"], HOME: "/nonexistent", TERM: "xterm", ...env },
  });
  let written = "";
  child.onData((text) => {
    written += text;
    screen.write(text);
  });
  const ended = new Promise<{ exitCode: number; signal?: number | undefined }>((resolve) =>
    child.onExit((exit) => screen.write("", () => resolve(exit))),
  );
  onTestFinished(() => {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    screen.dispose();
  });
  const lines = (): readonly string[] => {
    const { active } = screen.buffer;
    const texts: string[] = [];
    for (let index = 0; index < active.length; index += 1) {
      const line = active.getLine(index);
      const isBroken = active.getLine(index + 1)?.isWrapped === true;
      const text = line?.translateToString(!isBroken) ?? "";
      if (line?.isWrapped === true) texts.push(`${texts.pop()}${text}`);
      else texts.push(text);
    }
    return texts.slice(0, texts.findLastIndex((text) => text !== "") + 1);
  };
  return {
    pid: child.pid,
    type: (keys) => child.write(keys),
    resize: (size) => {
      screen.resize(size, rows);
      child.resize(size, rows);
    },
    lines,
    shows: (what) =>
      expect
        .poll(() => lines().join("\n"), { timeout: 20_000, interval: 50 })
        .toMatch(
          what instanceof RegExp ? what : new RegExp(what.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")),
        ),
    draws: async () => {
      const { length } = written;
      await expect.poll(() => written.length, { timeout: 20_000 }).toBeGreaterThan(length);
    },
    written: () => written,
    close: () => (child as typeof child & { destroy(): void }).destroy(), // of Unix, and not declared
    ended,
  };
}
