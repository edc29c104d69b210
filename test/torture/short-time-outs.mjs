// Loaded into a process: it gives up on an answer after a second, not after two minutes.
const { setTimeout: real } = globalThis;
const impatient = (
  /** @type {(...args: unknown[]) => void} */ work,
  /** @type {number} */ ms,
  /** @type {unknown[]} */ ...args
) => real(work, ms >= 100_000 ? 1_000 : ms, ...args);
globalThis.setTimeout = Object.assign(impatient, real);
