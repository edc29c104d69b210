import { commentText } from "../model/names.ts";
import type { OperationModel } from "../model/operations.ts";
import { Code, fits, generic, layAlias, layImport, STEP, textLiteral, WIDTH } from "./layout.ts";
import { emitSpecial } from "./special-operation.ts";

/** A typed function for each operation, over openapi-fetch, and under the same name its types; as prettier lays it out. */
export async function emitClient(operations: readonly OperationModel[]): Promise<string> {
  if (operations.length === 0) return "export {};\n";
  const [sending, writing] = [new Set<string>(), new Set<string>()];
  const functions = operations.map(async (operation) => {
    const text = operation.wire.plain
      ? await emitPlain(operation, writing)
      : await byPrettier(emitSpecial(operation, sending));
    return `${comment(operation)}
${text}

/** The parameters, request body and responses of \`${operation.name}\`. */
${layAlias(operation.name, `$operations[${textLiteral(operation.name)}]`)}`;
  });
  const hasParts = sending.delete("multipart");
  const plain = operations.some(({ wire }) => wire.plain);
  const code = (await Promise.all(functions)).join("\n\n");
  return `import type { Client as $Client${plain ? ", FetchOptions as $FetchOptions" : ""} } from "openapi-fetch";
${importOf(new Set(hasParts ? ["multipart"] : []), "./multipart.js")}${importOf(sending, "./send.js")}${importOf(writing, "./serialise.js")}import type { operations as $operations, paths as $paths } from "./types.js";

${code}
`;
}

/** Loaded only where an operation needs it: prettier takes long to load. */
async function byPrettier(text: string): Promise<string> {
  const { formatFile } = await import("./format.ts");
  return (await formatFile("client.ts", text)).trimEnd();
}

function importOf(names: ReadonlySet<string>, from: string): string {
  if (names.size === 0) return "";
  const named = [...names].sort().map((name) => `${name} as $${name.replace("type ", "")}`);
  return `${layImport(named, from)}\n`;
}

function comment({ method, path, summary, deprecated }: OperationModel): string {
  const said = commentText(
    [summary, `\`${method} ${path}\``].filter((text) => text !== "").join(" "),
  );
  return `/** ${said}${deprecated ? " @deprecated" : ""} */`;
}

/** What openapi-fetch sends and reads as the description says, with no more help than another way to write the URL. */
async function emitPlain(
  { name, method, path, callableBare, wire }: OperationModel,
  helpers: Set<string>,
): Promise<string> {
  const at = textLiteral(path);
  const options = generic("$FetchOptions", new Code(`$paths[${at}]["${method.toLowerCase()}"]`));
  const head = layHead(name, options, callableBare ? " = {}" : "");
  const places = (["path", "query"] as const).filter((place) => wire.hooks.includes(place));
  for (const place of places) helpers.add(place);
  const hooks = places.map((place) => {
    const rules = wire.rules[place];
    return `${place}Serializer: $${place}(${Object.keys(rules).length === 0 ? "" : JSON.stringify(rules)})`;
  });
  const call = `  return client.${method}(`;
  if (places.every((place) => Object.keys(wire.rules[place]).length === 0))
    return `${head}\n${layCall(call, at, hooks)}\n}`;
  return byPrettier(`${head}\n${call}${at}, { ${hooks.join(", ")}, ...init });\n}`);
}

/** A call with a path and the options, to which hooks are added. */
function layCall(call: string, path: string, hooks: readonly string[]): string {
  const given = hooks.length === 0 ? "init" : `{ ${hooks.join(", ")}, ...init }`;
  const line = `${call}${path}, ${given});`;
  if (fits(line, WIDTH)) return line;
  const lines = [...hooks, "...init"].map((one) => `    ${one},\n`);
  if (hooks.length > 0 && fits(`${call}${path}, {`, WIDTH))
    return `${call}${path}, {\n${lines.join("")}  });`;
  return `${call}\n    ${path},\n    ${given},\n  );`;
}

/** `export function name(client: …, init: …) {` */
function layHead(name: string, options: Code, init: string): string {
  const client = "client: $Client<$paths>";
  const line = `export function ${name}(${client}, init: ${options.flat}${init}) {`;
  if (fits(line, WIDTH)) return line;
  const room = WIDTH - `  init: ${init},`.length;
  const type = fits(options.flat, room) ? options.flat : options.broken(STEP);
  return `export function ${name}(\n  ${client},\n  init: ${type}${init},\n) {`;
}
