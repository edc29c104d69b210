import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DescriptionProblem } from "../problem.ts";
import type { Witness } from "./self-check.ts";

const require = createRequire(import.meta.url);

const TSCONFIG = {
  compilerOptions: {
    module: "nodenext",
    target: "es2022",
    lib: ["es2022", "dom", "dom.iterable"],
    types: [],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    paths: { "openapi-fetch": [openapiFetchTypes()] },
  },
  include: ["*.ts"],
};

/**
 * Compiles the generated files as a consumer would (`strict`, `nodenext`), together with a file that gives each
 * schema's type a value which its validator takes. Runs in a child process, since the native compiler is several
 * times faster than the one in JavaScript. Throws a DescriptionProblem for a type that its value does not fit.
 */
export async function compile(
  files: ReadonlyMap<string, string>,
  witnesses: readonly Witness[],
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "generate-"));
  try {
    const check = [
      `import type { components, operations } from "./types.js";`,
      ...witnesses.map(
        ({ type, value }, index) => `export const _${index}: ${type} = ${literal(value)};`,
      ),
    ];
    const sources = [...files].filter(([name]) => name.endsWith(".ts"));
    await Promise.all([
      ...sources.map(([name, text]) => writeFile(join(folder, name), text)),
      writeFile(join(folder, "witnesses.ts"), `${check.join("\n")}\n`),
      writeFile(join(folder, "package.json"), `{ "type": "module" }`),
      writeFile(join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG)),
    ]);
    judge(await run(folder), witnesses);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `__proto__` as a key of an object literal would set the prototype: written as a computed key it is a key. */
function literal(value: Witness["value"]): string {
  return JSON.stringify(value).replaceAll(`"__proto__":`, `["__proto__"]:`);
}

function judge(output: string, witnesses: readonly Witness[]): void {
  const first = /^(.+)\((\d+),\d+\): error (TS\d+): (.*)$/m.exec(output);
  if (first === null) {
    if (output.trim() !== "") throw new Error(`the type checker failed:\n${output}`);
    return;
  }
  const [, file = "", line = "", code = "", message = ""] = first;
  const witness = file === "witnesses.ts" ? witnesses[Number(line) - 2] : undefined;
  if (witness === undefined) {
    throw new DescriptionProblem(`${file}:${line} does not compile: ${code} ${message}`, "#");
  }
  throw new DescriptionProblem(
    `the type of this schema refuses a value that its validator takes: ${code} ${message}`,
    witness.pointer,
  );
}

function run(folder: string): Promise<string> {
  const compiler = join(dirname(require.resolve("typescript7/package.json")), "bin", "tsc");
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      // The loader that runs these scripts has no business in the compiler.
      [compiler, "--project", join(folder, "tsconfig.json"), "--pretty", "false"],
      { cwd: folder, env: { ...process.env, NODE_OPTIONS: "" }, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error === null || stdout !== "") resolve(stdout);
        else reject(new Error(`the type checker failed: ${stderr || error.message}`));
      },
    );
  });
}

function openapiFetchTypes(): string {
  return require.resolve("openapi-fetch/dist/index.d.mts");
}
