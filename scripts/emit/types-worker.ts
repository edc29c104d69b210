import { parentPort } from "node:worker_threads";
import type { JsonObject } from "../model/json.ts";
import { emitTypes } from "./types.ts";
import type { TypesAnswer } from "./types-thread.ts";

parentPort?.on("message", async (typesView: JsonObject) => {
  parentPort?.postMessage(await answer(typesView));
});

async function answer(typesView: JsonObject): Promise<TypesAnswer> {
  const start = performance.now();
  try {
    return { types: await emitTypes(typesView), ms: performance.now() - start };
  } catch (error) {
    return { error };
  }
}
