import { execFile } from "node:child_process";
import { mkdtemp, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { ReviewProblem } from "./problem.ts";

const run = promisify(execFile);

/** What a pull request is held against. */
export interface Base {
  /** In words, for the report. */
  readonly name: string;
  /** The root file of the description; undefined where the base has none yet. */
  readonly spec: string | undefined;
  /** A folder laid out like this repository; undefined where the base is a mere file. */
  readonly root: string | undefined;
  /** To be removed at the end, if anything is. */
  readonly scratch: string | undefined;
}

/**
 * Finds the base: a file that is there, else a git ref, of which the commit counts where this branch left it.
 *
 * @throws {ReviewProblem} if it is neither
 */
export async function findBase(name: string, root: string, cwd: string): Promise<Base> {
  const path = resolve(cwd, name);
  if (await isFile(path)) return { name, spec: path, root: undefined, scratch: undefined };
  const commit = await findCommit(name, root);
  const scratch = await mkdtemp(join(tmpdir(), "review-base-"));
  // With an index of its own, so that nothing of the repository is touched.
  const env = { ...process.env, GIT_INDEX_FILE: join(scratch, ".index") };
  await git(root, ["read-tree", commit], env);
  await git(root, ["checkout-index", "--all", "--quiet", `--prefix=${scratch}/`], env);
  const spec = join(scratch, "spec/openapi.yaml");
  return {
    name: `${name} (${commit.slice(0, 10)})`,
    spec: (await isFile(spec)) ? spec : undefined,
    root: scratch,
    scratch,
  };
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function findCommit(ref: string, root: string): Promise<string> {
  // A name that begins with a dash would be a flag.
  const named = ref.startsWith("-") ? "" : ref;
  const commit = await git(root, ["rev-parse", "--verify", "--quiet", `${named}^{commit}`]).catch(
    () => {
      throw new ReviewProblem(
        `${ref} is neither a file nor a git ref that is here. In CI, fetch it first: fetch-depth: 0`,
      );
    },
  );
  const fork = await git(root, ["merge-base", commit.trim(), "HEAD"]).catch(() => {
    throw new ReviewProblem(
      `${ref} has no commit in common with HEAD here. In CI, fetch the whole history: fetch-depth: 0`,
    );
  });
  return fork.trim();
}

async function git(
  root: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const { stdout } = await run("git", ["-C", root, ...args], { env });
  return stdout;
}
