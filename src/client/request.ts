import { createFinalURL } from "openapi-fetch";
import type { Operation } from "../../generated/operations.js";
import type { operations as Described } from "../../generated/types.js";
import type { HeaderReader } from "./headers.js";
import type { Batch } from "../outcome/batch.js";
import { pathIn, type ApiVersion } from "./version.js";

/** What `fetch` is given: plain values that every implementation takes. */
export interface FetchInit {
  method: string;
  headers: Record<string, string>;
  /** Always `manual`: the request holds people's addresses, and no redirect may carry it to another server. */
  redirect: "manual";
  /** Ends the attempt. */
  signal: AbortSignal;
  /** JSON; absent where the operation has no body. */
  body?: string;
}

/** What is read of the answer; its body by its reader, where it has one, and else by `text`. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: HeaderReader;
  readonly body: FetchBody | null;
  readonly bodyUsed: boolean;
  readonly type: string;
  /** The whole body; asked for where `body` has no reader. */
  text(): Promise<string>;
}

/** The stream of an answer's body. */
export interface FetchBody {
  /** Called once, to read the answer. */
  getReader(): FetchBodyReader;
  /** Lets go of an answer that came too late to be read. */
  cancel(): Promise<unknown>;
}

/** Reads a body piece by piece. */
export interface FetchBodyReader {
  /** The next piece, in bytes. */
  read(): Promise<{ done: false; value: Uint8Array } | { done: true; value?: unknown }>;
  /** Lets go of the rest. */
  cancel(): Promise<unknown>;
}

/**
 * `fetch`, as the client calls it: the platform's own, undici's, or one around them. It is described by what the client
 * gives and reads, so that it needs the types of no platform.
 *
 * @example
 * ```ts
 * import { Agent, fetch } from "undici";
 *
 * const dispatcher = new Agent({ connect: { ca } });
 * createClient({ accessToken, fetch: (url, init) => fetch(url, { ...init, dispatcher }) });
 * ```
 */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

/** A request, the same at each attempt but for its token. */
export interface CallRequest {
  readonly url: string;
  /** The same with the path as a template, and without the query: fit to be told of. */
  readonly template: string;
  readonly method: string;
  /** `undefined` where the operation has none. */
  readonly body: string | undefined;
}

/** On a `fetch` that the caller may pass and whose errors tell what the platform's own would. */
const TELLS_TRUE = Symbol.for("hubspot-batch-unsubscribe.fetch");

/** What a query of ours holds; the compiler holds each call against the description. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

type BatchBody = Described[
  "batchUnsubscribeAll" | "batchReadUnsubscribeAll"]["requestBody"]["content"]["application/json"];
type SinglePath = Described[
  "unsubscribeAllForContact" | "readUnsubscribeAllForContact"]["parameters"]["path"];

const ADDRESS_IN_PATH: `{${keyof SinglePath}}` = "{subscriberIdString}";

/**
 * The addresses stand in the body; the one of a call on a single address in the path.
 *
 * Only the part of openapi-fetch that writes a URL is used. Its client decides by itself how much of an answer it reads,
 * and ours has to read every answer to the last byte. It also hands a `Request` to `fetch`: making one costs as much as
 * the rest of a call, and not every implementation takes it.
 */
export function createRequest(
  { baseUrl, apiVersion }: { readonly baseUrl: string; readonly apiVersion: ApiVersion },
  operation: Operation,
  query: Query,
  // A call about no address has no body, as one on a single address has none.
  { inputs, single }: Pick<Batch, "inputs" | "single"> = { inputs: [], single: true },
): CallRequest {
  const body: BatchBody = { inputs: [...inputs] };
  const path = pathIn(apiVersion, operation);
  const url = createFinalURL(
    path.replace(ADDRESS_IN_PATH, () => encodeURIComponent(inputs[0] ?? "")),
    {
      baseUrl,
      params: { query },
      // Own members only; openapi-fetch's own walks over what is inherited too, and writes lists and objects as well.
      querySerializer: () =>
        Object.entries(query)
          .filter(([, value]) => value !== undefined)
          .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
          .join("&"),
      // It is filled in already, and what is encoded twice is another address.
      pathSerializer: (pathname: string) => pathname,
    },
  );
  const { method } = operation;
  return { url, template: baseUrl + path, method, body: single ? undefined : JSON.stringify(body) };
}

/** What `fetch` is given for one attempt, as plain values that every implementation takes. */
export function createInit(
  { method, body }: CallRequest,
  token: string,
  signal: AbortSignal,
): FetchInit {
  const headers = { accept: "application/json", authorization: `Bearer ${token}` };
  // The request holds people's addresses: no redirect may carry it to another server.
  const init = { method, redirect: "manual", headers, signal } as const;
  return body === undefined
    ? init
    : { ...init, headers: { ...headers, "content-type": "application/json" }, body };
}

/**
 * Marks a `fetch` of this package's own. Where it cannot connect, the client believes that nothing
 * was sent, as it believes the platform's own `fetch` and nobody else's.
 */
export function markFetch<Marked extends Fetch>(fetch: Marked): Marked {
  return Object.defineProperty(fetch, TELLS_TRUE, { value: true });
}

/** Whether the errors of a `fetch` prove anything of what was sent. */
export function isMarkedFetch(fetch: Fetch): boolean {
  return (fetch as { readonly [TELLS_TRUE]?: unknown })[TELLS_TRUE] === true; // any may be asked
}
