import type { Body, OperationModel } from "../model/operations.ts";
import type { Validators } from "./validators.ts";

const HEAD = `// Ajv's code is JavaScript; what is exported at the end has its types.
// @ts-nocheck
import type { operations as $operations } from "./types.js";

/** Where a value breaks its schema: a JSON Pointer into the value, one into the schema, and the keyword. */
export interface Violation {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
}

/** Tells whether a value fits; if it does not, \`errors\` says where, until the next call. */
export interface Validate<T> {
  (value: unknown): value is T;
  errors?: readonly Violation[] | null;
}
`;

/** The validators of each operation's request and responses, as code that needs nothing beside itself. */
export function emitValidators(
  operations: readonly OperationModel[],
  validators: Validators,
): { text: string; javascript: string } {
  const pointers = operations.flatMap(({ bodies }) => bodies.map((body) => body.pointer));
  if (pointers.length === 0) return { text: "export {};\n", javascript: "" };
  const { code, names } = validators.emit(pointers);
  const exported = operations.map((operation) => emitOperation(operation, names));
  return { text: `${HEAD}\n${code}\n\n${exported.join("\n\n")}\n`, javascript: code };
}

/** How the generated types name a body. */
export function bodyType(
  operations: string,
  operation: string,
  { of, media }: Pick<Body, "of" | "media">,
): string {
  const keys = [operation, ...(of === "request" ? ["requestBody"] : ["responses", of])];
  const holder = keys.map((key) => `[${JSON.stringify(key)}]`).join("");
  return `NonNullable<${operations}${holder}>["content"][${JSON.stringify(media)}]`;
}

function emitOperation(operation: OperationModel, names: ReadonlyMap<string, string>): string {
  const { name, bodies } = operation;
  const field = (body: Body) => ({
    type: `Validate<${bodyType("$operations", name, body)}>`,
    value: names.get(body.pointer) ?? "",
  });
  const request = bodies.filter((body) => body.of === "request").map(field)[0];
  const responses = bodies.filter((body) => body.of !== "request");
  const types = responses.map(
    (body) => `readonly ${JSON.stringify(body.of)}: ${field(body).type};`,
  );
  const values = responses.map((body) => `${JSON.stringify(body.of)}: ${field(body).value}`);
  return `export const ${name}: {
  readonly request: ${request?.type ?? "undefined"};
  readonly responses: { ${types.join(" ")} };
} = { request: ${request?.value ?? "undefined"}, responses: { ${values.join(", ")} } };`;
}
