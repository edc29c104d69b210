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
    for (const name of namesOf(statement)) found.set(name, statement.getText(source));
  }
  return found;
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const isNamed =
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}
