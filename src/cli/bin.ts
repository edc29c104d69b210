#!/usr/bin/env node
import { closeSync, fstatSync, writeSync } from "node:fs";
import { isatty } from "node:tty";

import { main } from "./main.js";
import { dataOutput, noteOutput } from "./output.js";
import { hearSignals } from "./signals.js";
import { visible } from "../text/terminal.js";

const signal = hearSignals(process, (code) => {
  try {
    // In place of what is drawn, and of the ^C behind it; the prompt that follows begins on a line of its own.
    if (process.stderr.isTTY) writeSync(process.stderr.fd, "\r\u001b[JLeft at once.\n");
  } catch {
    // The terminal may be gone.
  }
  process.exit(code);
});

// Node sets its terminal back at the end, and aborts where that fails. One that has been closed is no terminal any more.
process.on("exit", () => {
  for (const descriptor of [0, 1, 2]) {
    try {
      if (!isatty(descriptor) && fstatSync(descriptor).isCharacterDevice()) closeSync(descriptor);
    } catch {
      // It is closed already.
    }
  }
});

const stderr = noteOutput(process.stderr);
try {
  // The exit code is set, not exited with: what is still on its way to a slow pipe gets there.
  process.exitCode = await main(process.argv.slice(2), {
    // Looked up late: a command that reads nothing leaves it alone.
    get stdin() {
      return process.stdin;
    },
    stdout: dataOutput(process.stdout),
    stderr,
    env: process.env,
    signal,
  });
} catch (error) {
  // Node would show the line of the program that threw, which is of no use and may be very long.
  const trace = error instanceof Error ? error.stack : String(error);
  stderr.write(visible(`This is a fault of the program; please report it.\n${trace}\n`));
  process.exitCode = 1;
}
