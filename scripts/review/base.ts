import { execFile } from "node:child_process";
import { mkdir, mkdtemp, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
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

/** What of a commit is looked at. */
const looked = ["spec", "generated", "package.json", "CHANGELOG.md", ".changeset"];

/**
 * Finds the base: a file that is there, else a git ref, of which the commit counts where this branch left it.
 *
 * @throws {ReviewProblem} if it is neither
 */
export async function findBase(name: string, root: string, cwd: string): Promise<Base> {
  const path = resolve(cwd, name);
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  if (isFile) return { name, spec: path, root: undefined, scratch: undefined };
  const commit = await findCommit(name, root);
  const scratch = await mkdtemp(join(tmpdir(), "review-base-"));
  const listed = await git(root, ["ls-tree", "-r", "-z", "--name-only", commit, "--", ...looked]);
  const files = listed.split("\0").filter((file) => file !== "");
  for (const file of files) {
    const target = join(scratch, file);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, await git(root, ["show", `${commit}:${file}`]));
  }
  const hasSpec = files.includes("spec/openapi.yaml");
  return {
    name: `${name} (${commit.slice(0, 10)})`,
    spec: hasSpec ? join(scratch, "spec/openapi.yaml") : undefined,
    root: scratch,
    scratch,
  };
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

async function git(root: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run("git", ["-C", root, ...args], { maxBuffer: 1 << 28 });
  return stdout;
}
