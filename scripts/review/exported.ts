import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";

/** How the exports of a generated file differ, by name. */
export interface ExportsChange {
  readonly file: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/** Compares what the files of two generated folders export. */
export async function compareExports(before: string, after: string): Promise<ExportsChange[]> {
  const [old, now] = await Promise.all([readExports(before), readExports(after)]);
  const changes: ExportsChange[] = [];
  for (const file of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const [was, is] = [old.get(file) ?? new Map(), now.get(file) ?? new Map()];
    const added = [...is.keys()].filter((name) => !was.has(name));
    const removed = [...was.keys()].filter((name) => !is.has(name));
    const changed = [...is.keys()].filter(
      (name) => was.has(name) && was.get(name) !== is.get(name),
    );
    if (added.length + removed.length + changed.length > 0) {
      changes.push({ file, added, removed, changed });
    }
  }
  return changes;
}

/** Each exported name with the text of its declaration, by file. */
async function readExports(folder: string): Promise<Map<string, Map<string, string>>> {
  const files = await readdir(folder).catch(() => [] as string[]);
  const found = new Map<string, Map<string, string>>();
  // Of ajv.ts nothing is read by people; its exports are those of validators.ts once more.
  for (const file of files.filter((name) => name.endsWith(".ts") && name !== "ajv.ts")) {
    const text = await readFile(join(folder, file), "utf8");
    found.set(file, exportsOf(text));
  }
  return found;
}

function exportsOf(text: string): Map<string, string> {
  const source = ts.createSourceFile("file.ts", text, ts.ScriptTarget.Latest, true);
  const found = new Map<string, string>();
  for (const statement of source.statements) {
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
    if (modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) !== true) continue;
    if (ts.isInterfaceDeclaration(statement)) {
      // What the description holds is in three of them, so the names inside are what a reader looks for.
      const depth = statement.name.text === "components" ? 2 : 1;
      for (const [name, inner] of membersOf(statement.members, statement.name.text, depth)) {
        found.set(name, inner);
      }
    } else for (const name of namesOf(statement)) found.set(name, statement.getText(source));
  }
  return found;
}

function membersOf(
  members: ts.NodeArray<ts.TypeElement>,
  prefix: string,
  depth: number,
): [string, string][] {
  return members.flatMap((member): [string, string][] => {
    const name = `${prefix}.${member.name?.getText() ?? ""}`;
    const type = ts.isPropertySignature(member) ? member.type : undefined;
    return depth > 1 && type !== undefined && ts.isTypeLiteralNode(type)
      ? membersOf(type.members, name, depth - 1)
      : [[name, member.getText()]];
  });
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const isNamed =
    ts.isTypeAliasDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}
