import { InputProblem, reasonOf, type Detail, type Place } from "../problem.ts";

/** Where to stop a run that is made again, and why: at so many parts of the description into one of its steps. */
export interface Stop {
  readonly step: number;
  readonly count: number;
  readonly reason: string;
}

/** The run is over at this part of the description, for a reason that is no fault of the generator's. */
export class Stopped extends Error {
  override readonly name = "Stopped";
  readonly pointer: string;

  constructor(reason: string, pointer: string) {
    super(reason);
    this.pointer = pointer;
  }
}

let counts: Int32Array = new Int32Array(3);
let stop: Stop | undefined;
let last: string | undefined;

/**
 * Begins the count of a run: which step, and how many parts of the description it has taken in hand. What another thread
 * sees of it tells where a run was that had to be ended: made again, it comes by the same parts, and stops at the last.
 *
 * @param shared of three numbers, for another thread to read
 */
export function startCounting(shared: Int32Array, stopAt?: Stop): void {
  counts = shared.fill(0);
  stop = stopAt;
  last = undefined;
}

export function startStep(): void {
  counts[0] = (counts[0] ?? 0) + 1;
  counts[1] = 0;
  last = undefined;
}

/** Says which process works for the run, so that it is ended with it; 0 once it is over. */
export function waitFor(pid: number): void {
  counts[2] = pid;
}

/**
 * Says which part of the description is taken in hand now.
 *
 * @throws {Stopped} if the run is to stop here
 */
export function at(pointer: string): void {
  const count = (counts[1] = (counts[1] ?? 0) + 1);
  last = pointer;
  if (count === stop?.count && counts[0] === stop.step) throw new Stopped(stop.reason, pointer);
}

/** The part of the description that this step took in hand last. */
export function whereabouts(): string {
  return last ?? "#";
}

/**
 * Takes a step that looks through descriptions by `at`.
 *
 * @param places of a part that `at` was told of
 * @throws {InputProblem} with the part in hand, if the run is to stop there, or if the step goes too deep or becomes too large
 */
export async function lookThrough<T>(
  work: () => T | Promise<T>,
  places: (part: string) => readonly (Place | undefined)[],
): Promise<T> {
  startStep();
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Stopped || error instanceof RangeError)) throw error;
    const part = error instanceof Stopped ? error.pointer : last;
    const message = reasonOf(error);
    const found = part === undefined ? [] : places(part).filter((place) => place !== undefined);
    const details = found.map((place): Detail => ({ message, place }));
    throw new InputProblem(details.length === 0 ? message : details);
  }
}
