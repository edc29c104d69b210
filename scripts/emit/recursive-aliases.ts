import type ts from "typescript";
import { isObject, type Json, type JsonObject } from "../model/json.ts";
import { schemasOf } from "../normalise/hoist.ts";
import { componentOf } from "../normalise/references.ts";
import { compiler } from "./openapi-typescript.ts";

/**
 * A schema that is a list of itself (`Tree: {type: array, items: {$ref: Tree}}`) is a fine type, but only under a
 * name of its own: as a member of `components` it refers to itself in its own annotation (TS2502). So such schemas
 * become aliases beside `components`, and their members refer to these.
 */
export function aliasRecursive(nodes: readonly ts.Node[], document: JsonObject): ts.Node[] {
  const recursive = recursiveComponents(schemasOf(document));
  if (recursive.size === 0) return [...nodes];
  const names = new Map([...recursive].map((name, index) => [name, `$Recursive${index + 1}`]));
  const aliases: ts.Node[] = [];
  const placed = nodes.map((node) => {
    if (!compiler.isInterfaceDeclaration(node) || node.name.text !== "components") return node;
    return withSchemas(node, (member) => {
      const alias = names.get(memberName(member));
      if (alias === undefined || member.type === undefined) return member;
      aliases.push(declare(alias, referToAliases(member.type, names)));
      const { modifiers, name, questionToken } = member;
      const type = factory.createTypeReferenceNode(alias);
      return factory.updatePropertySignature(member, modifiers, name, questionToken, type);
    });
  });
  return [...placed, ...aliases];
}

const { factory } = compiler;

/** The components that hold themselves with nothing but lists and alternatives between. */
function recursiveComponents(schemas: JsonObject): Set<string> {
  const next = new Map(Object.entries(schemas).map(([name, schema]) => [name, eager(schema)]));
  const leadsTo = (from: string, to: string): boolean => {
    const seen = new Set<string>();
    const open = [...(next.get(from) ?? [])];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (name === to) return true;
      if (seen.has(name)) continue;
      seen.add(name);
      open.push(...(next.get(name) ?? []));
    }
    return false;
  };
  return new Set([...next.keys()].filter((name) => leadsTo(name, name)));
}

/** The components that TypeScript must know to know the type of a schema: not those inside an object's members. */
function eager(schema: Json | undefined): string[] {
  if (!isObject(schema)) return [];
  const own = componentOf(schema["$ref"]);
  const lists = ["allOf", "anyOf", "oneOf", "prefixItems"].map((keyword) => schema[keyword]);
  const inner = [...lists.filter(Array.isArray).flat(), schema["items"]];
  return [...(own === undefined ? [] : [own]), ...inner.flatMap(eager)];
}

function withSchemas(
  components: ts.InterfaceDeclaration,
  change: (member: ts.PropertySignature) => ts.PropertySignature,
): ts.InterfaceDeclaration {
  const members = components.members.map((group) => {
    if (!compiler.isPropertySignature(group) || memberName(group) !== "schemas") return group;
    if (group.type === undefined || !compiler.isTypeLiteralNode(group.type)) return group;
    const changed = group.type.members.map((member) =>
      compiler.isPropertySignature(member) ? change(member) : member,
    );
    const type = factory.updateTypeLiteralNode(group.type, factory.createNodeArray(changed));
    const { modifiers, name, questionToken } = group;
    return factory.updatePropertySignature(group, modifiers, name, questionToken, type);
  });
  const { modifiers, name, typeParameters, heritageClauses } = components;
  return factory.updateInterfaceDeclaration(
    components,
    modifiers,
    name,
    typeParameters,
    heritageClauses,
    members,
  );
}

function memberName({ name }: ts.PropertySignature): string {
  return compiler.isIdentifier(name) || compiler.isStringLiteralLike(name) ? name.text : "";
}

function declare(name: string, type: ts.TypeNode): ts.Node {
  return factory.createTypeAliasDeclaration(undefined, name, undefined, type);
}

/** Replaces `components["schemas"]["Tree"]` by the alias of `Tree`. */
function referToAliases(type: ts.TypeNode, names: ReadonlyMap<string, string>): ts.TypeNode {
  const visit = (node: ts.Node): ts.Node => {
    const alias = names.get(referred(node) ?? "");
    if (alias !== undefined) return factory.createTypeReferenceNode(alias);
    return compiler.visitEachChild(node, visit, undefined);
  };
  // The cast: a type in which only types are replaced by types is one.
  return visit(type) as ts.TypeNode;
}

function referred(node: ts.Node): string | undefined {
  if (!compiler.isIndexedAccessTypeNode(node) || !compiler.isIndexedAccessTypeNode(node.objectType))
    return;
  if (keyOf(node.objectType) !== "schemas") return undefined;
  return keyOf(node);
}

function keyOf({ indexType }: ts.IndexedAccessTypeNode): string | undefined {
  if (!compiler.isLiteralTypeNode(indexType)) return undefined;
  return compiler.isStringLiteralLike(indexType.literal) ? indexType.literal.text : undefined;
}
