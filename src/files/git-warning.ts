import { lstat, realpath } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join, relative, sep } from "node:path";
import ignore, { type Ignore } from "ignore";
import { openRegularFile } from "./read-file.js";

/** More of a file of rules than this is not read, in bytes. */
const mostRules = 64 * 1024;
/** A rule that is longer is left out. */
const longestRule = 500;
/** What all the rules may cost together, in steps of matching. */
const mostSteps = 1e8;

/** Rules that hold below a folder. */
interface Rules {
  readonly folder: string;
  readonly matcher: Ignore;
}

/**
 * A warning if a file with addresses would be committed: it lies in a git work tree that does not
 * ignore it. The rules are read here and not by git: it runs what the configuration of a work tree
 * tells it to, and the work tree may have come with the list. Of what a user can set, the excludes file
 * of `core.excludesFile` is not looked for in other places than git's default.
 *
 * @param path need not exist; its folder must
 * @param what the file in words, such as "journal"
 * @param env of the process, for the place of the user's own rules
 */
export async function gitWarning(
  path: string,
  what: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string | undefined> {
  const file = join(await realpath(dirname(path)), basename(path));
  const tree = await findTree(dirname(file));
  if (tree === undefined || (await isIgnored(tree, file, env))) return undefined;
  return (
    `${path} lies in a git work tree that does not ignore it, and the ${what} holds the addresses of ` +
    `the list: keep it out of commits, for instance with a line in .gitignore`
  );
}

/** The nearest folder that is the top of a work tree. */
async function findTree(from: string): Promise<string | undefined> {
  for (let folder = from; ; folder = dirname(folder)) {
    // A folder, or a file where the tree is a linked one or a submodule.
    if (await lstat(join(folder, ".git")).catch(() => undefined)) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** As git decides: of all rules that fit, the last one of the nearest file; a folder's go before its files'. */
async function isIgnored(
  tree: string,
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<boolean> {
  const config = env["XDG_CONFIG_HOME"] || join(env["HOME"] ?? homedir(), ".config");
  const budget = { steps: mostSteps, length: file.length };
  const all: Rules[] = [
    {
      folder: tree,
      matcher: await readRules(await realpathOf(join(config, "git", "ignore")), budget),
    },
    { folder: tree, matcher: await readRules(join(tree, ".git", "info", "exclude"), budget) },
  ];
  const names = relative(tree, file).split(sep);
  let folder = tree;
  for (const [index, name] of names.entries()) {
    all.push({ folder, matcher: await readRules(join(folder, ".gitignore"), budget) });
    const path = join(folder, name);
    const slash = index < names.length - 1 ? "/" : "";
    if (isMatched(all, path, slash)) return true;
    folder = path;
  }
  return false;
}

function isMatched(all: readonly Rules[], path: string, slash: string): boolean {
  for (const { folder, matcher } of all.toReversed()) {
    const { ignored, unignored } = matcher.test(
      relative(folder, path).split(sep).join("/") + slash,
    );
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

/**
 * The rules of a file; none where it is not there, or is no file of its own. A rule is matched by an
 * expression that tries each place for each of its stars, so those that would take too long are left
 * out; at worst there is a warning too many.
 */
async function readRules(
  path: string,
  budget: { steps: number; readonly length: number },
): Promise<Ignore> {
  // Git tells upper from lower case where the file system does; where it does not, this warns too often.
  const matcher = ignore({ ignorecase: false });
  for (const rule of (await readText(path)).split(/\r?\n/)) {
    const wild = rule.match(/\*+/g)?.length ?? 0;
    const steps = budget.length ** Math.max(1, wild);
    if (rule.length > longestRule || steps > budget.steps) continue;
    budget.steps -= steps;
    matcher.add(rule);
  }
  return matcher;
}

/** The user's own ignore file, which may be a link into a collection of such files. */
function realpathOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

async function readText(path: string): Promise<string> {
  try {
    if ((await lstat(path)).isSymbolicLink()) return "";
    const handle = await openRegularFile(path);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(mostRules), 0, mostRules, 0);
      return buffer.toString("utf8", 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    return "";
  }
}
