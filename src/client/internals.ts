import type { AccountReader } from "./account.js";
import { CallLine } from "./call-line.js";
import type { Hooks } from "./hooks.js";
import type { CallSlot } from "./options.js";
import { RollingPace, type Pace } from "./pace.js";

/** What a job needs of a client beyond its calls. */
export interface Internals {
  /**
   * The client was made by `createClient` of this copy of the package, so that `onBegun` is heeded.
   * For any other client, such as a double or a wrapper, a call counts as begun once its method is called.
   */
  readonly own: boolean;
  /** The server that the calls go to, as `https://host/path`; `undefined` where it is not known. */
  readonly server?: string | undefined;
  /** The version of HubSpot's API; `undefined` where it is not known. */
  readonly apiVersion?: string | undefined;
  /** Tells whose the client's tokens are; `undefined` for a client that is not our own. */
  readonly accounts?: AccountReader | undefined;
  /** Ends every call of the client. */
  readonly signal?: AbortSignal | undefined;
  /** The client's hooks, checked; nothing for a client that is not our own. */
  readonly hooks: Hooks;
  /** How the calls are spread over time: one for all jobs, queues and direct calls of the client. */
  readonly pace: Pace;
}

interface Registered extends Pick<
  Internals,
  "server" | "apiVersion" | "accounts" | "signal" | "hooks"
> {
  /** Filled with the line of the pace, so that the client's own calls take their place in it. */
  readonly slot: CallSlot;
  /** The same client, for one account alone. */
  readonly boundTo: (account: number) => object;
}

/**
 * @param part what a client has, and the promise of one or its options do not have
 * @throws {TypeError} where there is none
 */
export function checkClient<Part>(place: string, part: Part | undefined): asserts part is Part {
  if (part === undefined) throw new TypeError(`${place} needs a client of createClient`);
}

const registered = new WeakMap<object, Registered>();
const paced = new WeakMap<object, Internals>();

/** Remembers the parts of a client, except the pace, which a client without jobs does not need. */
export function register(client: object, own: Registered): void {
  registered.set(client, own);
}

/** The client for one account alone: a token of another one is refused. Itself, where it is not our own. */
export function boundTo<Client extends object>(client: Client, account: number): Client {
  // It was registered by whoever made both.
  return (registered.get(client)?.boundTo(account) as Client | undefined) ?? client;
}

/** The same for each question about a client; its pace is made with the first. */
export function internals(client: object): Internals {
  let found = paced.get(client);
  if (found === undefined) {
    const own = registered.get(client);
    const pace = new RollingPace();
    if (own !== undefined) own.slot.line ??= new CallLine(pace);
    found = Object.freeze({ hooks: {}, ...own, own: own !== undefined, pace });
    paced.set(client, found);
  }
  return found;
}
