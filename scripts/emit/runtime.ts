import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { OperationModel } from "../model/operations.ts";
import type { ServerModel } from "../model/wire.ts";
import { ROOT } from "../root.ts";

const FILES = ["send.ts", "serialise.ts"];

/** What the client's functions call, where an operation or a server needs more than openapi-fetch does by itself. */
export function runtimeFor(
  operations: readonly OperationModel[],
  servers: readonly ServerModel[],
): [string, string][] {
  const variable = servers.some(({ variables }) => variables !== undefined);
  if (!variable && operations.every(({ wire }) => wire.plain)) return [];
  return FILES.map((name) => [
    name,
    readFileSync(join(ROOT, "scripts/emit/runtime", name), "utf8"),
  ]);
}
