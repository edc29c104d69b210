import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import ts from "typescript";
import type { Finding, Verdict } from "./change.ts";
import { compilerOptions, linkPackages, writeDeclarations } from "./declarations.ts";
import type { Doors } from "./doors.ts";
import { distinct, reasonOf, verdicts, type Check, type Told } from "./door-verdicts.ts";
import { gone } from "./gone.ts";

/** The modules of a package, or of a folder of generated code, on one side. */
export interface Modules {
  readonly root: string;
  readonly doors: Doors;
}

/**
 * Holds what each module exports against what it exported before, by the compiler: what is used must still fit where it
 * was used (a value), or both ways where only the name is known (a type). A member that is gone is told apart, since an
 * optional one is missed by no assignment.
 */
export async function compareDoors(before: Modules, after: Modules): Promise<Finding[]> {
  const findings: Finding[] = [];
  const shared = [...after.doors.keys()].filter((door) => before.doors.has(door));
  for (const door of before.doors.keys()) {
    if (!after.doors.has(door)) findings.push(finding("breaks", door, "can no longer be imported"));
  }
  for (const door of after.doors.keys()) {
    if (!before.doors.has(door)) findings.push(finding("adds", door, "can be imported"));
  }
  if (shared.length === 0) return findings;
  const folder = await mkdtemp(join(tmpdir(), "review-doors-"));
  try {
    const sides = { before: join(folder, "before"), after: join(folder, "after") };
    await linkPackages(folder);
    const sideOf = ({ root, doors }: Modules) => ({
      root,
      entries: shared.map((door) => doors.get(door) ?? ""),
    });
    const old = await writeDeclarations(sideOf(before), sides.before);
    const now = await writeDeclarations(sideOf(after), sides.after);
    const compared = await new Comparison(folder, old, now).run();
    for (const [index, door] of shared.entries()) {
      for (const [verdict, what] of compared[index] ?? [])
        findings.push(finding(verdict, door, what));
    }
    return findings;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function finding(verdict: Verdict, door: string, what: string): Finding {
  return { verdict, direction: "neither", place: `import from ${door}`, what };
}

/** What an export is: a value, a type, or, as a class is, both. */
interface Export {
  readonly name: string;
  readonly symbol: ts.Symbol;
  readonly isValue: boolean;
  readonly isType: boolean;
}

class Comparison {
  readonly #folder: string;
  readonly #old: readonly string[];
  readonly #now: readonly string[];

  constructor(folder: string, old: readonly string[], now: readonly string[]) {
    this.#folder = folder;
    this.#old = old;
    this.#now = now;
  }

  async run(): Promise<Told[][]> {
    const options = { ...compilerOptions(), noUnusedLocals: false, noUnusedParameters: false };
    const files = [...this.#old, ...this.#now];
    const first = ts.createProgram({ rootNames: files, options });
    const checker = first.getTypeChecker();
    const told = this.#old.map((): Told[] => []);
    const checks: Check[] = [];
    const lines: string[] = [];
    for (const [door, path] of this.#old.entries()) {
      const [was, is] = [path, this.#now[door] ?? ""].map((each) => exportsOf(first, each));
      const both: [Export, Export][] = [];
      for (const [name, one] of was ?? []) {
        const other = is?.get(name);
        if (other === undefined) told[door]?.push(["compiles-not", `${name} is gone`]);
        else both.push([one, other]);
      }
      for (const name of is?.keys() ?? []) {
        if (was?.has(name) !== true) told[door]?.push(["adds", `${name} is new`]);
      }
      for (const [one, other] of both) {
        if (one.isValue && !other.isValue) {
          told[door]?.push(["compiles-not", `${one.name} is no longer a value`]);
        } else if (one.isType && !other.isType) {
          told[door]?.push(["compiles-not", `${one.name} is no longer a type`]);
        } else {
          for (const [of, line] of checkLines(checker, door, one, other)) {
            checks.push({ door, name: one.name, of });
            lines.push(line);
          }
        }
      }
      told[door]?.push(...memberFindings(checker, both));
    }
    const check = join(this.#folder, "check.ts");
    const from = (path: string): string =>
      `./${relative(this.#folder, path)
        .replaceAll("\\", "/")
        .replace(/\.d\.ts$/, ".js")}`;
    const head = this.#old.flatMap((path, door) => [
      `import type * as B${door} from ${JSON.stringify(from(path))};`,
      `import type * as A${door} from ${JSON.stringify(from(this.#now[door] ?? ""))};`,
    ]);
    const marker = "interface Marker { readonly marker: unique symbol }";
    await writeFile(check, [...head, marker, ...lines].join("\n"));
    const program = ts.createProgram({ rootNames: [check], options, oldProgram: first });
    const errors = new Map<number, string>();
    for (const diagnostic of program.getSemanticDiagnostics(program.getSourceFile(check))) {
      if (diagnostic.file === undefined || diagnostic.start === undefined) continue;
      const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
      const index = line - head.length - 1;
      if (!errors.has(index)) errors.set(index, reasonOf(diagnostic));
    }
    for (const [door, list] of told.entries()) list.push(...verdicts(door, checks, errors));
    return told.map(distinct);
  }
}

/** Everything that a module exports, with what its namespaces hold. */
function exportsOf(program: ts.Program, path: string): Map<string, Export> {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(path);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  const found = new Map<string, Export>();
  const add = (holder: ts.Symbol, prefix: string): void => {
    for (const each of checker.getExportsOfModule(holder)) {
      const isAlias = (each.flags & ts.SymbolFlags.Alias) !== 0;
      const symbol = isAlias ? checker.getAliasedSymbol(each) : each;
      const name = `${prefix}${each.name}`;
      if ((symbol.flags & ts.SymbolFlags.ValueModule) !== 0 && prefix === "") {
        add(symbol, `${name}.`);
        continue;
      }
      const isValue = (symbol.flags & ts.SymbolFlags.Value) !== 0;
      const isType = (symbol.flags & ts.SymbolFlags.Type) !== 0;
      found.set(name, { name, symbol, isValue, isType });
    }
  };
  if (module !== undefined) add(module, "");
  return found;
}

/** A line for each thing that must fit: an error in it means that it does not. */
function checkLines(
  checker: ts.TypeChecker,
  door: number,
  one: Export,
  other: Export,
): [Check["of"], string][] {
  const lines: [Check["of"], string][] = [];
  const { name } = one;
  if (one.isValue)
    lines.push(["value", `(x: typeof A${door}.${name}): typeof B${door}.${name} => x;`]);
  if (one.isType) {
    const was = `B${door}.${name}${argumentsOf(checker, one.symbol)}`;
    const is = `A${door}.${name}${argumentsOf(checker, other.symbol)}`;
    lines.push(["type", `(x: ${is}): ${was} => x;`]);
    lines.push(["type, the other way", `(x: ${was}): ${is} => x;`]);
  }
  return lines;
}

/** A generic type is compared with one argument that nothing else fits, or, where it is bounded, with any. */
function argumentsOf(checker: ts.TypeChecker, symbol: ts.Symbol): string {
  const declaration = symbol.declarations?.find(
    (each) =>
      ts.isInterfaceDeclaration(each) ||
      ts.isTypeAliasDeclaration(each) ||
      ts.isClassDeclaration(each),
  );
  const parameters = declaration === undefined ? [] : (declaration.typeParameters ?? []);
  if (parameters.length === 0) return "";
  const list = parameters.map((each) =>
    checker.getTypeAtLocation(each).getConstraint() === undefined ? "Marker" : "any",
  );
  return `<${list.join(", ")}>`;
}

/** Members that callers may use and that are gone, and those that are new. */
function memberFindings(checker: ts.TypeChecker, both: readonly [Export, Export][]): Told[] {
  const typesOf = ({ symbol, isValue, isType }: Export): ts.Type[] => [
    ...(isType ? [checker.getDeclaredTypeOfSymbol(symbol)] : []),
    ...(isValue ? [checker.getTypeOfSymbol(symbol)] : []),
  ];
  // Types first: what stands in one of them is told by its name, not by a function that takes it.
  const ordered = both.toSorted(([one], [other]) => Number(one.isValue) - Number(other.isValue));
  const pairs = ordered.map(([one, other]) => [one.name, typesOf(one), typesOf(other)] as const);
  const lost = gone(checker, pairs);
  const come = gone(
    checker,
    pairs.map(([name, was, is]) => [name, is, was] as const),
  );
  return [
    ...lost.map((path): Told => ["compiles-not", `${path} is gone`]),
    ...come.map((path): Told => ["adds", `${path} is new`]),
  ];
}
