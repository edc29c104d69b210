import { checkEmitted } from "./check/emitted.ts";
import { checkTypes, findWitnesses } from "./check/self-check.ts";
import { buildValidators } from "./emit/ajv.ts";
import { banner } from "./emit/banner.ts";
import { emitClient } from "./emit/client.ts";
import { formatFile } from "./emit/format.ts";
import { runtimeFor } from "./emit/runtime.ts";
import { emitOperations } from "./emit/operations.ts";
import { emitReadme } from "./emit/readme.ts";
import { emitSchemas } from "./emit/schemas.ts";
import type { EmitTypes } from "./emit/types-thread.ts";
import { emitValidators } from "./emit/validators.ts";
import { operationsOf } from "./model/operations.ts";
import { serversOf } from "./model/wire.ts";
import { beforeMoves, normalise } from "./normalise/normalise.ts";
import { schemasOf, type Moves } from "./normalise/hoist.ts";
import { typesView } from "./normalise/types-view.ts";
import type { Files } from "./output/files.ts";
import type { Progress } from "./output/progress.ts";
import { DescriptionProblem, InputProblem } from "./problem.ts";
import { lintSource, type LintFinding } from "./read/lint.ts";
import type { LintLevel, Options } from "./options.ts";
import { bundleSource, readSource, type Bundled, type Source } from "./read/read.ts";

/** What is to be made of which description. */
export type Request = Pick<Options, "spec" | "lint" | "root">;

export interface Rendered {
  readonly files: Files;
  /** The absolute path of every file that the description is made of. */
  readonly inputs: readonly string[];
  /** What the linter found and the level lets pass. */
  readonly findings: readonly LintFinding[];
}

/** What is emitted as prettier would lay it out. */
const LAID_OUT = new Set([
  "types.ts",
  "schemas.ts",
  "operations.ts",
  "validators.ts",
  "send.ts",
  "serialise.ts",
]);

/** The types step in this thread; loaded only then, since it brings the compiler of TypeScript. */
const emitTypesHere: EmitTypes = async (view, took) => {
  const { emitTypes } = await import("./emit/types.ts");
  const start = performance.now();
  const types = await emitTypes(view);
  took(performance.now() - start);
  return types;
};

/**
 * From a description to the text of every generated file. Writes nothing.
 *
 * @param types the types step, where another thread takes it
 */
export async function render(
  request: Request,
  progress: Progress,
  types: EmitTypes = emitTypesHere,
): Promise<Rendered> {
  const source = await progress.step("read", () => readSource(request.spec, request.root));
  try {
    return await renderSource(source, request.lint, progress, types);
  } catch (error) {
    if (error instanceof InputProblem) error.inputs = source.resolver.paths();
    throw error;
  }
}

async function renderSource(
  source: Source,
  level: LintLevel,
  progress: Progress,
  types: EmitTypes,
): Promise<Rendered> {
  const findings =
    level === "off"
      ? []
      : await progress.step("lint", async () => judge(await lintSource(source, level), level));
  const bundled = await progress.step("bundle", () => bundleSource(source));
  const moves: Moves = new Map();
  try {
    const files = await build(bundled, moves, progress, types);
    return { files, findings, inputs: source.resolver.paths() };
  } catch (error) {
    throw error instanceof DescriptionProblem ? located(error, bundled, moves) : error;
  }
}

async function build(
  { bundle }: Bundled,
  moves: Moves,
  progress: Progress,
  emitTypes: EmitTypes,
): Promise<Files> {
  const document = await progress.step("normalise", () => normalise(bundle, moves));
  const operations = operationsOf(document, String(bundle["openapi"]).startsWith("3.0"));
  const servers = serversOf(document["servers"]);
  // Begun before the validators: it may run on another thread.
  const times = { types: 0, check: 0 };
  const typesText = understood(() => emitTypes(typesView(document), (ms) => (times.types = ms)));
  typesText.catch(() => {}); // It is awaited below, perhaps after another step has failed.
  const { code, witnesses } = await progress.step("validators", () =>
    understood(() => {
      const validators = buildValidators(document);
      const code = emitValidators(operations, validators);
      const witnesses = findWitnesses(document, operations, validators);
      checkEmitted(code, witnesses, validators);
      return { code, witnesses };
    }),
  );
  // Not by prettier, which would take longer for it than for all that is code.
  const openapi = `${JSON.stringify(bundle, null, 2)}\n`;
  const line = banner(bundle, openapi);
  const types = await progress.step(
    "types",
    () => typesText,
    () => times.types,
  );
  const texts = new Map([
    ["types.ts", types],
    ["schemas.ts", emitSchemas(schemasOf(document))],
    ["operations.ts", emitOperations(operations, servers)],
    ["client.ts", emitClient(operations)],
    ["validators.ts", code.validators],
    ...runtimeFor(operations, servers),
  ]);
  // The compiler is a process of its own, and needs no formatted code: it runs while the rest is formatted.
  // Of Ajv's code, which it would not look into, it is told what that exports.
  const checked = checkTypes(
    new Map([...texts, ["ajv.d.ts", code.declaration]]),
    witnesses,
    (ms) => (times.check = ms),
  );
  checked.catch(() => {});
  const files = new Map([["openapi.json", openapi]]);
  await progress.step("format", async () => {
    for (const [name, text] of texts) {
      const whole = `// ${line}\n\n${text}`;
      files.set(name, LAID_OUT.has(name) ? whole : await formatFile(name, whole));
    }
    const readme = `<!-- ${line} -->\n\n${emitReadme(operations, new Set(texts.keys()))}`;
    files.set("README.md", await formatFile("README.md", readme));
  });
  // Ajv's code is long and read by nobody: formatting it would double the time of the whole.
  files.set("ajv.ts", `// ${line}\n${code.ajv}`);
  await progress.step(
    "self-check",
    () => checked,
    () => times.check,
  );
  return files;
}

/** What a library throws at a description that was found to be in order so far is about the description, too. */
async function understood<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DescriptionProblem || !(error instanceof Error)) throw error;
    const cause = `${error.name}: ${error.message}`;
    throw new DescriptionProblem(`no code can be made of this description: ${cause}`, "#");
  }
}

/** `strict` lets nothing pass; the other levels let warnings pass. */
function judge(findings: readonly LintFinding[], level: LintLevel): readonly LintFinding[] {
  const fatal = findings.filter((finding) => level === "strict" || finding.severity === "error");
  if (fatal.length === 0) return findings;
  throw new InputProblem(
    fatal.map(({ rule, message, places }) => ({
      message: `${message} (${rule})`,
      place: places[0],
    })),
  );
}

function located(problem: DescriptionProblem, { origins }: Bundled, moves: Moves): InputProblem {
  return new InputProblem(problem.message, origins.find(beforeMoves(problem.pointer, moves)));
}
