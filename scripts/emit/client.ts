import { commentText } from "../model/names.ts";
import type { OperationModel } from "../model/operations.ts";
import { emitSpecial } from "./special-operation.ts";

/** A typed function for each operation, over openapi-fetch, and under the same name its types. */
export function emitClient(operations: readonly OperationModel[]): string {
  if (operations.length === 0) return "export {};\n";
  const [sending, writing] = [new Set<string>(), new Set<string>()];
  const functions = operations.map((operation) => {
    const text = operation.wire.plain
      ? emitPlain(operation, writing)
      : emitSpecial(operation, sending);
    return `${comment(operation)}
${text}

/** The parameters, request body and responses of \`${operation.name}\`. */
export type ${operation.name} = $operations[${JSON.stringify(operation.name)}];`;
  });
  const plain = operations.some(({ wire }) => wire.plain);
  return `import type { Client as $Client${plain ? ", FetchOptions as $FetchOptions" : ""} } from "openapi-fetch";
${importOf(sending, "./send.js")}${importOf(writing, "./serialise.js")}import type { operations as $operations, paths as $paths } from "./types.js";

${functions.join("\n\n")}
`;
}

function importOf(names: ReadonlySet<string>, from: string): string {
  if (names.size === 0) return "";
  const named = [...names].sort().map((name) => `${name} as $${name.replace("type ", "")}`);
  return `import { ${named.join(", ")} } from "${from}";\n`;
}

function comment({ method, path, summary, deprecated }: OperationModel): string {
  const said = commentText(
    [summary, `\`${method} ${path}\``].filter((text) => text !== "").join(" "),
  );
  return `/** ${said}${deprecated ? " @deprecated" : ""} */`;
}

/** What openapi-fetch sends and reads as the description says, with no more help than another way to write the URL. */
function emitPlain(
  { name, method, path, callableBare, wire }: OperationModel,
  helpers: Set<string>,
): string {
  const options = `$FetchOptions<$paths[${JSON.stringify(path)}]["${method.toLowerCase()}"]>`;
  const hooks = (["path", "query"] as const)
    .filter((place) => wire.hooks.includes(place))
    .map((place) => {
      helpers.add(place);
      const rules = wire.rules[place];
      return `${place}Serializer: $${place}(${Object.keys(rules).length === 0 ? "" : JSON.stringify(rules)})`;
    });
  const given = hooks.length === 0 ? "init" : `{ ${hooks.join(", ")}, ...init }`;
  return `export function ${name}(client: $Client<$paths>, init: ${options}${callableBare ? " = {}" : ""}) {
  return client.${method}(${JSON.stringify(path)}, ${given});
}`;
}
