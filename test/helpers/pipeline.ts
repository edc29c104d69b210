import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, vi } from "vitest";
import { compile, type CompileError } from "../../scripts/check/compile.ts";
import { Progress } from "../../scripts/output/progress.ts";
import { render, type Rendered, type Request } from "../../scripts/pipeline.ts";
import { InputProblem } from "../../scripts/problem.ts";
import type { LintLevel } from "../../scripts/options.ts";

// A run of the pipeline takes a second, and several on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

/** One file's text, which is then called openapi.yaml, or several by path; the first is the root. */
export type Sources = string | Readonly<Record<string, string>>;

class SilentProgress extends Progress {
  constructor() {
    super(process.stdout);
  }
  override async step<T>(_: string, work: () => T | Promise<T>): Promise<T> {
    return await work();
  }
  override done(): void {}
}

const folders: string[] = [];

/** A folder outside the repository, removed when the tests of the file have ended. */
export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "pipeline-"));
  folders.push(folder);
  return folder;
}

afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
});

/** Writes a description into a folder and gives the path of its root file. */
export async function writeSources(folder: string, sources: Sources): Promise<string> {
  const files = typeof sources === "string" ? { "openapi.yaml": sources } : sources;
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return join(folder, Object.keys(files)[0] ?? "");
}

export async function renderSources(sources: Sources, level: LintLevel = "off"): Promise<Rendered> {
  return renderFile(await writeSources(await scratchFolder(), sources), level);
}

export function renderFile(
  spec: string,
  lint: LintLevel = "off",
  more: Partial<Request> = {},
): Promise<Rendered> {
  return render({ spec, lint, ...more }, new SilentProgress());
}

/**
 * What a description is refused with, or what is told of the parts that are left out: `file:line message` of each detail.
 * Anything else that happens is thrown.
 */
export async function refusal(sources: Sources, level: LintLevel = "off"): Promise<string[]> {
  const rendered = await renderSources(sources, level).catch((error: unknown) => error);
  const details =
    rendered instanceof InputProblem
      ? rendered.details
      : rendered instanceof Error
        ? []
        : (rendered as Rendered).faults;
  if (details.length === 0) {
    throw rendered instanceof Error ? rendered : new Error("the description was taken");
  }
  return details.map(({ message, place }) =>
    place === undefined ? message : `${basename(place.file)}:${place.line} ${message}`,
  );
}

export function textOf({ files }: Pick<Rendered, "files">, name: string): string {
  const text = files.get(name);
  if (text === undefined) throw new Error(`${name} was not generated`);
  return text;
}

/** Compiles the generated files and a consumer's file; gives the errors in the consumer's file and elsewhere. */
export function compileConsumer({ files }: Rendered, consumer: string): Promise<CompileError[]> {
  const sources = [...files].filter(([name]) => name.endsWith(".ts"));
  return compile(new Map([...sources, ["consumer.ts", consumer]]));
}

export interface Verdict {
  (value: unknown): boolean;
  readonly errors?: readonly { instancePath: string; keyword: string }[] | null;
}

/** What `validators.ts` exports for one operation. */
export interface OperationValidators {
  readonly request: Verdict | undefined;
  readonly responses: Readonly<Record<string, Verdict>>;
  readonly contents?: Readonly<Record<string, Readonly<Record<string, Verdict>>>>;
}

/** Imports the generated `validators.ts` from a folder that has nothing else. */
export async function loadValidators(
  rendered: Pick<Rendered, "files">,
): Promise<Readonly<Record<string, OperationValidators>>> {
  return (await loadGenerated(rendered, "validators.ts")) as Record<string, OperationValidators>;
}

/** Imports a generated file from a folder that has nothing but what was generated. */
export async function loadGenerated(
  { files }: Pick<Rendered, "files">,
  name: string,
): Promise<Readonly<Record<string, unknown>>> {
  const folder = await scratchFolder();
  await writeFile(join(folder, "package.json"), `{ "type": "module" }`);
  for (const [file, text] of files) await writeFile(join(folder, file), text);
  const path = join(folder, name);
  return (await import(/* @vite-ignore */ pathToFileURL(path).href)) as Record<string, unknown>;
}
