import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { waitFor } from "../bounds/whereabouts.ts";

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

/** An error of the compiler, with its place in one of the files. */
export interface CompileError {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

/**
 * Compiles TypeScript files as a consumer would (`strict`, `nodenext`), in a folder that has nothing else. Runs in
 * a child process, since the native compiler is several times faster than the one in JavaScript.
 *
 * @param took is told how long the compiler worked, in milliseconds
 * @param signal ends the compiler
 */
export async function compile(
  files: ReadonlyMap<string, string>,
  took: (ms: number) => void = () => {},
  signal?: AbortSignal,
): Promise<CompileError[]> {
  // Written at once, not in turns with other work, so that the compiler begins before that work does.
  const folder = mkdtempSync(join(tmpdir(), "generate-"));
  try {
    writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG));
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
    const output = await run(folder, signal);
    took(Number(TOTAL.exec(output)?.[1]) * 1000);
    return readErrors(output.replace(STATISTICS, ""));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// What `--diagnostics` tells: `Total time:    0.123s`, and more such lines.
const TOTAL = /^Total time:\s+([\d.]+)s$/m;
const STATISTICS = /^[A-Z][A-Za-z ]+:\s+[\d.]+[sK]?$\n?/gm;

function readErrors(output: string): CompileError[] {
  const errors = [...output.matchAll(/^(.+)\((\d+),\d+\): error (TS\d+): (.*)$/gm)].map(
    ([, file = "", line = "", code = "", message = ""]) => ({
      file,
      line: Number(line),
      code,
      message,
    }),
  );
  if (errors.length === 0 && output.trim() !== "") {
    throw new Error(`the type checker failed:\n${output}`);
  }
  return errors;
}

/** The compiler's path. The program itself, not the script that starts it: to end that would leave the program running. */
const compiler = import(
  pathToFileURL(join(dirname(require.resolve("typescript7/package.json")), "lib", "getExePath.js"))
    .href
).then((finder: { default: () => string }) => finder.default());

/** Several would each build the types that all of the files share. */
const ONE_CHECKER = ["--checkers", "1"];

async function run(folder: string, signal: AbortSignal | undefined): Promise<string> {
  const path = await compiler;
  return new Promise((resolve, reject) => {
    const child = execFile(
      path,
      [
        "--project",
        join(folder, "tsconfig.json"),
        "--pretty",
        "false",
        "--diagnostics",
        ...ONE_CHECKER,
      ],
      {
        cwd: folder,
        env: { ...process.env, GOMEMLIMIT: "4GiB" },
        maxBuffer: 64 * 1024 * 1024,
        ...(signal && { signal }),
      },
      (error, stdout, stderr) => {
        waitFor(0);
        if (error === null || stdout !== "") resolve(stdout);
        else reject(new Error(`the type checker failed: ${stderr || error.message}`));
      },
    );
    waitFor(child.pid ?? 0);
  });
}

function openapiFetchTypes(): string {
  return require.resolve("openapi-fetch/dist/index.d.mts");
}
