import type { JsonObject } from "../model/json.ts";
import { InputProblem } from "../problem.ts";
import { pathOf } from "./described.ts";

/** The server under test. */
export interface Target {
  readonly server: string;
  readonly token: string;
  /** By which it is called. */
  readonly description: JsonObject;
}

/** What a call was answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON, or undefined where it was none. */
  readonly body: unknown;
}

export function optOut(target: Target, address: string, verbose: boolean): Promise<Answer> {
  return post(target, "batchUnsubscribeAll", `channel=EMAIL&verbose=${verbose}`, address);
}

export function readBack(target: Target, address: string): Promise<Answer> {
  return post(target, "batchReadUnsubscribeAll", "channel=EMAIL", address);
}

export function readAccount(target: Target): Promise<Answer> {
  return call(target, "getAccountDetails", "", { method: "GET" });
}

function post(
  target: Target,
  operationId: string,
  query: string,
  address: string,
): Promise<Answer> {
  const body = JSON.stringify({ inputs: [address] });
  const headers = { "Content-Type": "application/json" };
  return call(target, operationId, `?${query}`, { method: "POST", headers, body });
}

/** @throws {InputProblem} if the token is refused, since every other answer would be the same */
async function call(
  { server, token, description }: Target,
  operationId: string,
  query: string,
  { headers, ...init }: RequestInit & { readonly headers?: Readonly<Record<string, string>> },
): Promise<Answer> {
  const response = await send(server + pathOf(description, operationId) + query, {
    ...init,
    headers: { ...headers, Authorization: `Bearer ${token}` },
    redirect: "manual",
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  if (response.status === 401) {
    throw new InputProblem(
      `${server} does not accept the token in HUBSPOT_ACCESS_TOKEN (401): give a valid one of the account, as the whole value of the variable`,
    );
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  return { status: response.status, headers: response.headers, body };
}

/** @throws {InputProblem} if nobody answers */
async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    const { cause } = error as Error; // `fetch` throws nothing else
    const reason = cause instanceof Error ? cause.message : String(error);
    throw new InputProblem(`${new URL(url).origin} does not answer: ${reason}`);
  }
}

/** What stands at the end of some steps; undefined where one of them leads nowhere. */
export function at(value: unknown, ...steps: readonly (string | number)[]): unknown {
  let node = value;
  for (const step of steps) {
    node = typeof node === "object" && node !== null ? Reflect.get(node, step) : undefined;
  }
  return node;
}
