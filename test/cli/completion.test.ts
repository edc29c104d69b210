import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { flagsOf } from "../../src/cli/flag-values.js";
import { commandNames } from "../../src/cli/flags.js";
import { run } from "./captured.js";
import { onTerminal } from "./terminal.js";

/** How each shell is started without anybody's settings, and takes the script. */
const shells = {
  bash: {
    command: ["bash", "--norc", "--noprofile", "-i"],
    take: (script: string) => `source ${script}`,
  },
  zsh: {
    command: ["zsh", "-f", "-i"],
    take: (script: string) => `autoload -U compinit; compinit -u -D; source ${script}`,
  },
  fish: {
    command: ["fish", "--no-config", "-i"],
    take: (script: string) => `source ${script}`,
  },
} as const;

type Shell = keyof typeof shells;

/** bash is on every machine with such shells that runs these tests, the others where somebody has installed them. */
const there = (Object.keys(shells) as Shell[]).filter((name) => {
  if (process.platform === "win32" || name === "bash") return process.platform !== "win32";
  try {
    execFileSync(name, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "completion-"));
  await writeFile(join(folder, "my list.csv"), "");
});
afterAll(() => rm(folder, { recursive: true }));

async function scriptOf(shell: Shell): Promise<string> {
  const { out, code } = run("completion", shell);
  expect(await code).toBe(0);
  return out.join("");
}

describe.each(there)("%s, at the Tab key", (shell) => {
  test.each([
    ["a command", "ve", "verify"],
    ["a flag", "run list.csv --dry", "--dry-run"],
    ["a flag that only this command has", "mock --ra", "--rate"],
    ["a file as the argument", `run ${"@"}/my`, /my(?:\\ | )list\.csv/],
    ["a file as the value of a flag", `run x.csv --html ${"@"}/my`, /my(?:\\ | )list\.csv/],
    ["a known value", "run list.csv --separator semi", "semicolon"],
    ["the word of a command", "completion fi", "fish"],
    ["a command to be told of", "help ret", "retry"],
  ])("completes %s", async (_, typed, shown) => {
    const file = join(folder, shell);
    await writeFile(file, await scriptOf(shell));
    const terminal = onTerminal(shells[shell].command, {
      columns: 200,
      env: { HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder, PS1: "$ " },
    });
    terminal.type(`${shells[shell].take(file)}; echo READ''Y\r`);
    await terminal.shows(/^READY$/m);
    terminal.type(`hubspot-batch-unsubscribe ${typed.replace("@", folder)}\t`);
    await terminal.shows(shown);
    expect(terminal.lines().join("\n")).not.toMatch(/error|not found|bad|invalid/i);
  });
});

test.each(Object.keys(shells) as Shell[])("%s is told of every command and flag", async (shell) => {
  const script = await scriptOf(shell);
  for (const command of commandNames) {
    expect(script).toContain(command);
    for (const [name] of flagsOf(command)) {
      expect(script).toMatch(new RegExp(`(?:--|-l )${name}\\b`));
    }
  }
});

test.each(there)("the script for %s is one that it can read", async (shell) => {
  const file = join(folder, `${shell}-read`);
  await writeFile(file, await scriptOf(shell));
  expect(execFileSync(shell, ["-n", file], { encoding: "utf8" })).toBe("");
});

test.each([
  ["bahs", "SHELL is one of bash, zsh, fish; did you mean bash?"],
  ["powershell", "SHELL is one of bash, zsh, fish\n"],
])("another shell, such as %s, is refused with 2", async (shell, words) => {
  const { out, err, code } = run("completion", shell);
  expect(await code).toBe(2);
  expect(err.join("")).toContain(words);
  expect(out).toEqual([]);
});
