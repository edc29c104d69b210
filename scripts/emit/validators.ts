import type { Body } from "../model/bodies.ts";
import type { OperationModel } from "../model/operations.ts";
import type { Validators } from "./ajv.ts";
import {
  Code,
  generic,
  layConstant,
  layData,
  layMember,
  margin,
  STEP,
  textLiteral,
  type Data,
} from "./layout.ts";

const HEAD = `import * as $ajv from "./ajv.js";
import type { operations as $operations } from "./types.js";

/** Where a value breaks its schema: a JSON Pointer into the value, and the keyword. */
export interface Violation {
  readonly instancePath: string;
  readonly keyword: string;
}

/** Tells whether a value fits; if it does not, \`errors\` says where, until the next call. */
export interface Validate<T> {
  (value: unknown): value is T;
  errors?: readonly Violation[] | null;
}
`;

const CHECK = `/** What Ajv makes of a schema; its further parameters are its own. */
interface Check {
  (value: unknown): boolean;
  errors?: readonly object[] | null;
}

`;

const AJV_HEAD = `// The code of Ajv, which is JavaScript; validators.ts gives it its types.
// @ts-nocheck

${CHECK}`;

export interface EmittedValidators {
  /** What `ajv` calls the validator of each body, by the pointer of its schema. */
  readonly names: ReadonlyMap<string, string>;
  readonly ajv: string;
  /** The body of a function that runs the code of `ajv` and returns what that exports. */
  readonly script: string;
  /** The declaration of what `ajv` exports. */
  readonly declaration: string;
  readonly validators: string;
}

/** The validators of each operation's request and responses: Ajv's code, and what gives it names and types. */
export function emitValidators(
  operations: readonly OperationModel[],
  validators: Validators,
): EmittedValidators {
  const pointers = operations.flatMap(({ bodies }) => bodies.map((body) => body.pointer));
  if (pointers.length === 0) {
    const none = "export {};\n";
    return {
      names: new Map(),
      ajv: none,
      script: "return {};",
      declaration: none,
      validators: none,
    };
  }
  const { code, names: declared } = validators.emit(pointers);
  const unique = [...new Set(declared.values())];
  const exports = new Map(unique.map((name, index) => [name, `body${index}`]));
  const names = new Map([...declared].map(([at, name]) => [at, exports.get(name) ?? ""]));
  const exported = operations.map((operation) => emitOperation(operation, names));
  const bodies = [...exports].map(([name, body]) => `export const ${body}: Check = ${name};`);
  const results = [...exports].map(([name, body]) => `${body}: ${name}`);
  return {
    names,
    ajv: `${AJV_HEAD}${[...bodies, code].join("\n")}\n`,
    script: `${code}\nreturn { ${results.join(", ")} };`,
    declaration: `${[...exports.values()].map(declare).join("\n")}\n`,
    validators: `${HEAD}\n${exported.join("\n\n")}\n`,
  };
}

/**
 * What `Check` says, as a function: a variable would make the compiler look, at each use, whether one of the thousands of
 * declarations above has changed its type.
 */
function declare(body: string): string {
  return (
    `export declare function ${body}(value: unknown): boolean;\n` +
    `export declare namespace ${body} {\n  let errors: readonly object[] | null | undefined;\n}`
  );
}

type Place = Pick<Body, "of" | "media">;

/** How the generated types name a body. */
export function bodyType(operations: string, operation: string, place: Place): string {
  const { holder, content } = bodyParts(operations, operation, place);
  return `NonNullable<${holder}>${content}`;
}

function bodyParts(operations: string, operation: string, { of, media }: Place) {
  const keys = [operation, ...(of === "request" ? ["requestBody"] : ["responses", of])];
  const holder = operations + keys.map((key) => `[${textLiteral(key)}]`).join("");
  return { holder, content: `["content"][${textLiteral(media)}]` };
}

function emitOperation(operation: OperationModel, names: ReadonlyMap<string, string>): string {
  const { name, bodies } = operation;
  const typed = (body: Body): Code => {
    const type = bodyParts("$operations", name, body);
    const inner = generic("NonNullable", new Code(type.holder), type.content);
    return generic(`$ajv.${names.get(body.pointer)} as Validate`, inner);
  };
  const main = bodies.filter((body) => body.main);
  const request = main.filter((body) => body.of === "request").map(typed)[0];
  const responses = main
    .filter((body) => body.of !== "request")
    .map((body): [string, Code] => [body.of, typed(body)]);
  const shared = `$${name}Responses`;
  const judged = responses.length === 0 ? {} : new Code(shared);
  const constant = layConstant(name, (indent) => {
    const inner = indent + STEP;
    return `{
${layMember("request", request, inner)}${layMember("responses", judged, inner)}${emitContents(bodies, typed, inner)}${margin(indent)}} as const;`;
  });
  return `${emitResponses(shared, responses)}${constant}`;
}

/** By themselves, so that a program that only reads answers does not bundle what judges requests. */
function emitResponses(name: string, responses: readonly [string, Code][]): string {
  if (responses.length === 0) return "";
  const tail = " as const;";
  const lay = (indent: number, column: number) =>
    layData(new Map(responses), indent, column, tail.length) + tail;
  return `${layConstant(name, lay)}\n\n`;
}

/** All of them by media type, where a body has another form than JSON, or several. */
function emitContents(
  bodies: readonly Body[],
  typed: (body: Body) => Code,
  indent: number,
): string {
  if (bodies.every((body) => body.main)) return "";
  const groups = [...new Set(bodies.map(({ of }) => of))].map((of): [string, Data] => {
    const own = bodies.filter((body) => body.of === of);
    return [of, new Map(own.map((body) => [body.media, typed(body)]))];
  });
  const contents = layMember("contents", new Map(groups), indent);
  return `${margin(indent)}/** By status, or \`request\`, and media type. */\n${contents}`;
}
