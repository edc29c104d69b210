import { execFile } from "node:child_process";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { generateInChild } from "../helpers/pipeline-io.js";
import { renderFile, scratchFolder, textOf, writeSources } from "../helpers/pipeline.js";

const HEAD = `openapi: 3.1.0\ninfo: { title: T, version: "1" }\npaths: {}\n`;

/** A description in a folder `api`, beside which lies a file that is none of its business. */
async function writeBeside(ref: string): Promise<string> {
  const folder = await scratchFolder();
  await writeFile(join(folder, "secret.yaml"), "type: string\ndescription: hunter2\n");
  return writeSources(join(folder, "api"), {
    "openapi.yaml": `${HEAD}components: { schemas: { A: { $ref: "${ref}" } } }\n`,
  });
}

async function refused(spec: string): Promise<string> {
  const { code, stderr, stdout } = await generateInChild({
    args: ["--spec", spec, "--out", join(spec, "..", "..", "out"), "--lint", "off"],
    env: { CANARY: "hunter2" },
  });
  expect(code).toBe(1);
  expect(stdout + stderr).not.toContain("hunter2");
  return stderr;
}

test("a reference stays in the description's folder, in whatever way it would leave", async () => {
  for (const ref of ["../secret.yaml", "./../secret.yaml", "%2e%2e/secret.yaml"]) {
    expect(await refused(await writeBeside(ref))).toMatch(
      /openapi\.yaml:4:.*(outside|no such file)/,
    );
  }
  const linked = await writeBeside("./link.yaml");
  await symlink("../secret.yaml", join(linked, "..", "link.yaml"));
  expect(await refused(linked)).toContain("--root DIR");
  const folder = await writeBeside("./folder/secret.yaml");
  await symlink("..", join(folder, "..", "folder"));
  expect(await refused(folder)).toContain("--root DIR");
}, 60_000);

test("no line is shown of what a root file links to outside its folder", async () => {
  const folder = await scratchFolder();
  for (const [text, words] of [
    ["a-token-of-hubspot\n", /openapi\.yaml:1:1 not an OpenAPI 3\.0 or 3\.1 description/],
    ["a-token-of-hubspot: [\n", /openapi\.yaml:\d+:\d+ cannot parse/],
  ] as const) {
    await writeFile(join(folder, "token"), text);
    const spec = await writeSources(join(folder, "api"), { "other.yaml": HEAD });
    const link = join(spec, "..", "openapi.yaml");
    await rm(link, { force: true });
    await symlink("../token", link);
    const { code, stderr, stdout } = await generateInChild({
      args: ["--spec", link, "--out", join(folder, "out")],
    });
    expect(stderr).toMatch(words);
    expect(stdout + stderr).not.toContain("a-token");
    expect(code).toBe(1);
  }
}, 60_000);

test("what lies outside is not proposed for a name that is misspelt", async () => {
  const spec = await writeBeside("../secrets.yaml");
  const refusedBy = (path: string) => renderFile(path, "strict").catch(String);
  await expect(refusedBy(spec)).resolves.toMatch(/: there is no such file \(no-unresolved-refs\)/);
  // By a link in the folder, too.
  const linked = await writeBeside("./folder/secrets.yaml");
  await symlink("..", join(linked, "..", "folder"));
  await expect(refusedBy(linked)).resolves.toMatch(
    /: there is no such file \(no-unresolved-refs\)/,
  );
});

test("an extension that refers to the environment of the process gets nothing of it, whatever the folder is", async () => {
  for (const ref of ["/proc/self/environ", "../../../../../../proc/self/environ"]) {
    const spec = await writeBeside("#/components/schemas/B");
    await writeFile(spec, `${HEAD}x-e: { $ref: "${ref}" }\n`);
    expect(await refused(spec)).toMatch(/outside|no such file/);
    await expect(renderFile(spec, "off", { root: "/" })).rejects.toThrow(/system|no such file/);
  }
}, 60_000);

test("--root names a folder that holds more, and a linked root file is read as named", async () => {
  const spec = await writeBeside("../secret.yaml");
  const rendered = await renderFile(spec, "off", { root: join(spec, "..", "..") });
  expect(textOf(rendered, "types.ts")).toContain("hunter2");

  const elsewhere = join(await scratchFolder(), "elsewhere");
  await mkdir(elsewhere);
  const plain = await writeSources(await scratchFolder(), { "openapi.yaml": HEAD });
  await symlink(plain, join(elsewhere, "link.yaml"));
  await expect(renderFile(join(elsewhere, "link.yaml"))).resolves.toBeDefined();
});

test("a pipe is not waited for", async () => {
  const folder = await scratchFolder();
  const spec = await writeSources(
    folder,
    `${HEAD}components: { schemas: { A: { $ref: pipe.yaml } } }\n`,
  );
  await promisify(execFile)("mkfifo", [join(folder, "pipe.yaml")]);
  await expect(renderFile(spec)).rejects.toThrow("it is not a file");
});
