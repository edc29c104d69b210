import type { Hooks } from "./hooks.js";
import { RollingPace, type Pace } from "./pace.js";

/** What a job needs of a client beyond its calls. */
export interface Internals {
  /**
   * The client was made by `createClient` of this copy of the package, so that `onBegun` is heeded.
   * Of any other, such as a double or a wrapper, a call counts as begun once its method is called.
   */
  readonly own: boolean;
  /** The server that the calls go to, as `https://host/path`; `undefined` where it is not known. */
  readonly server: string | undefined;
  /** Ends every call of the client. */
  readonly signal: AbortSignal | undefined;
  /** The client's hooks, checked; nothing for a client that is not our own. */
  readonly hooks: Hooks;
  /** How the calls are spread over time: one for all jobs that share the client. */
  readonly pace: Pace;
}

type Registered = Pick<Internals, "server" | "signal" | "hooks">;

const registered = new WeakMap<object, Registered>();
const paced = new WeakMap<object, Internals>();

/** Remembers what a client was made of. Apart from the pace, which the client alone does not need. */
export function register(client: object, { server, signal, hooks }: Registered): void {
  registered.set(client, { server, signal, hooks });
}

/** The same for each question about a client; its pace is made with the first. */
export function internals(client: object): Internals {
  let found = paced.get(client);
  if (found === undefined) {
    const own = registered.get(client);
    const { server, signal, hooks = {} } = own ?? {};
    found = Object.freeze({
      own: own !== undefined,
      server,
      signal,
      hooks,
      pace: new RollingPace(),
    });
    paced.set(client, found);
  }
  return found;
}
