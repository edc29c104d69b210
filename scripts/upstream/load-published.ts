import { parseYaml } from "@redocly/openapi-core";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { isObject, type JsonObject } from "../model/json.ts";
import { InputProblem } from "../problem.ts";

const longestWait = 30_000;
const largest = 32 * 1024 * 1024;

/**
 * The published description, from a file or over https.
 *
 * @throws {InputProblem} if it cannot be had, or is no OpenAPI description
 */
export async function loadPublished(source: string, cwd: string): Promise<JsonObject> {
  const text = /^https?:\/\//i.test(source) ? await download(source) : await readLocal(source, cwd);
  let parsed: unknown;
  try {
    parsed = parseYaml(text);
  } catch (error) {
    throw new InputProblem(`${source} is neither JSON nor YAML: ${messageOf(error)}`);
  }
  const version = isObject(parsed) ? parsed["openapi"] : undefined;
  if (!isObject(parsed) || typeof version !== "string" || !/^3\.[01]\./.test(version)) {
    throw new InputProblem(`${source} is no OpenAPI 3.0 or 3.1 description`);
  }
  return parsed;
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
