import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { ROOT } from "../root.ts";

/** One side of a comparison: where the sources lie, and the modules that callers import. */
export interface Side {
  readonly root: string;
  readonly entries: readonly string[];
}

/** The settings of this repository, in which both sides are read. */
export function compilerOptions(): ts.CompilerOptions {
  const path = join(ROOT, "tsconfig.json");
  const { config } = ts.readConfigFile(path, ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config?.compilerOptions, ROOT, path);
  // Only the declarations of Node itself: the tests' own packages have no say in what callers see.
  return { ...options, types: ["node"], typeRoots: [join(ROOT, "node_modules/@types")] };
}

/**
 * Writes the declarations of one side into a folder, in the form in which they can be compared.
 *
 * @returns the declaration of each entry
 */
export async function writeDeclarations(side: Side, folder: string): Promise<string[]> {
  const options = {
    ...compilerOptions(),
    ...{ noEmit: false, declaration: true, emitDeclarationOnly: true, noCheck: true },
    ...{ rootDir: side.root, outDir: folder, allowJs: false, checkJs: false },
  };
  const program = ts.createProgram({ rootNames: [...side.entries], options });
  const files = new Map<string, string>();
  program.emit(undefined, (path, text) => files.set(path, text), undefined, true);
  for (const [path, text] of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, comparable(path, text));
  }
  return side.entries.map((entry) =>
    join(folder, relative(side.root, entry)).replace(/\.ts$/, ".d.ts"),
  );
}

/** Lets a folder find the packages that are installed here. */
export async function linkPackages(folder: string): Promise<void> {
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction").catch(
    (error: unknown) => {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    },
  );
}

/**
 * Declarations without what makes two equal ones differ, or two different ones equal, to the compiler: private and protected members
 * and unique symbols fit only themselves, and the parameters of a method, unlike those of a function, may be narrowed.
 */
function comparable(path: string, text: string): string {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const { transformed } = ts.transform(source, [
    (context) => (file) => ts.visitEachChild(file, visitor(context), context),
  ]);
  const [file] = transformed;
  return file === undefined ? text : ts.createPrinter({ removeComments: true }).printFile(file);
}

function visitor(context: ts.TransformationContext): ts.Visitor {
  const { factory } = context;
  const visit: ts.Visitor = (node) => {
    if (ts.isClassDeclaration(node)) {
      const { modifiers, name, typeParameters, heritageClauses } = node;
      const members = asProperties(node.members.filter(isPublic), factory);
      const changed = factory.updateClassDeclaration(
        node,
        ...([modifiers, name, typeParameters, heritageClauses, members] as const),
      );
      return ts.visitEachChild(changed, visit, context);
    }
    if (ts.isInterfaceDeclaration(node)) {
      const { modifiers, name, typeParameters, heritageClauses } = node;
      const members = asProperties(node.members, factory);
      const changed = factory.updateInterfaceDeclaration(
        node,
        ...([modifiers, name, typeParameters, heritageClauses, members] as const),
      );
      return ts.visitEachChild(changed, visit, context);
    }
    if (ts.isTypeLiteralNode(node)) {
      const members = factory.createNodeArray(asProperties(node.members, factory));
      return ts.visitEachChild(factory.updateTypeLiteralNode(node, members), visit, context);
    }
    if (ts.isTypeOperatorNode(node) && isNamesOfOperations(node)) {
      return factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
    }
    if (ts.isVariableDeclaration(node) && node.type !== undefined && isUniqueSymbol(node.type)) {
      const type = factory.createLiteralTypeNode(factory.createStringLiteral(node.name.getText()));
      return factory.updateVariableDeclaration(node, node.name, undefined, type, undefined);
    }
    return ts.visitEachChild(node, visit, context);
  };
  return visit;
}

/** `keyof typeof operations`: what goes by the names of the operations is open to a new one, which is no break. */
function isNamesOfOperations({ operator, type }: ts.TypeOperatorNode): boolean {
  const isKeyOf = operator === ts.SyntaxKind.KeyOfKeyword && ts.isTypeQueryNode(type);
  return isKeyOf && type.exprName.getText() === "operations";
}

function isUniqueSymbol(type: ts.TypeNode): boolean {
  return ts.isTypeOperatorNode(type) && type.operator === ts.SyntaxKind.UniqueKeyword;
}

function isPublic(member: ts.ClassElement): boolean {
  if (member.name !== undefined && ts.isPrivateIdentifier(member.name)) return false;
  const flags = ts.getCombinedModifierFlags(member);
  return (flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) === 0;
}

type Method = ts.MethodDeclaration | ts.MethodSignature;

/** Methods as properties that hold functions; the overloads of one become the signatures of one function. */
function asProperties<T extends ts.ClassElement | ts.TypeElement>(
  members: Iterable<T>,
  factory: ts.NodeFactory,
): T[] {
  const all: readonly (ts.ClassElement | ts.TypeElement)[] = [...members];
  const overloads = new Map<string, Method[]>();
  for (const member of all.filter(isMethod)) {
    overloads.set(keyOf(member), [...(overloads.get(keyOf(member)) ?? []), member]);
  }
  const changed = all.flatMap((member) => {
    if (!isMethod(member)) return [member];
    const own = overloads.get(keyOf(member)) ?? [];
    if (own[0] !== member) return [];
    const type = factory.createTypeLiteralNode(
      own.map((each) =>
        factory.createCallSignature(each.typeParameters, each.parameters, each.type),
      ),
    );
    const { name, questionToken } = member;
    const property = ts.isMethodDeclaration(member)
      ? factory.createPropertyDeclaration(member.modifiers, name, questionToken, type, undefined)
      : factory.createPropertySignature(undefined, name, questionToken, type);
    return [property];
  });
  return changed as T[]; // each member of the kind that it was of
}

function keyOf(method: Method): string {
  const isStatic = ts.getCombinedModifierFlags(method) & ts.ModifierFlags.Static;
  return `${isStatic} ${method.name.getText()}`;
}

function isMethod(member: ts.ClassElement | ts.TypeElement): member is Method {
  return ts.isMethodDeclaration(member) || ts.isMethodSignature(member);
}
