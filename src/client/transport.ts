import createFetchClient, { createQuerySerializer, type Client } from "openapi-fetch";
import type { paths } from "../../generated/types.js";

/** `fetch`, as the client calls it: with the URL as text and a body that is text. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** On a `fetch` that the caller may pass and whose errors tell what the platform's own would. */
const TELLS_TRUE = Symbol.for("hubspot-batch-unsubscribe.fetch");

/**
 * Marks a `fetch` of this package's own. Where it cannot connect, the client believes that nothing
 * was sent, as it believes the platform's own `fetch` and nobody else's.
 */
export function markFetch(fetch: Fetch): Fetch {
  return Object.defineProperty(fetch, TELLS_TRUE, { value: true });
}

/** Whether the errors of a `fetch` prove anything of what was sent. */
export function isMarkedFetch(fetch: Fetch): boolean {
  return (fetch as { readonly [TELLS_TRUE]?: unknown })[TELLS_TRUE] === true; // any may be asked
}

/** What openapi-fetch is given for one attempt, beside what the operation needs. */
export interface AttemptInit {
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
  readonly fetch: (input: Request) => Promise<Response>;
}

/**
 * Stands in for `Request`: keeps what it is given. A real one costs as much as the rest of
 * openapi-fetch, and another implementation of `fetch` might not take it.
 */
class KeptRequest {
  readonly url: string;
  readonly init: RequestInit;

  constructor(url: string, init: RequestInit) {
    this.url = url;
    this.init = init;
  }
}

/** Tells openapi-fetch that there is no body, so that it leaves the reading of it to us. */
const NOTHING_TO_READ = { status: 204, ok: true, headers: { get: () => null } };

/** The openapi-fetch client through which every attempt goes. */
export function createTransport(baseUrl: string): Client<paths> {
  return createFetchClient<paths>({
    baseUrl,
    // The body holds people's addresses: no redirect may carry it to another server.
    redirect: "manual",
    querySerializer: createQuerySerializer(),
    // openapi-fetch only constructs it, and sets and reads `method` on it.
    Request: KeptRequest as unknown as typeof Request,
  });
}

/**
 * The `fetch` that openapi-fetch calls for one attempt: hands URL and init on as plain values and
 * gives the answer to us.
 *
 * @param begin Called before `fetch`, from which on the request may be carried out.
 */
export function capturingFetch(
  fetch: Fetch,
  begin: () => void,
  capture: (response: Response) => void,
): AttemptInit["fetch"] {
  return async (input) => {
    const { url, init } = input as unknown as KeptRequest; // the class given to createFetchClient
    // A plain object: the Headers of one implementation are not always taken by another.
    const headers = Object.fromEntries(init.headers as Headers); // openapi-fetch makes them
    begin();
    capture(await fetch(url, { ...init, headers }));
    return NOTHING_TO_READ as unknown as Response; // openapi-fetch reads these members only
  };
}
