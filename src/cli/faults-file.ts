import { parse as parseJson, type ParseError } from "jsonc-parser";
import { parseFaults, type Fault } from "../mock/index.js";
import { readSmallFile } from "../files/read-file.js";
import { reasonOf } from "../files/system-error.js";
import { UsageError } from "./usage-error.js";

/** Bytes; thousands of faults. */
const most = 4 * 1024 * 1024;

/**
 * Reads a file of faults: a JSON list of the objects that `startMock` takes.
 *
 * @throws {UsageError} naming the file, and the line and column, or the index and field, at fault
 */
export async function readFaultsFile(
  path: string,
  signal?: AbortSignal,
): Promise<readonly Fault[]> {
  let text: string;
  try {
    ({ text } = await readSmallFile(path, { most, signal }));
  } catch (error) {
    signal?.throwIfAborted();
    throw new UsageError(`cannot read ${path}: ${reasonOf(error)}`, { cause: error });
  }
  return parse(path, text.replace(/^\uFEFF/, "")); // editors on Windows write a byte order mark
}

function parse(path: string, text: string): readonly Fault[] {
  // `JSON.parse` gives the place of some faults only, and not the same one in each version of Node.
  const errors: ParseError[] = [];
  const value: unknown = parseJson(text, errors, {
    disallowComments: true,
    allowTrailingComma: false,
  });
  const [first] = errors;
  if (first !== undefined) {
    const before = text.slice(0, first.offset).split(/\r\n|\r|\n/);
    const column = (before.at(-1) ?? "").length + 1;
    throw new UsageError(`${path}:${before.length}:${column}: this is not JSON`);
  }
  try {
    return parseFaults(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(`${path}: ${error.message}`, { cause: error });
  }
}
