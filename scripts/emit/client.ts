import { commentText } from "../model/names.ts";
import type { OperationModel } from "../model/operations.ts";
import { Code, fits, generic, layAlias, layImport, literal, textLiteral, WIDTH } from "./layout.ts";
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
  const plain = operations.filter(({ wire }) => wire.plain).map(({ method }) => method);
  const types = ["Client", ...(plain.length > 0 ? ["FetchOptions", "FetchResponse"] : [])];
  const code = (await Promise.all(functions)).join("\n\n");
  return `${layImport(types.map(renamed), "openapi-fetch", "import type")}
${importOf(new Set(hasParts ? ["multipart"] : []), "./multipart.js")}${importOf(sending, "./send.js")}${importOf(writing, "./serialise.js")}import type { operations as $operations, paths as $paths } from "./types.js";

${plain.length > 0 ? emitCalls(new Set(plain)) : ""}${code}
`;
}

/** What the functions that are one call of openapi-fetch go through. */
function emitCalls(methods: ReadonlySet<string>): string {
  const members = [...methods]
    .sort()
    .map((method) => `  readonly ${method}: $Call<"${method.toLowerCase()}">;\n`);
  return `/** What a call of an operation comes to, as openapi-fetch declares it. */
type $Reply<Operation extends object> = Promise<
  $FetchResponse<Operation, object, \`\${string}/\${string}\`>
>;

type $Call<Method extends keyof $paths[keyof $paths]> = <Path extends keyof $paths>(
  path: Path,
  init: object,
) => $paths[Path][Method] extends infer Operation extends object ? $Reply<Operation> : undefined;

interface $Calls {
${members.join("")}}

/**
 * The client's own methods, typed so that a compiler looks up one path: as openapi-fetch types them, it would go through all
 * paths again for each call. The options need no second check: the functions below declare what they take.
 */
function $calls(client: object): $Calls {
  return client as $Calls;
}

`;
}

/** Loaded only where an operation needs it: prettier takes long to load. */
async function byPrettier(text: string): Promise<string> {
  const { formatFile } = await import("./format.ts");
  return (await formatFile("client.ts", text)).trimEnd();
}

function importOf(names: ReadonlySet<string>, from: string): string {
  if (names.size === 0) return "";
  const named = [...names].sort().map(renamed);
  return `${layImport(named, from)}\n`;
}

/** Under a name that no operation has. */
function renamed(name: string): string {
  return `${name} as $${name.replace("type ", "")}`;
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
  const types = new Code(`$paths[${at}]["${method.toLowerCase()}"]`);
  const head = layHead(name, types, callableBare ? " = {}" : "");
  const places = (["path", "query"] as const).filter((place) => wire.hooks.includes(place));
  for (const place of places) helpers.add(place);
  const hooks = places.map((place) => {
    const rules = wire.rules[place];
    return `${place}Serializer: $${place}(${Object.keys(rules).length === 0 ? "" : literal(rules)})`;
  });
  const call = `  return $calls(client).${method}(`;
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

/** `export function name(client: …, init: …): … {` */
function layHead(name: string, types: Code, init: string): string {
  const client = "client: $Client<$paths>";
  const [options, reply] = [generic("$FetchOptions", types), generic("$Reply", types)];
  const line = `export function ${name}(${client}, init: ${options.flat}${init}): ${reply.flat} {`;
  if (fits(line, WIDTH)) return line;
  const laid = (type: Code, taken: string) =>
    fits(type.flat, WIDTH - taken.length) ? type.flat : type.broken(taken.search(/\S/));
  const given = laid(options, `  init: ${init},`);
  return `export function ${name}(\n  ${client},\n  init: ${given}${init},\n): ${laid(reply, "):  {")} {`;
}
