import { execFile } from "node:child_process";
import { basename, dirname } from "node:path";

/**
 * A warning if a file with addresses would be committed: it lies in a git work tree that does not
 * ignore it. Undefined where git is not there or has nothing to say.
 *
 * @param path need not exist; its folder must
 * @param what the file in words, such as "journal"
 */
export async function gitWarning(path: string, what: string): Promise<string | undefined> {
  const env = Object.fromEntries(
    // A hook that runs this has variables set that name another repository.
    Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")),
  );
  const code = await new Promise<unknown>((resolve) => {
    const options = { cwd: dirname(path), env, timeout: 5000 };
    execFile("git", ["check-ignore", "--quiet", "--", basename(path)], options, (error) => {
      resolve(error === null ? 0 : error.code);
    });
  });
  // 0: ignored; 1: not ignored; 128: no work tree.
  if (code !== 1) return undefined;
  return (
    `${path} lies in a git work tree that does not ignore it, and the ${what} holds the addresses of ` +
    `the list: keep it out of commits, for instance with a line in .gitignore`
  );
}
