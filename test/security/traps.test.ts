import { execFile } from "node:child_process";
import { access, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { startMock } from "../../src/mock/index.js";
import { bundleCommand } from "../helpers/bundled-command.js";
import { ROOT } from "../helpers/pipeline-io.js";

const command = await bundleCommand();
afterAll(command.remove);

/** A folder as it may have come with a list: whatever in it could run, does `touch SPRUNG`. */
let trapped: string;
let sprung: string;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "trapped-"));
  [trapped, sprung] = [join(folder, "in"), join(folder, "sprung")];
  const shell = `#!/bin/sh\n: > ${sprung}\n`;
  const script = `require("node:fs").writeFileSync(${JSON.stringify(sprung)}, "");\n`;
  const repository = (at: string): Record<string, string> => ({
    [`${at}HEAD`]: "ref: refs/heads/main\n",
    [`${at}config`]: `[core]\n\trepositoryformatversion = 0\n\tfsmonitor = ": > ${sprung}"\n\tsshCommand = ": > ${sprung}"\n\tpager = ": > ${sprung}"\n\thooksPath = hooks\n`,
    [`${at}objects/none`]: "",
    [`${at}refs/heads/none`]: "",
    ...Object.fromEntries(
      ["fsmonitor-watchman", "post-index-change", "pre-commit"].map((hook) => [
        `${at}hooks/${hook}`,
        shell,
      ]),
    ),
  });
  const names = ["generate", "review", "upstream", "run", "preinstall", "prepare", "start"];
  const packages = ["tsx", "ignore", "prettier", "ajv", "csv-parse", "proper-lockfile"];
  const files: Record<string, string> = {
    ...repository(".git/"),
    ...repository(""), // a bare repository is taken for one by what lies in it
    ".npmrc": `script-shell=${join(trapped, "bin", "sh")}\nnode-options=--require ${join(trapped, "trap.cjs")}\n`,
    "package.json": JSON.stringify({
      name: "trap",
      type: "commonjs",
      scripts: Object.fromEntries(names.map((name) => [name, `: > ${sprung}`])),
    }),
    "trap.cjs": script,
    "redocly.yaml": "extends: [recommended]\nplugins: [./trap.cjs]\n",
    ".prettierrc": '{ "plugins": ["./trap.cjs"] }',
    "prettier.config.cjs": script,
    "tsconfig.json": '{ "extends": "./trap.cjs" }',
    ".env": `NODE_OPTIONS=--require ./trap.cjs\n`,
    ...Object.fromEntries(
      [...packages, "@redocly/cli", "@redocly/openapi-core"].flatMap((name) => [
        [`node_modules/${name}/package.json`, JSON.stringify({ name, main: "index.js" })],
        [`node_modules/${name}/index.js`, script],
      ]),
    ),
    // Found before the system's own by whoever starts a program by its name.
    ...Object.fromEntries(
      ["git", "npm", "npx", "node", "sh", "bash", "hg"].map((name) => [`bin/${name}`, shell]),
    ),
    "list.csv": "email\nana@example.com\nben@example.com\n",
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(trapped, name)), { recursive: true });
    await writeFile(join(trapped, name), text);
    if (text === shell) await chmod(join(trapped, name), 0o755);
  }
  return () => rm(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly text: string;
}

/** Runs Node in a folder, with the trapped folder first in PATH. */
function node(
  args: readonly string[],
  options: { cwd?: string; env?: Readonly<Record<string, string>>; endAt?: string } = {},
): Promise<Ended> {
  const { cwd = trapped, env = {}, endAt } = options;
  const path = `${join(trapped, "bin")}:${process.env["PATH"] ?? ""}`;
  return new Promise((resolve) => {
    let text = "";
    const child = execFile(process.execPath, args, { cwd, env: { PATH: path, ...env } });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: string) => {
        text += chunk;
        // Once: a second signal would leave at once.
        if (endAt !== undefined && !child.killed && text.includes(endAt)) child.kill("SIGTERM");
      });
    }
    child.on("close", (code) => resolve({ code, text }));
    onTestFinished(() => void child.kill("SIGKILL"));
  });
}

async function expectNoneSprung(): Promise<void> {
  await expect(access(sprung)).rejects.toThrow("ENOENT");
}

test.runIf(process.platform !== "win32")(
  "no command runs anything that lies beside the list",
  async () => {
    await using mock = await startMock();
    const env = { HUBSPOT_ACCESS_TOKEN: mock.token };
    const run = (...args: string[]): Promise<Ended> => node([command.path, ...args], { env });
    const server = ["--base-url", mock.url];
    const journal = "other.journal";
    expect(await run("run", "list.csv", "--dry-run")).toMatchObject({ code: 0 });
    const sent = await run("run", "list.csv", ...server, "--yes", "--journal", journal);
    expect(sent).toMatchObject({ code: 0 });
    expect(sent.text).toContain("other.journal lies in a git work tree that does not ignore it");
    for (const args of [
      ["retry", journal, ...server, "--yes"],
      ["verify", "list.csv", ...server],
      ["verify", journal, ...server],
      ["report", journal, "--html", "page.html", "--json"],
      ["demo"],
      ["--help"],
      ["--version"],
    ]) {
      const { code, text } = await run(...args);
      expect([0, 1], `${args.join(" ")}: ${text}`).toContain(code);
    }
    expect(await node([command.path, "mock"], { env, endAt: "listening" })).toMatchObject({
      code: 0,
    });
    await expectNoneSprung();
  },
  180_000,
);

test.runIf(process.platform !== "win32")(
  "no step of the pipeline takes up configuration that lies beside a foreign description",
  async () => {
    const description = (version: string): string =>
      `openapi: 3.1.0\ninfo: { title: T, version: ${version} }\nservers: [{ url: https://example.com }]\npaths:\n  /x:\n    get: { operationId: getX, summary: S, security: [], responses: { "204": { description: None. } } }\n`;
    const [before, after] = [join(trapped, "before.yaml"), join(trapped, "after.yaml")];
    await writeFile(before, description("1.0.0"));
    await writeFile(after, description("1.0.1"));
    const deviations = join(trapped, "deviations.yaml");
    await writeFile(deviations, "published: {title: T, version: 1.0.0}\ndeviations: []\n");
    const out = join(trapped, "out");
    // npm runs a script in the repository, and says where it was called.
    const byNpm = (script: string) => ({
      cwd: ROOT,
      env: { INIT_CWD: trapped, npm_lifecycle_event: script, TMPDIR: tmpdir() },
    });
    const main = join(ROOT, "scripts/main.mjs");
    const generate = [main, "--spec", after, "--out", out];
    for (const [args, options] of [
      [[...generate, "--lint", "recommended"], {}],
      [[...generate, "--lint", "minimal"], byNpm("generate")],
      [[main, "review", before, "--spec", "after.yaml"], byNpm("review")],
      [[main, "upstream", after, "--spec", after, "--deviations", deviations], byNpm("upstream")],
    ] as const) {
      const { code, text } = await node(args, options);
      expect(code, `${args.join(" ")}: ${text}`).toBe(0);
    }
    expect(await readFile(join(out, "types.ts"), "utf8")).toContain("getX");
    await expectNoneSprung();
  },
  180_000,
);
