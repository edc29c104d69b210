import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { STACK } from "../bounds/stack.ts";
import type { JsonObject } from "../model/json.ts";

/**
 * The types step: from the view of a description that types are made from to the text of types.ts.
 *
 * @param took is told how long it took, in milliseconds
 */
export type EmitTypes = (typesView: JsonObject, took: (ms: number) => void) => Promise<string>;

/** What the thread answers. */
export type TypesAnswer =
  { readonly types: string; readonly ms: number } | { readonly error: unknown };

/**
 * Starts the types step on a thread of its own. openapi-typescript brings the compiler of TypeScript, which takes
 * longer to load than all the other tools together: so it loads beside them.
 *
 * @param keep whether there will be another run; else the thread gives its memory back after the first
 */
export function startTypesThread(keep: boolean): EmitTypes {
  // Compiled, this file stands beside the worker.
  const worker = new Worker(join(import.meta.dirname, "types-worker.mjs"), {
    resourceLimits: STACK,
  });
  worker.unref();
  return async (typesView, took) => {
    worker.ref();
    worker.postMessage(typesView);
    const [answer] = (await once(worker, "message")) as [TypesAnswer];
    if (keep) worker.unref();
    else await worker.terminate();
    if ("error" in answer) throw answer.error;
    took(answer.ms);
    return answer.types;
  };
}
