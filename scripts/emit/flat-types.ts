import type ts from "typescript";
import { requote } from "./layout.ts";
import { compiler } from "./openapi-typescript.ts";

/** Rare constructs are not laid out here; statements that contain one are left to prettier. */
export class Unusual extends Error {}

const { SyntaxKind } = compiler;

/** A type on one line; undefined for one with members, each of which has a line of its own. */
export function flat(given: ts.TypeNode): string | undefined {
  const type = bare(given);
  if (compiler.isTypeLiteralNode(type)) return type.members.length === 0 ? "{}" : undefined;
  if (compiler.isArrayTypeNode(type)) return suffixed(flat(type.elementType), "[]");
  if (compiler.isParenthesizedTypeNode(type)) {
    if (!isUnionOrIntersection(type.type)) throw new Unusual();
    const inner = flat(type.type);
    return inner === undefined ? undefined : `(${inner})`;
  }
  if (isUnionOrIntersection(type)) {
    const parts = type.types.map(flat);
    if (parts.includes(undefined)) return undefined;
    return parts.join(compiler.isUnionTypeNode(type) ? " | " : " & ");
  }
  if (compiler.isIndexedAccessTypeNode(type)) {
    const { objectType, indexType } = type;
    if (!compiler.isTypeReferenceNode(objectType) && !compiler.isIndexedAccessTypeNode(objectType))
      throw new Unusual();
    return `${flat(objectType)}[${flat(indexType)}]`;
  }
  if (compiler.isTypeReferenceNode(type)) {
    if (!compiler.isIdentifier(type.typeName)) throw new Unusual();
    const parts = (type.typeArguments ?? []).map(flat);
    if (parts.includes(undefined)) throw new Unusual();
    return `${compiler.idText(type.typeName)}${parts.length > 0 ? `<${parts.join(", ")}>` : ""}`;
  }
  if (compiler.isLiteralTypeNode(type)) return literalType(type.literal);
  if (compiler.isIdentifier(type)) return quoted(compiler.idText(type));
  return word(type.kind);
}

function literalType(node: ts.LiteralTypeNode["literal"]): string {
  if (compiler.isStringLiteral(node)) return literal(node);
  if (compiler.isNumericLiteral(node)) return number(node.text);
  if (compiler.isPrefixUnaryExpression(node)) {
    const { operand, operator } = node;
    if (!compiler.isNumericLiteral(operand) || operator !== SyntaxKind.MinusToken)
      throw new Unusual();
    return `-${number(operand.text)}`;
  }
  return word(node.kind);
}

function suffixed(text: string | undefined, end: string): string | undefined {
  return text === undefined ? undefined : text + end;
}

export function isUnionOrIntersection(
  type: ts.TypeNode,
): type is ts.UnionTypeNode | ts.IntersectionTypeNode {
  return compiler.isUnionTypeNode(type) || compiler.isIntersectionTypeNode(type);
}

/** A type alone for a union of one, which needs no parentheses. */
export function bare(type: ts.TypeNode): ts.TypeNode {
  const inner = compiler.isParenthesizedTypeNode(type) ? type.type : type;
  if (!isUnionOrIntersection(inner) || inner.types.length !== 1) return type;
  const [only] = inner.types;
  if (only === undefined || isUnionOrIntersection(only)) throw new Unusual();
  return bare(only);
}

const WORDS = new Map<ts.SyntaxKind, string>([
  [SyntaxKind.ExportKeyword, "export"],
  [SyntaxKind.ReadonlyKeyword, "readonly"],
  [SyntaxKind.StringKeyword, "string"],
  [SyntaxKind.NumberKeyword, "number"],
  [SyntaxKind.BooleanKeyword, "boolean"],
  [SyntaxKind.NeverKeyword, "never"],
  [SyntaxKind.UnknownKeyword, "unknown"],
  [SyntaxKind.UndefinedKeyword, "undefined"],
  [SyntaxKind.NullKeyword, "null"],
  [SyntaxKind.TrueKeyword, "true"],
  [SyntaxKind.FalseKeyword, "false"],
]);

export function word(kind: ts.SyntaxKind): string {
  const found = WORDS.get(kind);
  if (found === undefined) throw new Unusual();
  return found;
}

export function nameOf(name: ts.PropertyName): string {
  if (compiler.isIdentifier(name)) return compiler.idText(name);
  if (compiler.isStringLiteral(name)) return literal(name);
  if (compiler.isNumericLiteral(name)) return number(name.text);
  throw new Unusual();
}

/** Prettier writes `1e+21` and the like in a way of its own. */
function number(text: string): string {
  if (!/^\d+(\.\d*[1-9])?$/.test(text)) throw new Unusual();
  return text;
}

/** The compiler escapes what is not ASCII; rare controls it writes in a way of its own. */
function literal({ text }: ts.StringLiteral): string {
  const json = JSON.stringify(text);
  if (/\\u/.test(json)) throw new Unusual();
  const escaped = (unit: string) =>
    `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  return quoted(json.replace(/[^\0-\x7f]/g, escaped));
}

/** The library keeps a text that is a literal already in an identifier. */
function quoted(literal: string): string {
  if (!/^".*"$/s.test(literal)) throw new Unusual();
  return requote(literal);
}
