#!/usr/bin/env node
import { main } from "./main.js";

const controller = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) {
  // Once only: a second signal finds Node's own handling and ends the process at once.
  process.once(name, () => controller.abort(name));
}

for (const stream of [process.stdout, process.stderr]) {
  // A reader such as `head` that leaves early is no fault; what else goes wrong is.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

// The exit code is set, not exited with: what is still on its way to a slow pipe gets there.
process.exitCode = await main(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: controller.signal,
});
