import { commentText } from "../model/names.ts";
import type { OperationModel } from "../model/operations.ts";

/** A typed function for each operation, over openapi-fetch, and under the same name its types. */
export function emitClient(operations: readonly OperationModel[]): string {
  if (operations.length === 0) return "export {};\n";
  return `import type { Client as $Client, FetchOptions as $FetchOptions } from "openapi-fetch";
import type { operations as $operations, paths as $paths } from "./types.js";

${operations.map(emitFunction).join("\n\n")}
`;
}

function emitFunction(operation: OperationModel): string {
  const { name, method, path, summary, deprecated, callableBare } = operation;
  const options = `$FetchOptions<$paths[${JSON.stringify(path)}]["${method.toLowerCase()}"]>`;
  const said = commentText(
    [summary, `\`${method} ${path}\``].filter((text) => text !== "").join(" "),
  );
  return `/** ${said}${deprecated ? " @deprecated" : ""} */
export function ${name}(client: $Client<$paths>, init: ${options}${callableBare ? " = {}" : ""}) {
  return client.${method}(${JSON.stringify(path)}, init);
}

/** The parameters, request body and responses of \`${name}\`. */
export type ${name} = $operations[${JSON.stringify(name)}];`;
}
