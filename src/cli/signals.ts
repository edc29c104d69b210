import { codeOfSignal } from "./exit-codes.js";

const stopSignals = ["SIGINT", "SIGTERM"] as const;

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
 * Hears SIGINT and SIGTERM: the first asks for an orderly end, the second leaves at once.
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
      } else if (now() - first >= echo) {
        leave(codeOfSignal(name));
      }
    });
  }
  return controller.signal;
}
