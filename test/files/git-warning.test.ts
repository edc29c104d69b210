import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { gitWarning } from "../../src/files/git-warning.js";

const run = promisify(execFile);

/** A work tree with these files in it, beside a home folder without any rules. */
async function workTree(files: Readonly<Record<string, string>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), "tree-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const env = { HOME: join(folder, "home"), PATH: process.env["PATH"] ?? "" };
  const tree = join(folder, "tree");
  await run("git", ["init", "--quiet", tree], { env });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  await mkdir(join(tree, "a", "b"), { recursive: true });
  return { folder, tree, env };
}

test("a warning is given where git would take the file in, and only there", async () => {
  const { folder, tree, env } = await workTree();
  const path = join(tree, "list.csv.journal");
  expect(await gitWarning(join(folder, "list.csv.journal"), "journal", env)).toBeUndefined();
  expect(await gitWarning(path, "journal", env)).toMatch(
    /list\.csv\.journal lies in a git work tree/,
  );
  await writeFile(join(tree, ".gitignore"), "*.journal\n");
  expect(await gitWarning(path, "journal", env)).toBeUndefined();
});

const file = "a/b/list.csv.journal";
test.each<[string, Readonly<Record<string, string>>]>([
  ["no rule", {}],
  ["a rule of another name", { "tree/.gitignore": "*.csv\n" }],
  ["a name at any depth", { "tree/.gitignore": "# journals\n\n*.journal\r\n" }],
  ["a name at the top only", { "tree/.gitignore": "/*.journal\n" }],
  ["a path", { "tree/.gitignore": "a/b/*.journal\n" }],
  ["a path with any folders on the way", { "tree/.gitignore": "a/**/list.*\n" }],
  ["a folder", { "tree/.gitignore": "b/\n" }],
  ["all in a folder", { "tree/.gitignore": "/a/*\n" }],
  ["a rule taken back", { "tree/.gitignore": "*.journal\n!list.csv.journal\n" }],
  [
    "a rule taken back below",
    { "tree/.gitignore": "*.journal\n", "tree/a/.gitignore": "!*.journal\n" },
  ],
  [
    "a rule taken back and given again",
    { "tree/a/.gitignore": "!*.journal\n", "tree/a/b/.gitignore": "list*\n" },
  ],
  [
    "a rule that cannot be taken back, in a folder that is left out",
    { "tree/.gitignore": "a/\n!*.journal\n", "tree/a/.gitignore": "!*.journal\n" },
  ],
  ["a rule of a folder below", { "tree/a/b/.gitignore": "/list.csv.journal\n" }],
  ["a rule beside the file's folder", { "tree/a/c/.gitignore": "*\n" }],
  ["the tree's own list", { "tree/.git/info/exclude": "*.journal\n" }],
  ["the user's own list", { "home/.config/git/ignore": "*.journal\n" }],
  [
    "the user's own list, taken back",
    { "home/.config/git/ignore": "*.journal\n", "tree/.gitignore": "!*.journal\n" },
  ],
  ["upper case", { "tree/.gitignore": "*.JOURNAL\n" }],
  ["blanks behind", { "tree/.gitignore": "*.journal   \n" }],
  ["classes of characters", { "tree/.gitignore": "list.[a-d]sv.journa?\n" }],
])("is decided as git decides it: %s", async (_, files) => {
  const { tree, env } = await workTree(files);
  const ignored = await run("git", ["check-ignore", "--quiet", file], { cwd: tree, env }).then(
    () => true,
    () => false,
  );
  expect((await gitWarning(join(tree, file), "journal", env)) === undefined).toBe(ignored);
});

test("a linked tree is one too, and a link as a file of rules counts for nothing", async () => {
  const { folder, tree, env } = await workTree();
  await rm(join(tree, ".git"), { recursive: true });
  await writeFile(join(tree, ".git"), "gitdir: /nowhere\n");
  await writeFile(join(folder, "rules"), "*\n");
  await symlink(join(folder, "rules"), join(tree, ".gitignore"));
  expect(await gitWarning(join(tree, file), "journal", env)).toBeDefined();
});

test("rules made to take for ever, and files of rules without end, are left out", async () => {
  const { tree, env } = await workTree();
  const name = "a".repeat(200);
  const slow = `${"*a".repeat(60)}b\n`;
  await writeFile(join(tree, ".gitignore"), `${slow.repeat(300)}${"x".repeat(1_000)}\n`);
  expect(await gitWarning(join(tree, name), "journal", env)).toBeDefined();
  for (const path of ["/dev/zero", join(tree, "pipe")]) {
    await rm(join(tree, ".gitignore"), { force: true });
    if (path.endsWith("pipe")) await run("mkfifo", [join(tree, ".gitignore")]);
    else await symlink(path, join(tree, ".gitignore"));
    expect(await gitWarning(join(tree, name), "journal", env)).toBeDefined();
  }
});
