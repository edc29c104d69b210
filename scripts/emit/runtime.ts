import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { OperationModel } from "../model/operations.ts";
import type { ServerModel } from "../model/wire.ts";
import { ROOT } from "../root.ts";

/** What the client's functions call, where an operation or a server needs more than openapi-fetch does by itself. */
export function runtimeFor(
  operations: readonly OperationModel[],
  servers: readonly ServerModel[],
): [string, string][] {
  const sends =
    servers.some(({ variables }) => variables !== undefined) ||
    operations.some(({ wire }) => !wire.plain);
  const serialises = sends || operations.some(({ wire }) => wire.hooks.length > 0);
  const hasParts = operations.some(({ wire: { plain, body } }) =>
    body?.contents.some(({ kind }) => !plain && kind === "multipart"),
  );
  const names = [
    ...(sends ? ["send.ts"] : []),
    ...(hasParts ? ["multipart.ts"] : []),
    ...(serialises ? ["serialise.ts"] : []),
  ];
  return names.map((name) => [
    name,
    readFileSync(join(ROOT, "scripts/emit/runtime", name), "utf8"),
  ]);
}
