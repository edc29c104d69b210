import { expect } from "vitest";

import * as validators from "../../generated/validators.js";
import { operations } from "../../generated/operations.js";
import type { Mock } from "../../src/mock/index.js";

export const path = operations.batchUnsubscribeAll.path;
const readPath = operations.batchReadUnsubscribeAll.path;

export interface CallOptions {
  readonly path?: string;
  readonly query?: string;
  readonly token?: string | null;
  readonly body?: string;
  readonly method?: string;
  readonly signal?: AbortSignal;
}

/** Calls the mock with plain fetch, so that no code of the client vouches for the mock. */
export async function call(
  mock: Mock,
  inputs: readonly string[],
  options: CallOptions = {},
): Promise<Response> {
  const { query = "?channel=EMAIL&verbose=true", token = mock.token, method = "POST" } = options;
  const authorization = token === null ? {} : { Authorization: `Bearer ${token}` };
  return fetch(`${mock.url}${options.path ?? path}${query}`, {
    method,
    headers: { "Content-Type": "application/json", ...authorization },
    body:
      method === "GET" || method === "HEAD" ? null : (options.body ?? JSON.stringify({ inputs })),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}

/** Reads a batch back, as `call` opts one out. */
export async function read(
  mock: Mock,
  inputs: readonly string[],
  options: CallOptions = {},
): Promise<Response> {
  return call(mock, inputs, { path: readPath, query: "?channel=EMAIL", ...options });
}

/** The parts of any body that the tests look at. */
export interface Body {
  readonly status?: string;
  readonly message?: string;
  readonly category?: string;
  readonly correlationId?: string;
  readonly policyName?: string;
  readonly numErrors?: number;
  readonly results?: readonly {
    readonly subscriberIdString: string;
    readonly statuses?: readonly {
      readonly status?: string;
      readonly setStatusSuccessReason?: string;
      readonly businessUnitId?: number;
      readonly timestamp?: string;
    }[];
    readonly wideStatuses?: readonly {
      readonly wideStatusType?: string;
      readonly status?: string;
      readonly businessUnitId?: number;
      readonly timestamp?: string;
    }[];
  }[];
  readonly errors?: readonly {
    readonly message?: string;
    readonly in?: string;
    readonly context?: Readonly<Record<string, readonly string[]>>;
  }[];
}

/** Reads a JSON answer and holds it against the generated validator of its status. */
export async function readValid(response: Response): Promise<Body> {
  const body: unknown = await response.json();
  const { pathname } = new URL(response.url);
  const operation = pathname === readPath ? "batchReadUnsubscribeAll" : "batchUnsubscribeAll";
  const table: Readonly<Record<string, (value: unknown) => boolean>> =
    validators[operation].responses;
  const range = `${Math.floor(response.status / 100)}XX`;
  const validate = table[response.status] ?? table[range] ?? table["default"];
  expect(validate, `a validator for ${response.status}`).toBeDefined();
  expect(validate?.(body), JSON.stringify(body)).toBe(true);
  return body as Body; // every field of it is optional, and the body fits the description
}

/** The reason of each address's first status. */
export function reasons(body: Body): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    (body.results ?? []).map(({ subscriberIdString, statuses }) => [
      subscriberIdString,
      statuses?.[0]?.setStatusSuccessReason,
    ]),
  );
}

/** Asks for a path with any method, with the mock's own token unless told, and reads the answer as JSON. */
export async function ask(
  { url, token: own }: Mock,
  method: string,
  target: string,
  token = own,
): Promise<{ readonly status: number; readonly headers: Headers; readonly body: unknown }> {
  const headers = { Authorization: `Bearer ${token}` };
  const response = await fetch(url + target, { method, headers });
  const text = await response.text();
  const body = text === "" ? undefined : (JSON.parse(text) as unknown);
  return { status: response.status, headers: response.headers, body };
}
