import type ts from "typescript";
import { bare, flat, isUnionOrIntersection, nameOf, Unusual, word } from "./flat-types.ts";
import { fits, STEP, WIDTH } from "./layout.ts";
import { compiler } from "./openapi-typescript.ts";

/**
 * Lays out the declarations that openapi-typescript makes as prettier would, from its nodes: printing them with the
 * compiler, for prettier to parse again, takes five times as long. Gives undefined for a statement with anything in
 * it that is not known here.
 */
export function layOut(node: ts.Node): string | undefined {
  try {
    return statement(node);
  } catch (error) {
    if (error instanceof Unusual) return undefined;
    throw error;
  }
}

const { SyntaxKind } = compiler;

function statement(node: ts.Node): string {
  if (compiler.isInterfaceDeclaration(node)) {
    if (node.typeParameters !== undefined || node.heritageClauses !== undefined)
      throw new Unusual();
    if (node.members.length === 0) throw new Unusual();
    const head = `${modifiers(node)}interface ${compiler.idText(node.name)} {\n`;
    return `${comments(node, 0)}${head}${members(node.members, STEP)}}`;
  }
  if (compiler.isTypeAliasDeclaration(node) && node.typeParameters === undefined) {
    const { type } = node;
    const text = `${modifiers(node)}type ${compiler.idText(node.name)} = ${flat(type) ?? ""};`;
    // Where it would not fit, or may get a line for each part, the rules are prettier's own.
    if (flat(type) === undefined || isUnionOrIntersection(type) || !fits(text, WIDTH))
      throw new Unusual();
    return `${comments(node, 0)}${text}`;
  }
  throw new Unusual();
}

function modifiers({
  modifiers = [],
}: {
  readonly modifiers?: readonly ts.ModifierLike[];
}): string {
  return modifiers.map(({ kind }) => `${word(kind)} `).join("");
}

function members(list: ts.NodeArray<ts.TypeElement>, indent: number): string {
  const margin = " ".repeat(indent);
  let text = "";
  for (const member of list) {
    const head = margin + headOf(member);
    const { type } = member as ts.PropertySignature | ts.IndexSignatureDeclaration;
    if (type === undefined) throw new Unusual();
    const laid = layType(type, indent, head.length, 1);
    text += `${comments(member, indent)}${laid.startsWith("\n") ? head.trimEnd() : head}${laid};\n`;
  }
  return text;
}

/** What stands before the type of a member. */
function headOf(member: ts.TypeElement): string {
  if (compiler.isPropertySignature(member)) {
    return `${modifiers(member)}${nameOf(member.name)}${member.questionToken === undefined ? "" : "?"}: `;
  }
  if (compiler.isIndexSignatureDeclaration(member)) {
    const [key] = member.parameters;
    if (member.parameters.length !== 1 || key?.type === undefined) throw new Unusual();
    if (!compiler.isIdentifier(key.name)) throw new Unusual();
    return `${modifiers(member)}[${compiler.idText(key.name)}: ${word(key.type.kind)}]: `;
  }
  throw new Unusual();
}

function comments(node: ts.Node, indent: number): string {
  const margin = " ".repeat(indent);
  const list = compiler.getSyntheticLeadingComments(node) ?? [];
  return list.map(({ text }) => `${margin}/*${comment(text, margin)}*/\n`).join("");
}

/** Each further line of a comment begins with a star, which stands below the first one. */
function comment(text: string, margin: string): string {
  if (/[\r\u0085\u2028\u2029]/.test(text)) throw new Unusual();
  const [first = "", ...rest] = text.split("\n");
  if (rest.length === 0) return text;
  return [
    first.trimEnd(),
    ...rest.map((line, index) => {
      const last = index === rest.length - 1;
      const trimmed = last ? line.trimStart() : line.trim();
      if (!(last ? `${trimmed}*` : trimmed).startsWith("*")) throw new Unusual();
      return `${margin} ${trimmed}`;
    }),
  ].join("\n");
}

/**
 * @param indent of the line on which the type begins
 * @param column at which it begins
 * @param tail how much follows it on its last line
 */
function layType(given: ts.TypeNode, indent: number, column: number, tail: number): string {
  const type = bare(given);
  if (compiler.isTypeLiteralNode(type) && type.members.length > 0)
    return `{\n${members(type.members, indent + STEP)}${" ".repeat(indent)}}`;
  if (compiler.isArrayTypeNode(type))
    return `${layType(type.elementType, indent, column, tail + 2)}[]`;
  if (compiler.isParenthesizedTypeNode(type))
    return layParentheses(type.type, indent, column, tail);
  if (compiler.isUnionTypeNode(type)) {
    if (isHugged(type)) return layHugged(type, indent, column);
    const line = flat(type);
    if (line !== undefined && fits(line, WIDTH - column - tail)) return line;
    return `\n${layAlternatives(type, indent + STEP, tail)}`;
  }
  const line = flat(type);
  if (compiler.isIntersectionTypeNode(type)) {
    if (line !== undefined && fits(line, WIDTH - column - tail)) return line;
    return layIntersection(type, indent, column, tail);
  }
  if (line === undefined) throw new Unusual();
  // Type arguments could be broken; anything else that is too long stays as it is.
  if (line.includes("<") && !fits(line, WIDTH - column - tail)) throw new Unusual();
  return line;
}

function layParentheses(type: ts.TypeNode, indent: number, column: number, tail: number): string {
  if (!isUnionOrIntersection(type)) throw new Unusual();
  const line = flat(type);
  if (line !== undefined && fits(line, WIDTH - column - tail - 2)) return `(${line})`;
  if (compiler.isIntersectionTypeNode(type))
    return `(${layType(type, indent, column + 1, tail + 1)})`;
  if (isHugged(type)) return `(${layHugged(type, indent, column + 1)})`;
  return `(\n${layAlternatives(type, indent + STEP, 0)}\n${" ".repeat(indent)})`;
}

/** `{…} | null` is laid out like `{…}` alone. */
function isHugged({ types }: ts.UnionTypeNode): boolean {
  const parts = types.map(bare);
  const main = parts.find(
    (type) => compiler.isTypeLiteralNode(type) || compiler.isTypeReferenceNode(type),
  );
  return main !== undefined && parts.every((type) => type === main || isNull(type));
}

function isNull(type: ts.TypeNode): boolean {
  return compiler.isLiteralTypeNode(type) && type.literal.kind === SyntaxKind.NullKeyword;
}

function layHugged({ types }: ts.UnionTypeNode, indent: number, column: number): string {
  return types.map((type) => layType(type, indent, column, 0)).join(" | ");
}

/** On lines of their own: all on one if they fit, else each on one. */
function layAlternatives(type: ts.UnionTypeNode, indent: number, tail: number): string {
  const margin = " ".repeat(indent);
  const line = flat(type);
  if (line !== undefined && fits(line, WIDTH - indent - tail)) return margin + line;
  const last = type.types.length - 1;
  return type.types
    .map((part, index) => {
      const laid = layType(part, indent + STEP, indent + STEP, index === last ? tail : 0);
      return `${margin}| ${laid}`;
    })
    .join("\n");
}

/** An object stands on the line of what is before it, and so does what follows an object; the rest below one another. */
function layIntersection(
  { types: given }: ts.IntersectionTypeNode,
  indent: number,
  column: number,
  tail: number,
): string {
  const types = given.map(bare);
  let text = "";
  let indented = false;
  for (const [index, type] of types.entries()) {
    const before = types[index - 1];
    const next = types[index + 1];
    const objects = [before, type].filter((one) => one && compiler.isTypeLiteralNode(one)).length;
    if (objects === 0 && before !== undefined) text += ` &\n${" ".repeat(indent + STEP)}`;
    else if (before !== undefined) text += " & ";
    if (objects === 1 && index > 1) indented = true;
    const deeper = before !== undefined && (objects === 0 || (indented && index > 0));
    const start = text.includes("\n")
      ? text.length - text.lastIndexOf("\n") - 1
      : column + text.length;
    text += layType(
      type,
      deeper ? indent + STEP : indent,
      start,
      next ? followed(type, next) : tail,
    );
  }
  return text;
}

/** How much follows a part of an intersection on its last line. */
function followed(type: ts.TypeNode, next: ts.TypeNode): number {
  if (compiler.isTypeLiteralNode(next)) {
    if (next.members.length === 0) throw new Unusual();
    return " & {".length;
  }
  // After an object nothing is measured.
  return compiler.isTypeLiteralNode(type) ? 0 : " &".length;
}
