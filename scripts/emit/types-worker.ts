import { parentPort } from "node:worker_threads";
import type { JsonObject } from "../model/json.ts";
import { emitTypes } from "./types.ts";

parentPort?.on("message", async (typesView: JsonObject) => {
  try {
    parentPort?.postMessage({ types: await emitTypes(typesView) });
  } catch (error) {
    parentPort?.postMessage({ error });
  }
});
