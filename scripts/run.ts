import { basename, dirname, join, relative } from "node:path";
import type { Pipeline } from "./made.ts";
import { findDrift } from "./output/drift.ts";
import { writeFiles } from "./output/files.ts";
import { Progress } from "./output/progress.ts";
import { describeDrift, describeProblem } from "./output/report.ts";
import { StampFile } from "./output/stamp.ts";
import type { Options } from "./options.ts";
import { visibleLine } from "./output/visible.ts";
import { InputProblem } from "./problem.ts";

export interface Io {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/**
 * One run of the pipeline. Gives the exit code; throws only what is a fault of the tool itself.
 *
 * @param startPipeline starts it on another thread; called only if there is something to do. Left out, it runs here.
 */
export async function runOnce(
  options: Options,
  root: string,
  io: Io,
  startPipeline: () => Pipeline = () => here,
): Promise<Outcome> {
  const stamp = new StampFile(
    root,
    JSON.stringify([options.spec, options.out, options.lint, options.root, options.include]),
  );
  const where = relative(process.cwd(), options.out) || ".";
  const progress = new Progress(io.stdout);
  if (options.mode !== "check" && (await stamp.isCurrent(options.out))) {
    progress.done(`${where} is up to date: nothing to do`);
    return { code: 0, inputs: await stamp.inputs() };
  }
  // Only now: the tools take most of a second to load.
  const making = startPipeline()(options, progress);
  if (options.mode !== "check") stamp.tools().catch(() => {}); // Awaited where it is needed.
  const made = await making;
  const refused = options.mode === "check" ? 2 : 1;
  if ("refused" in made) {
    io.stderr.write(made.refused);
    return { code: refused, inputs: made.inputs };
  }
  const { files, inputs, told, isPartial, saysAgain } = made;
  try {
    io.stderr.write(told);
    const failed = isPartial && options.skipFaulty !== true;
    if (options.mode === "check") {
      const drift = await findDrift(options.out, files);
      if (drift.length > 0)
        io.stderr.write(`${describeDrift(drift, mendingCommand(options, root))}\n`);
      progress.done(
        drift.length > 0 ? `${where} has drifted, checked` : `${where} is up to date, checked`,
      );
      return { code: drift.length > 0 || failed ? 1 : 0, inputs };
    }
    const lost = inputs.find((path) => dirname(path) === options.out && files.has(basename(path)));
    if (lost !== undefined) {
      throw new InputProblem(`${relative(process.cwd(), lost)} is read, and would be overwritten`);
    }
    const { changed, foreign } = await writeFiles(options.out, files);
    for (const name of foreign)
      io.stderr.write(`  left alone: ${visibleLine(name)}, which this command did not write\n`);
    // A run that told of something has it to tell again.
    if (!saysAgain) await stamp.write(inputs, files);
    progress.done(`${files.size} files in ${where}, ${changed} changed,`);
    return { code: failed ? 1 : 0, inputs };
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    io.stderr.write(`${describeProblem(error.details, error.hint)}\n`);
    return { code: refused, inputs };
  }
}

/** The pipeline on this thread. */
const here: Pipeline = async (request, progress) => {
  const { make } = await progress.step("load", () => import("./made.ts"));
  return make(request, progress);
};

export interface Outcome {
  readonly code: number;
  /** The files to watch for the next run. */
  readonly inputs: readonly string[];
}

function mendingCommand(
  { spec, out, lint, root, include = [], skipFaulty }: Options,
  repository: string,
): string {
  if (out === join(repository, "generated")) return "npm run generate";
  const shown = (path: string) => JSON.stringify(relative(process.cwd(), path) || ".");
  const below = root === undefined ? "" : ` --root ${shown(root)}`;
  const words = include.map((word) => ` --include ${JSON.stringify(word)}`).join("");
  const skipping = skipFaulty === true ? " --skip-faulty" : "";
  return `npm run generate -- --spec ${shown(spec)} --out ${shown(out)} --lint ${lint}${below}${words}${skipping}`;
}
