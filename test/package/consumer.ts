import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

export const run = promisify(execFile);

/** An empty project outside of the repository, with the packed tarball installed, and the caller's to remove. */
export interface Consumer {
  readonly project: string;
  /** The folder of the package in it. */
  readonly installed: string;
  readonly tarball: string;
}

/** Builds, packs and installs; the dependency comes from what `npm ci` has brought, without a network. */
export async function makeConsumer(): Promise<Consumer> {
  const project = await mkdtemp(join(tmpdir(), "consumer-"));
  await writeFile(join(project, "package.json"), `{ "name": "consumer", "type": "module" }`);
  await npm(["run", "build"], ".");
  const tarball = await pack(".", project);
  const tarballs = [tarball];
  for (const name of ["openapi-fetch", "openapi-typescript-helpers"]) {
    tarballs.push(await pack(resolve("node_modules", name), project));
  }
  await npm(["install", "--offline", ...quiet, ...tarballs], project);
  const installed = join(project, "node_modules", "hubspot-batch-unsubscribe");
  return { project, installed, tarball };
}

/** Another project with a copy of the installed package, and these of our own `node_modules` beside it. */
export async function makeConsumerWith(
  { project, installed }: Pick<Consumer, "project" | "installed">,
  names: readonly string[],
): Promise<string> {
  const folder = await mkdtemp(join(project, "with-"));
  const modules = join(folder, "node_modules");
  await mkdir(modules);
  // A copy: Node and the compiler look for what it imports beside where it really is.
  await cp(installed, join(modules, "hubspot-batch-unsubscribe"), { recursive: true });
  for (const name of ["openapi-fetch", "openapi-typescript-helpers", ...names]) {
    await symlink(resolve("node_modules", name), join(modules, name), "junction");
  }
  return folder;
}

export const quiet = ["--no-audit", "--no-fund", "--ignore-scripts"];

export async function npm(args: readonly string[], cwd: string): Promise<string> {
  const shell = process.platform === "win32"; // npm is a batch file there
  const { stdout } = await run("npm", [...args], { cwd, shell });
  return stdout;
}

/** The last line that npm prints is the name of the tarball. */
async function pack(folder: string, to: string): Promise<string> {
  const said = await npm(["pack", "--ignore-scripts", "--pack-destination", to, folder], ".");
  return join(to, said.trim().split("\n").at(-1) ?? "");
}

const FOREIGN_IMPORT = /from "(?!hubspot-batch-unsubscribe)/;

/**
 * The code blocks in TypeScript of README.md and then of the guides, which are JavaScript as well. Those that import from
 * another package are run by tests of their own.
 */
export async function examples(): Promise<string[]> {
  const guides = (await readdir("docs")).filter((name) => name.endsWith(".md")).sort();
  const found: string[] = [];
  for (const file of ["README.md", ...guides.map((name) => join("docs", name))]) {
    const text = await readFile(file, "utf8");
    for (const [, code = ""] of text.matchAll(/```ts\n([\s\S]*?)```/g)) {
      if (!FOREIGN_IMPORT.test(code)) found.push(code);
    }
  }
  return found;
}
