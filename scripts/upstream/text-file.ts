import type { Source as Text } from "@redocly/openapi-core";
import { getLineColLocation, Source } from "../read/openapi-core.ts";
import { InputProblem, type Place } from "../problem.ts";

const longestWait = 30_000;
const largest = 32 * 1024 * 1024;

/** A text with a name, in which a pointer can be found. */
export class TextFile {
  readonly name: string;
  readonly text: string;
  readonly #source: Text;

  constructor(name: string, text: string) {
    this.name = name;
    this.text = text;
    this.#source = new Source(name, text);
  }

  /** Line and column of what a pointer (RFC 6901) leads to: `subscriptions.json:12:3`. */
  placeOf(pointer: string): string {
    const { file, line, column } = this.positionOf(pointer);
    return `${file}:${line}:${column}`;
  }

  positionOf(pointer: string): Place {
    const location = { source: this.#source, pointer: `#${pointer}`, reportOnKey: true };
    const { line, col } = getLineColLocation(location).start;
    return { file: this.name, line, column: col, frame: "" };
  }
}

export function isUrl(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** A server that sends further more often than this has no end. */
const MOST_REDIRECTS = 5;

/**
 * Gets a text over https alone, redirects included; over http only from this machine, and from there no further.
 *
 * @throws {InputProblem} if it cannot be had so
 */
export async function download(url: string): Promise<string> {
  if (!URL.canParse(url)) throw new InputProblem(`${url} is no address`);
  const { protocol, hostname, username, password } = new URL(url);
  // It would stand in reports and logs, and fetch would refuse it in words that quote it.
  if (username + password !== "")
    throw new InputProblem(`${hostname}: an address with a name or a password is not taken`);
  const isLoopback = ["127.0.0.1", "[::1]", "localhost"].includes(hostname);
  if (protocol === "http:" && !isLoopback) throw new InputProblem(`${url}: https only`);
  try {
    const response = await follow(new URL(url), AbortSignal.timeout(longestWait));
    if (!response.ok) throw new Error(`the server answers ${response.status}`);
    return await readText(response);
  } catch (error) {
    throw new InputProblem(`cannot download ${url}: ${messageOf(error)}`);
  }
}

async function follow(url: URL, signal: AbortSignal): Promise<Response> {
  const start = url;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const response = await fetch(url, { redirect: "manual", signal });
    const to = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || to === null) return response;
    await response.body?.cancel();
    url = new URL(to, url);
    const isSameServer = url.origin === start.origin;
    if (url.protocol !== "https:" && !isSameServer)
      throw new Error(`it is redirected to ${url.href}, which is not https`);
  }
  throw new Error(`it is redirected more than ${MOST_REDIRECTS} times`);
}

async function readText({ body }: Response): Promise<string> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) return text;
      text += value;
      if (text.length > largest) throw new Error("it is larger than any description");
    }
  } finally {
    // And with it the connection; why it broke is known by then.
    await reader?.cancel().catch(() => {});
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
