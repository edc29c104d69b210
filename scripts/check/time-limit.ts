import { createContext, Script } from "node:vm";

const context = createContext({});
const script = new Script("work()");

/**
 * Does some work that does not wait, and gives up on it after so many milliseconds: an expression can be tried in more
 * ways than there is time, and nothing but a script's own limit ends that from outside. `undefined` where it gave up.
 */
export function withinTime<Result>(ms: number, work: () => Result): { result: Result } | undefined {
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
