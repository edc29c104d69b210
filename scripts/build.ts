import { setImmediate } from "node:timers/promises";
import { Stopped, whereabouts } from "./bounds/whereabouts.ts";
import { checkEmitted } from "./check/emitted.ts";
import { checkTypes, findWitnesses, type Witness } from "./check/self-check.ts";
import { buildValidators } from "./emit/ajv.ts";
import { banner } from "./emit/banner.ts";
import { emitClient } from "./emit/client.ts";
import { emitOperations } from "./emit/operations.ts";
import { emitReadme } from "./emit/readme.ts";
import { runtimeFor } from "./emit/runtime.ts";
import { emitSchemas } from "./emit/schemas.ts";
import type { EmitTypes } from "./emit/types-thread.ts";
import { emitValidators } from "./emit/validators.ts";
import { giveBackMemory } from "./memory.ts";
import type { JsonObject } from "./model/json.ts";
import { operationsOf } from "./model/operations.ts";
import { tooFar } from "./model/select.ts";
import { versionsOf } from "./model/versions.ts";
import { serversOf } from "./model/wire.ts";
import { schemasOf, type Moves } from "./normalise/hoist.ts";
import { normalise } from "./normalise/normalise.ts";
import { LOSES_DIGITS, typesView } from "./normalise/types-view.ts";
import type { Files } from "./output/files.ts";
import type { Steps } from "./read/steps.ts";
import { DescriptionProblem, reasonOf, type Note } from "./problem.ts";

/**
 * From a bundled description to the text of every generated file, which is tried and compiled.
 *
 * @param moves takes what got another place under components/schemas
 * @param note takes what is read otherwise than it stands there
 * @param beside is done while the compiler works; what it throws ends that
 * @throws {DescriptionProblem} for the first part of which no code can be made rightly
 */
export async function build(
  bundle: JsonObject,
  moves: Moves,
  note: Note,
  progress: Steps,
  emitTypes: EmitTypes,
  beside: () => Promise<unknown>,
): Promise<Files> {
  const emitted = await emit(bundle, moves, note, progress, emitTypes);
  let took = 0;
  const stop = new AbortController();
  // The compiler is a process of its own. Of Ajv's code, which it would not look into, it is told what that exports.
  const { sources, witnesses } = emitted;
  const checked = checkTypes(sources, witnesses, (ms) => (took += ms), stop.signal);
  checked.catch(() => {}); // It is awaited below.
  await setImmediate(); // By then the process has been started.
  try {
    await beside();
  } catch (error) {
    stop.abort();
    await Promise.allSettled([checked]);
    throw error;
  }
  const check = async (): Promise<void> => {
    const start = performance.now();
    const tried = understood(emitted.tryOut);
    took += performance.now() - start;
    // The compiler needs as much memory as all of this process, which works no more.
    emitted.tryOut = () => {};
    giveBackMemory();
    await Promise.allSettled([tried, checked]);
    await tried;
    await checked;
  };
  await progress.step("self-check", check, () => took);
  return emitted.files;
}

interface Emitted {
  readonly files: Files;
  /** What the compiler is to check. */
  readonly sources: ReadonlyMap<string, string>;
  readonly witnesses: readonly Witness[];
  /** Runs the emitted validators, and keeps all of Ajv until then. */
  tryOut: () => void;
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
  const { code, witnesses, tryOut } = await progress.step("validators", () =>
    understood(() => {
      const validators = buildValidators(document);
      const code = emitValidators(operations, validators);
      const witnesses = findWitnesses(document, operations, validators, note);
      return { code, witnesses, tryOut: () => checkEmitted(code, witnesses, validators, note) };
    }),
  );
  const types = await progress.step(
    "types",
    () => typesText,
    () => took,
  );
  return progress.step("format", () =>
    understood(async () => {
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
      const sources = new Map([...texts, ["ajv.d.ts", code.declaration]]);
      return { files, sources, witnesses, tryOut };
    }),
  );
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
