import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

/** What is imported, and the file behind it. */
const doors = {
  "hubspot-batch-unsubscribe": "src/index.ts",
  "hubspot-batch-unsubscribe/node": "src/node.ts",
  "hubspot-batch-unsubscribe/bullmq": "src/bullmq/index.ts",
  "hubspot-batch-unsubscribe/mock": "src/mock/index.ts",
};

/** What a reader of an example takes for granted. */
const surroundings = `
  declare const client: import("hubspot-batch-unsubscribe").HubSpotClient;
  declare const accessToken: string;
  declare const addresses: readonly string[];
  declare const ca: string;
  declare const oauth: { accessToken(options: { fresh: boolean }): Promise<string> };
  declare function markAs(address: string, outcome: string): Promise<void>;
  declare function tokenOf(account: string): Promise<string>;
  declare function test(name: string, run: () => Promise<void>): void;
  declare const create: import("hubspot-batch-unsubscribe/node").StoreHarness["create"];
  declare const reopen: import("hubspot-batch-unsubscribe/node").StoreHarness["reopen"];
`;

const folder = "test/example-of-doc-comments";
const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts"],
  types: ["node"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  paths: {
    ...Object.fromEntries(Object.entries(doors).map(([name, file]) => [name, [resolve(file)]])),
    undici: [resolve("node_modules/undici-types/index.d.ts")],
  },
};

/** The examples of what is exported: by its name, or by that of the member whose comment it is. */
function examplesOf(symbol: ts.Symbol, checker: ts.TypeChecker): [name: string, code: string][] {
  const members = [...(symbol.members?.values() ?? [])];
  return [symbol, ...members].flatMap((each) => {
    const tags = each.getJsDocTags(checker).filter(({ name }) => name === "example");
    const name = each === symbol ? symbol.name : `${symbol.name}.${each.name}`;
    return tags.map(({ text }): [string, string] => [name, ts.displayPartsToString(text)]);
  });
}

/** A module with the code of an example, and with imports for what it uses of the package. */
function moduleOf(code: string, exported: ReadonlyMap<string, readonly string[]>): string {
  const text =
    /^```ts\n(.*)\n```$/s.exec(code)?.[1] ?? "this example is not in a block of TypeScript";
  // The value of an option stands for itself.
  const own = /^accessToken: /.test(text) ? `createClient({ ${text} });` : text;
  const imports = [...exported].map(([door, names]) => {
    const used = names.filter((name) => new RegExp(`\\b${name}\\b`).test(own));
    return `import { ${used.join(", ")} } from "${door}";`;
  });
  if (own.includes("new Queue(")) imports.push(`import { Queue } from "bullmq";`);
  return [...imports, own].join("\n");
}

describe("the doc comments of what is public", () => {
  const first = ts.createProgram(Object.values(doors), options);
  const checker = first.getTypeChecker();
  const exports = Object.entries(doors).map(([door, file]) => {
    const source = first.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    const symbols = module === undefined ? [] : checker.getExportsOfModule(module);
    const real = symbols.map((symbol) =>
      symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
    );
    return { door, symbols: real };
  });
  const all = exports.flatMap(({ symbols }) => symbols);
  const examples = all.flatMap((symbol) => examplesOf(symbol, checker));

  test("say what each name is", () => {
    expect(all.length).toBeGreaterThan(150);
    const silent = all.filter((symbol) => symbol.getDocumentationComment(checker).length === 0);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  // Of BullMQ's own options, BullMQ's comments tell.
  const settings = all
    .filter(({ name }) =>
      /Options$|^(?:MockToken|MockAccount|Hooks|FaultTiming|OptOutRequest)$/.test(name),
    )
    .flatMap((symbol) =>
      checker
        .getDeclaredTypeOfSymbol(symbol)
        .getProperties()
        .filter((own) => !own.declarations?.[0]?.getSourceFile().fileName.includes("/bullmq/dist/"))
        .map((own) => ({
          name: `${symbol.name}.${own.name}`,
          own,
          text: ts.displayPartsToString(own.getDocumentationComment(checker)).replace(/\s+/g, " "),
          tags: own.getJsDocTags(checker).map((tag) => tag.name),
        })),
    );
  const named = (some: typeof settings): string[] => some.map(({ name }) => name);

  test("say what each option is", () => {
    expect(settings.length).toBeGreaterThan(100);
    expect(named(settings.filter(({ text }) => text === ""))).toEqual([]);
  });

  test("say what holds where an option is left out", () => {
    // Without a signal nothing is ended, and without a hook nobody is told.
    const obvious = /\.(?:signal|on[A-Z]\w+)$/;
    const silent = settings.filter(
      ({ name, own, tags }) =>
        own.flags & ts.SymbolFlags.Optional && !tags.includes("default") && !obvious.test(name),
    );
    expect(named(silent)).toEqual([]);
  });

  test("say the unit of each option that is a number", () => {
    const unit =
      /\b(?:milliseconds|bytes|from 0 to 1|from 1|how many|number of|calls|repeats|jobs|callers|addresses|port|status)\b/i;
    const numbers = settings.filter(({ own }) => {
      const type = checker.getTypeOfSymbol(own);
      const parts = type.isUnion() ? type.types : [type];
      return parts.some(({ flags }) => flags & ts.TypeFlags.NumberLike);
    });
    expect(numbers.length).toBeGreaterThan(40);
    expect(named(numbers.filter(({ text }) => !unit.test(text)))).toEqual([]);
  });

  test("name the source of a fact by an address that can be opened", () => {
    const sources = [...first.getSourceFiles()].filter(
      ({ fileName }) => !/node_modules|generated/.test(fileName),
    );
    const lines = sources.flatMap(({ text }) => text.match(/@see\b.*/g) ?? []);
    expect(lines.length).toBeGreaterThan(3);
    const addresses = lines.map(
      (line) => /^@see \{@link (\S+?)\}(?: \*\/)?$/.exec(line)?.[1] ?? line,
    );
    expect(addresses.filter((each) => !/^https:\/\//.test(each) || !URL.canParse(each))).toEqual(
      [],
    );
  });

  test("name a parameter that is taken apart, for the pages of the API", () => {
    const declared = all.flatMap((symbol) => [symbol, ...(symbol.members?.values() ?? [])]);
    const unnamed = declared.flatMap(({ declarations = [] }) =>
      declarations
        .filter((each) => ts.isFunctionDeclaration(each) || ts.isMethodDeclaration(each))
        .filter((each) => {
          const isApart = each.parameters.some(({ name }) => ts.isObjectBindingPattern(name));
          const named = ts.getJSDocTags(each).filter(ts.isJSDocParameterTag);
          return isApart && named.length !== each.parameters.length;
        })
        .map((each) => each.name?.getText() ?? ""),
    );
    expect(unnamed).toEqual([]);
  });

  test("of /node, are of names that the command uses or a guide shows", async () => {
    const all = { recursive: true, encoding: "utf8" } as const;
    const files = ["src/cli", "docs"].flatMap((root) =>
      readdirSync(root, all).map((name) => join(root, name)),
    );
    const text = files
      .filter((name) => /^src.*\.ts$|^docs\/[\w-]+\.md$/.test(name.replaceAll("\\", "/")))
      .map((name) => readFileSync(name, "utf8"))
      .join("\n");
    const values = Object.keys(await import("../src/node.js"));
    expect(values.length).toBeGreaterThan(20);
    expect(values.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
  });

  test("show a call of each function that needs more than a value", () => {
    const obvious = [
      ...["createMemoryStore", "describeUnknown", "describeInvalid", "describeMismatch"],
      ...["checkBinding", "unusualIn", "isLoopback", "readBaseUrl", "toEvidenceLine"],
      // Those stand in the example of `writeHtmlReport`.
      ...["evidenceOf", "reportedOf", "summarise"],
    ];
    const shown = new Set(examples.map(([name]) => name));
    const functions = all.filter(({ flags }) => flags & ts.SymbolFlags.Function);
    const client = ["batchUnsubscribeAll", "batchReadUnsubscribeAll"].map(
      (name) => `HubSpotClient.${name}`,
    );
    const expected = [...functions.map(({ name }) => name), ...client];
    expect(expected.filter((name) => !shown.has(name)).sort()).toEqual(obvious.sort());
  });

  test("have examples that compile", () => {
    const values = new Map(
      exports.map(({ door, symbols }) => [
        door,
        symbols.filter(({ flags }) => flags & ts.SymbolFlags.Value).map(({ name }) => name),
      ]),
    );
    const files = new Map<string, string>(
      examples.map(([name, code], index) => [
        resolve(folder, `${name}.${index}.ts`),
        moduleOf(code, values),
      ]),
    );
    const globals = resolve(folder, "surroundings.d.ts");
    files.set(globals, surroundings);
    const host = ts.createCompilerHost(options);
    const { readFile, fileExists, getSourceFile } = host;
    host.fileExists = (path) => files.has(path) || fileExists(path);
    host.readFile = (path) => files.get(path) ?? readFile(path);
    host.getSourceFile = (path, ...rest) => {
      const text = files.get(path);
      return text === undefined
        ? getSourceFile(path, ...rest)
        : ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
    };
    const program = ts.createProgram([...files.keys()], options, host, first);
    const faults = [...files.keys()].flatMap((path) => {
      const source = program.getSourceFile(path);
      if (source === undefined) throw new Error(`${path} was not compiled`);
      return ts.getPreEmitDiagnostics(program, source);
    });
    expect(faults.map((fault) => ts.formatDiagnostic(fault, host))).toEqual([]);
  });
});
