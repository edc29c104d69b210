import { ListQuestion } from "../../src/list/list-error.js";
import type { ListOptions } from "../../src/list/list-reading.js";
import { read } from "./lists.js";

/** The question that a list puts; throws where it puts none. */
export async function question(
  content: string | Uint8Array,
  name?: string,
  options?: ListOptions,
): Promise<ListQuestion> {
  const error: unknown = await read(content, name, options).catch((reason: unknown) => reason);
  if (error instanceof ListQuestion) return error;
  throw new Error(error instanceof Error ? error.message : "it was read");
}
