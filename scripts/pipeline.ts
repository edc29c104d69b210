import { startStep, Stopped, whereabouts } from "./bounds/whereabouts.ts";
import { checkEmitted } from "./check/emitted.ts";
import { checkTypes, findWitnesses, type Witness } from "./check/self-check.ts";
import { giveBackMemory } from "./memory.ts";
import { buildValidators } from "./emit/ajv.ts";
import { banner } from "./emit/banner.ts";
import { emitClient } from "./emit/client.ts";
import { runtimeFor } from "./emit/runtime.ts";
import { emitOperations } from "./emit/operations.ts";
import { emitReadme } from "./emit/readme.ts";
import { emitSchemas } from "./emit/schemas.ts";
import type { EmitTypes } from "./emit/types-thread.ts";
import { emitValidators } from "./emit/validators.ts";
import type { JsonObject } from "./model/json.ts";
import { near } from "./model/near.ts";
import { operationsOf } from "./model/operations.ts";
import { including, tooFar, without } from "./model/select.ts";
import { versionsOf } from "./model/versions.ts";
import { serversOf } from "./model/wire.ts";
import { beforeMoves, normalise } from "./normalise/normalise.ts";
import { schemasOf, type Moves } from "./normalise/hoist.ts";
import { LOSES_DIGITS, typesView } from "./normalise/types-view.ts";
import type { Files } from "./output/files.ts";
import type { Progress } from "./output/progress.ts";
import { DescriptionProblem, InputProblem, reasonOf, type Detail, type Note } from "./problem.ts";
import { judge, lintSource, type LintFinding } from "./read/lint.ts";
import type { Options } from "./options.ts";
import { toPlace } from "./read/places.ts";
import { bundleSource, readSource, type Bundled, type Source } from "./read/read.ts";

/** What is to be made of which description. */
export type Request = Pick<Options, "spec" | "lint" | "root" | "include">;

export interface Rendered {
  readonly files: Files;
  /** The absolute path of every file that the description is made of. */
  readonly inputs: readonly string[];
  /** What the linter found and the level lets pass. */
  readonly findings: readonly LintFinding[];
  /** What was left out since no code can be made of it rightly, in the order in which it was found. */
  readonly faults: readonly Fault[];
  /** What is taken otherwise than its author may have meant. */
  readonly notes: readonly Detail[];
}

export interface Fault extends Detail {
  /** The operations that need the faulty part. */
  readonly lost: readonly string[];
}

type Steps = Pick<Progress, "step">;

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
  const steps: Steps = {
    step: (name, work, took) =>
      progress.step(
        name,
        () => {
          startStep();
          return work();
        },
        took,
      ),
  };
  const source = await steps.step("read", () => readSource(request.spec, request.root));
  try {
    return await renderSource(source, request, steps, types);
  } catch (thrown) {
    const start = { source: source.root.source, pointer: "#" };
    const error =
      thrown instanceof RangeError
        ? new InputProblem(reasonOf(thrown), toPlace(start, source.resolver))
        : thrown;
    if (error instanceof InputProblem) error.inputs = source.resolver.paths();
    throw error;
  }
}

async function renderSource(
  source: Source,
  { lint, include = [] }: Request,
  progress: Steps,
  types: EmitTypes,
): Promise<Rendered> {
  const findings =
    lint === "off"
      ? []
      : await progress.step("lint", async () => judge(await lintSource(source, lint), lint));
  const bundled = await progress.step("bundle", () => bundleSource(source));
  if (lint === "strict" && bundled.renamed.length > 0) throw new InputProblem(bundled.renamed);
  const chosen = include.length === 0 ? bundled.bundle : choose(bundled.bundle, include);
  const { files, faults, notes } = await buildRest({ ...bundled, bundle: chosen }, progress, types);
  if (faults.length > 0 && (lint === "strict" || nothingIsLeft(files))) {
    throw new InputProblem([...faults, ...notes]);
  }
  return { files, findings, faults, notes, inputs: source.resolver.paths() };
}

/** So many faults are told in one run; with more of them the description as a whole is wrong. */
const MOST_FAULTS = 100;

/** Builds what can be built: what is faulty is left out with all that needs it, until the rest is in order. */
async function buildRest(
  bundled: Bundled,
  progress: Steps,
  types: EmitTypes,
): Promise<Pick<Rendered, "files" | "faults" | "notes">> {
  const faults: Fault[] = [];
  let { bundle } = bundled;
  for (;;) {
    const moves: Moves = new Map();
    const notes: Detail[] = [];
    const place = (pointer: string) => bundled.origins.find(beforeMoves(pointer, moves));
    const note: Note = (message, pointer) => {
      const before = beforeMoves(pointer, moves);
      notes.push({
        message,
        // Only when it is shown: to find the lines of a large description takes much memory.
        get place() {
          return bundled.origins.find(before);
        },
      });
    };
    try {
      const files = await build(bundle, moves, note, progress, types);
      const others = [...bundled.renamed, ...untold(bundled.dangling, faults)];
      return { files, faults, notes: [...notes, ...others] };
    } catch (error) {
      if (error instanceof Stopped) throw new InputProblem(error.message, place(error.pointer));
      if (!(error instanceof DescriptionProblem)) throw error;
      const pointer = beforeMoves(error.pointer, moves);
      const cut = faults.length < MOST_FAULTS ? without(bundle, pointer) : undefined;
      const reason = [...bundled.dangling.values()].find(({ message }) =>
        message.startsWith(`${error.message}: `),
      );
      const detail = reason ?? { message: error.message, place: place(error.pointer) };
      if (cut === undefined) throw new InputProblem([...faults, detail]);
      faults.push({ ...detail, lost: cut.lost });
      bundle = cut.document;
    }
  }
}

/** References that lead nowhere, and that nothing needed. */
function untold(dangling: ReadonlyMap<string, Detail>, faults: readonly Fault[]): Detail[] {
  const told = (ref: string) => faults.some(({ message }) => message.includes(JSON.stringify(ref)));
  return [...dangling].filter(([ref]) => !told(ref)).map(([, detail]) => detail);
}

function nothingIsLeft(files: Files): boolean {
  return files.get("client.ts")?.includes("export function") !== true;
}

function choose(bundle: JsonObject, words: readonly string[]): JsonObject {
  const { document, unknown, known } = including(bundle, words);
  const [word] = unknown;
  if (word === undefined) return document;
  throw new InputProblem(`--include ${word}: no tag and no path is called so${near(word, known)}`);
}

async function build(
  bundle: JsonObject,
  moves: Moves,
  note: Note,
  progress: Steps,
  emitTypes: EmitTypes,
): Promise<Files> {
  const { files, sources, witnesses } = await emit(bundle, moves, note, progress, emitTypes);
  let took = 0;
  // The compiler is a process of its own. Of Ajv's code, which it would not look into, it is told what that exports.
  const checked = checkTypes(sources, witnesses, (ms) => (took = ms));
  checked.catch(() => {}); // It is awaited below.
  // It needs as much memory as all of this process, which works no more.
  giveBackMemory();
  await progress.step(
    "self-check",
    () => checked,
    () => took,
  );
  return files;
}

interface Emitted {
  readonly files: Files;
  /** What the compiler is to check. */
  readonly sources: ReadonlyMap<string, string>;
  readonly witnesses: readonly Witness[];
}

async function emit(
  bundle: JsonObject,
  moves: Moves,
  note: Note,
  progress: Steps,
  emitTypes: EmitTypes,
): Promise<Emitted> {
  const document = await progress.step("normalise", () =>
    understood(() => {
      requireNear(bundle);
      return normalise(bundle, moves, note);
    }),
  );
  const operations = await understood(() =>
    operationsOf(document, String(bundle["openapi"]).startsWith("3.0")),
  );
  // Begun before the validators: it may run on another thread.
  let took = 0;
  const view = await understood(() => typesView(document));
  const typesText = understood(
    () => emitTypes(view, (ms) => (took = ms)),
    () => "#",
  );
  typesText.catch(() => {}); // It is awaited below, perhaps after another step has failed.
  const { code, witnesses } = await progress.step("validators", () =>
    understood(() => {
      const validators = buildValidators(document);
      const code = emitValidators(operations, validators);
      const witnesses = findWitnesses(document, operations, validators, note);
      checkEmitted(code, witnesses, validators, note);
      return { code, witnesses };
    }),
  );
  const types = await progress.step(
    "types",
    () => typesText,
    () => took,
  );
  return progress.step("format", async () => {
    const openapi = `${JSON.stringify(bundle, null, 2)}\n`;
    const line = banner(bundle, openapi);
    const servers = serversOf(document["servers"]);
    const texts = new Map([
      ["types.ts", types],
      ["schemas.ts", emitSchemas(schemasOf(document))],
      ["operations.ts", emitOperations(operations, servers, versionsOf(bundle))],
      ["client.ts", await emitClient(operations)],
      ["validators.ts", code.validators],
      ...runtimeFor(operations, servers),
    ]);
    const losesDigits = types.includes(LOSES_DIGITS);
    const readme = await emitReadme(line, operations, new Set(texts.keys()), losesDigits);
    const files = new Map([
      ["openapi.json", openapi],
      ...[...texts].map(([name, text]) => [name, `// ${line}\n\n${text}`] as const),
      ["README.md", readme],
      // Ajv's code is long and read by nobody: formatting it would double the time of the whole.
      ["ajv.ts", `// ${line}\n${code.ajv}`],
    ]);
    return { files, sources: new Map([...texts, ["ajv.d.ts", code.declaration]]), witnesses };
  });
}

/** Where one thing refers to the next, more often than this, no value can be made to try the code with. */
const MOST_REFERENCES = 100;

function requireNear(bundle: JsonObject): void {
  const part = tooFar(bundle, MOST_REFERENCES);
  if (part === undefined) return;
  const message = `this is nested too deeply: more than ${MOST_REFERENCES} references lead to it, one after the other`;
  throw new DescriptionProblem(message, part);
}

/** What a library throws at a description that was found to be in order so far is about the description, too. */
async function understood<T>(work: () => T | Promise<T>, pointer = whereabouts): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DescriptionProblem || error instanceof Stopped) throw error;
    if (!(error instanceof Error)) throw error;
    const cause = error instanceof RangeError ? "" : `${error.name}: `;
    throw new DescriptionProblem(
      `no code can be made of this description: ${cause}${reasonOf(error)}`,
      pointer(),
    );
  }
}
