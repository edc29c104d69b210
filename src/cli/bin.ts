#!/usr/bin/env node
import { closeSync, fstatSync, writeSync } from "node:fs";
import { isatty } from "node:tty";

import { main } from "./main.js";
import { dataOutput, noteOutput } from "./output.js";
import { hearSignals } from "./signals.js";
import { visible } from "../text/terminal.js";

const signal = hearSignals(process, (code) => {
  try {
    // Overwrite the progress line and the ^C after it, so that the next prompt starts on its own line.
    if (process.stderr.isTTY) writeSync(process.stderr.fd, "\r\u001b[JStopped at once.\n");
  } catch {
    // The terminal may be gone.
  }
  process.exit(code);
});

// Node resets the terminal at exit and aborts if that fails, as with a terminal that was closed.
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
  // Set the exit code instead of exiting, so that output to a slow pipe is not lost.
  process.exitCode = await main(process.argv.slice(2), {
    // Looked up late, so that a command that reads nothing does not open it.
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
