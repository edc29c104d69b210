import { getLineColLocation, Source } from "@redocly/openapi-core";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { InputProblem } from "../problem.ts";

const longestWait = 30_000;
const largest = 32 * 1024 * 1024;

/** A text with a name, in which a pointer can be found. */
export class TextFile {
  readonly name: string;
  readonly text: string;
  readonly #source: Source;

  constructor(name: string, text: string) {
    this.name = name;
    this.text = text;
    this.#source = new Source(name, text);
  }

  /** Line and column of what a pointer (RFC 6901) leads to: `subscriptions.json:12:3`. */
  placeOf(pointer: string): string {
    const location = { source: this.#source, pointer: `#${pointer}`, reportOnKey: true };
    const { line, col } = getLineColLocation(location).start;
    return `${this.name}:${line}:${col}`;
  }
}

/**
 * A text from a file or over https.
 *
 * @throws {InputProblem} if it cannot be had
 */
export async function loadText(source: string, cwd: string): Promise<TextFile> {
  const isUrl = /^https?:\/\//i.test(source);
  return new TextFile(source, isUrl ? await download(source) : await readLocal(source, cwd));
}

async function readLocal(path: string, cwd: string): Promise<string> {
  return readFile(resolve(cwd, path), "utf8").catch((error: unknown) => {
    throw new InputProblem(`cannot read ${path}: ${messageOf(error)}`);
  });
}

async function download(url: string): Promise<string> {
  const { protocol, hostname } = new URL(url);
  const isLoopback = ["127.0.0.1", "[::1]", "localhost"].includes(hostname);
  if (protocol === "http:" && !isLoopback) throw new InputProblem(`${url}: https only`);
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(longestWait) });
    if (!response.ok) throw new Error(`the server answers ${response.status}`);
    return await readText(response);
  } catch (error) {
    throw new InputProblem(`cannot download ${url}: ${messageOf(error)}`);
  }
}

async function readText({ body }: Response): Promise<string> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) return text;
    text += value;
    if (text.length > largest) throw new Error("it is larger than any description");
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
