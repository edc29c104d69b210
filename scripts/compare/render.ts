import { type JsonObject } from "../model/json.ts";
import { bundleSource, readSource } from "../read/read.ts";
import { inline } from "./inline.ts";

/** A description as its callers meet it: one document, every reference followed. */
export async function render(path: string): Promise<JsonObject> {
  return inline((await bundleSource(await readSource(path))).bundle);
}
