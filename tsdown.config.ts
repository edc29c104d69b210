import { transform } from "esbuild";
import { defineConfig, type UserConfig } from "tsdown";

const common: UserConfig = {
  format: "esm",
  // For the mock and the command. That the library itself imports nothing of Node is held by the import rules.
  platform: "node",
  target: "node20.19",
  fixedExtension: false,
  // No hash in a name: the same source packs to the same files.
  hash: false,
  outputOptions: { chunkFileNames: "chunks/[name].js" },
  checks: { pluginTimings: false },
  logLevel: "error",
};

/**
 * Takes blanks and comments out. Names stay, so that a stack trace reads well without the maps; and lines are short, since
 * Node shows the whole line of an error that nobody has caught.
 */
const shortLines = {
  name: "short-lines",
  renderChunk: async (code: string, { fileName }: { readonly fileName: string }) => {
    if (!fileName.endsWith(".js")) return null;
    // Jest, which compiles modules to CommonJS, knows no `import.meta`; the libraries ask for modules of Node alone.
    const plain = code.replace("createRequire(import.meta.url)", "process.getBuiltinModule");
    const options = {
      minifyWhitespace: true,
      minifySyntax: true,
      lineLimit: 160,
      legalComments: "none",
    } as const;
    // Of libraries, whose source is not in the package, names say little: without them they are half as large.
    const names = fileName === "chunks/libraries.js" && {
      minifyIdentifiers: true,
      minifySyntax: true,
    };
    const { code: short, map } = await transform(plain, {
      ...options,
      ...names,
      sourcemap: "external",
    });
    return { code: short, map };
  },
};

/**
 * What is bundled of other packages stands in a chunk of its own, without a map: its source is not in the package. The code of
 * Ajv has none either: what it was made of is read by nobody. Nor has the mock, which is for tests: its names are kept, and its source
 * is not in the package either.
 */
const libraries = {
  name: "libraries",
  generateBundle(_: unknown, files: Record<string, { type: string; code?: string }>): void {
    for (const name of ["chunks/libraries.js", "generated/validators.js", "mock.js"]) {
      const file = files[name];
      if (file?.code === undefined) continue;
      delete files[`${name}.map`];
      file.code = file.code.replace(/\/\/# sourceMappingURL=.*\s*$/, "");
    }
  },
};

const library: UserConfig = {
  ...common,
  dts: { sourcemap: true },
  sourcemap: true,
  minify: false,
  plugins: [shortLines, libraries],
  inputOptions: { resolve: { mainFields: ["module", "main"] } },
  outputOptions: {
    ...common.outputOptions,
    codeSplitting: { groups: [{ name: "libraries", test: /[\\/]node_modules[\\/]/ }] },
    // The sources themselves are in the package, where the maps of the types look for them too.
    sourcemapExcludeSources: true,
    // `await using` on a mock or a queue: else a consumer would need the library `esnext.disposable` in its settings.
    postBanner: ({ fileName }) =>
      fileName === "mock.d.ts" || fileName === "index.d.ts"
        ? '/// <reference lib="esnext.disposable" />'
        : "",
  },
};

/** The command uses the entry points as they are built above. */
const ownEntryPoints = {
  name: "own-entry-points",
  async resolveId(this: { resolve: Resolve }, source: string, importer: string | undefined) {
    const found = await this.resolve(source, importer, { skipSelf: true });
    const name = /[\\/]src[\\/](index|node|mock[\\/]index)\.ts$/.exec(found?.id ?? "")?.[1];
    if (name === undefined) return null;
    return { id: `../${name.startsWith("mock") ? "mock" : name}.js`, external: true };
  },
};
type Resolve = (
  source: string,
  importer: string | undefined,
  options: { skipSelf: boolean },
) => Promise<{ id: string } | null>;

export default defineConfig([
  // These doors in one build, so that they share their code.
  {
    ...library,
    entry: { index: "src/index.ts", node: "src/node.ts", bullmq: "src/bullmq/index.ts" },
  },
  // Apart: the mock asks for validators by their names, and in a chunk of both that would keep all of
  // them in every application that bundles any part of the library.
  { ...library, dts: true, entry: { mock: "src/mock/index.ts" }, clean: false },
  // What is generated, for those who want no more than that.
  {
    ...library,
    entry: Object.fromEntries(
      ["client", "operations", "schemas", "types", "validators"].map((name) => [
        `generated/${name}`,
        `generated/${name}.ts`,
      ]),
    ),
    outputOptions: { ...library.outputOptions, chunkFileNames: "generated/chunks/[name].js" },
    clean: false,
  },
  {
    ...common,
    // With all that only the command needs, and small rather than readable: nobody imports it. What it takes from the
    // package's own entry points is there already.
    entry: { cli: "src/cli/bin.ts" },
    outDir: "dist/cli",
    dts: false,
    minify: true,
    plugins: [ownEntryPoints],
    // The modern form of a bundled package, where it has one.
    inputOptions: { resolve: { mainFields: ["module", "main"] } },
  },
]);
