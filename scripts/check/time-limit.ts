import { createContext, Script } from "node:vm";

/** For one schema or body, which otherwise takes some milliseconds. */
export const MOST_MS = 5_000;

const context = createContext({});
const script = new Script("work()");

/**
 * Does some work for one after the other, none of which waits. As many as can be in one go, since to set a limit takes longer
 * than the usual work; what is under way when the time is up has as much again for itself, and is then given up.
 *
 * @param work may be begun once more for one that it did not end
 */
export function eachWithinTime<Item>(
  ms: number,
  items: readonly Item[],
  work: (item: Item) => void,
  giveUp: (item: Item) => void,
): void {
  let done = 0;
  const next = (): void => {
    const item = items[done];
    if (item !== undefined) work(item);
    done += 1;
  };
  const all = (): void => {
    while (done < items.length) next();
  };
  while (withinTime(ms, all) === undefined) {
    const item = items[done];
    if (item === undefined || withinTime(ms, next) !== undefined) continue;
    giveUp(item);
    done += 1;
  }
}

/**
 * Does some work that does not wait, and gives up on it after so many milliseconds: an expression can be tried in more
 * ways than there is time, and nothing but a script's own limit ends that from outside. `undefined` where it gave up.
 */
function withinTime<Result>(ms: number, work: () => Result): { result: Result } | undefined {
  let done: { result: Result } | undefined;
  context["work"] = () => {
    done = { result: work() };
  };
  try {
    script.runInContext(context, { timeout: ms });
  } catch (error) {
    // An error of the script's own realm, which is no `Error` of this one.
    const code: unknown = Reflect.get(Object(error), "code");
    if (code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
  }
  return done;
}
