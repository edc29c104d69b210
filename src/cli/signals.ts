import { codeOfSignal } from "./exit-codes.js";

const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * A second signal that comes sooner than this, in milliseconds, is the first one once more: from a
 * terminal it reaches the whole group, and npm hands it on to its child besides.
 */
const echo = 300;

/** As much of `process` as is needed here. */
interface Signalled {
  on(name: (typeof stopSignals)[number], listener: () => void): unknown;
}

/**
 * Hears SIGINT, SIGTERM and SIGHUP: the first asks for an orderly end, a second SIGINT or SIGTERM
 * leaves at once. SIGHUP says that the terminal is gone and not that somebody is in a hurry, so it
 * cuts no orderly end short.
 *
 * The listeners stay, so that a library that listens too never finds itself alone and ends the
 * process by itself.
 *
 * @param leave ends the process with an exit code
 * @param now milliseconds of a clock that is never set
 */
export function hearSignals(
  source: Signalled,
  leave: (code: number) => void,
  now: () => number = () => performance.now(),
): AbortSignal {
  const controller = new AbortController();
  let first: number | undefined;
  for (const name of stopSignals) {
    source.on(name, () => {
      if (first === undefined) {
        first = now();
        controller.abort(name);
      } else if (name !== "SIGHUP" && now() - first >= echo) {
        leave(codeOfSignal(name));
      }
    });
  }
  return controller.signal;
}
