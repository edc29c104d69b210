import { isObject, members, type JsonObject } from "../model/json.ts";
import { METHODS } from "../model/walk.ts";

/**
 * The operations of callbacks and webhooks, which the server calls, lose their operationId: no function is made
 * of them, and openapi-typescript files all operations with an id under one heading.
 */
export function dropIncomingIds(document: JsonObject): void {
  const components = isObject(document["components"]) ? document["components"] : {};
  const incoming = [document["webhooks"], components["pathItems"]];
  for (const [, callback] of members(components["callbacks"])) incoming.push(callback);
  for (const items of incoming) dropIds(items, true);
  dropIds(document["paths"], false);
}

function dropIds(pathItems: unknown, own: boolean): void {
  for (const [, item] of members(pathItems)) {
    for (const method of METHODS) {
      const operation = isObject(item) ? item[method] : undefined;
      if (!isObject(operation)) continue;
      if (own) delete operation["operationId"];
      for (const [, callback] of members(operation["callbacks"])) dropIds(callback, true);
    }
  }
}
