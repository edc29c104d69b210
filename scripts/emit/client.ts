import { commentText } from "../model/names.ts";
import type { OperationModel } from "../model/operations.ts";
import { emitSpecial } from "./special-operation.ts";

/** A typed function for each operation, over openapi-fetch, and under the same name its types. */
export function emitClient(operations: readonly OperationModel[]): string {
  if (operations.length === 0) return "export {};\n";
  const helpers = new Set<string>();
  const functions = operations.map((operation) => {
    const text = operation.wire.plain ? emitPlain(operation) : emitSpecial(operation, helpers);
    return `${comment(operation)}
${text}

/** The parameters, request body and responses of \`${operation.name}\`. */
export type ${operation.name} = $operations[${JSON.stringify(operation.name)}];`;
  });
  const plain = operations.some(({ wire }) => wire.plain);
  const named = [...helpers].sort().map((name) => `${name} as $${name.replace("type ", "")}`);
  return `import type { Client as $Client${plain ? ", FetchOptions as $FetchOptions" : ""} } from "openapi-fetch";
${named.length === 0 ? "" : `import { ${named.join(", ")} } from "./send.js";\n`}import type { operations as $operations, paths as $paths } from "./types.js";

${functions.join("\n\n")}
`;
}

function comment({ method, path, summary, deprecated }: OperationModel): string {
  const said = commentText(
    [summary, `\`${method} ${path}\``].filter((text) => text !== "").join(" "),
  );
  return `/** ${said}${deprecated ? " @deprecated" : ""} */`;
}

/** What openapi-fetch sends and reads as the description says, without help. */
function emitPlain({ name, method, path, callableBare }: OperationModel): string {
  const options = `$FetchOptions<$paths[${JSON.stringify(path)}]["${method.toLowerCase()}"]>`;
  return `export function ${name}(client: $Client<$paths>, init: ${options}${callableBare ? " = {}" : ""}) {
  return client.${method}(${JSON.stringify(path)}, init);
}`;
}
