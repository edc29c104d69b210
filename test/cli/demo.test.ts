import { access, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

import { agrees } from "../../src/cli/demo-check.js";
import { run } from "./captured.js";

const folder = await mkdtemp(join(tmpdir(), "demo-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

test("the demo runs its list, leaves the journal and both reports, and can be run again", async () => {
  const into = join(folder, "twice");
  for (let time = 1; time <= 2; time += 1) {
    const { err, code } = run("demo", "--folder", into);
    expect(await code).toBe(0);
    const text = err.join("");
    expect(text).toContain("1,207 entries, 1,201 addresses");
    expect(text).toContain("$ hubspot-batch-unsubscribe run ");
    expect(text).toMatch(/^Shown here: a list that is stopped /);
    const [stopped = "", mended = "", runs] = text.split(
      /^Exit code 2$|^Dry run: nothing was sent\.$/m,
    );
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
    const choice = `run ${join(into, "export.csv")} --dry-run --base-url ${url} --where status=unsubscribed`;
    expect(stopped).toContain(`    hubspot-batch-unsubscribe ${choice}\n`);
    expect(mended).toContain(`$ hubspot-batch-unsubscribe ${choice}\n`);
    expect(mended).toContain("To send: 2 addresses");
    expect(runs).toMatch(
      /\nSeen: .*report\.html in a browser.*\n {2}hubspot-batch-unsubscribe help run\n$/,
    );
    expect(text).toMatch(
      /few\.csv .*--route single\n[^]*12 entries: 12 unsubscribed[^]*Exit code 0\n/,
    );
    expect(text).toContain("1 answered with 429");
    expect(text).toContain(
      "1,207 entries: 1,199 unsubscribed, 1 already-unsubscribed, 1 rejected, 2 invalid, 4 duplicate",
    );
    expect(text).toContain("The mock's own record agrees with the report.");
    expect(text.match(/Exit code 1/g)).toHaveLength(1);
  }
  for (const name of ["", ".journal", ".report.csv", ".report.html"]) {
    const { mode } = await stat(join(into, `list.csv${name}`));
    if (process.platform !== "win32") expect(mode & 0o777).toBe(0o600);
  }
});

test.skipIf(process.platform === "win32")("the demo writes through no link", async () => {
  const into = join(folder, "linked");
  await mkdir(into);
  await symlink(join(folder, "elsewhere"), join(into, "list.csv"));
  const { err, code } = run("demo", "--folder", into);
  expect(await code).toBe(2);
  expect(err.join("")).toMatch(/cannot write .*list\.csv: it is a link/);
  await expect(access(join(folder, "elsewhere"))).rejects.toThrow("ENOENT");
});

test("the demo leaves a list alone that is somebody else's", async () => {
  const list = join(folder, "list.csv");
  await writeFile(list, "email\nada@example.com\n");
  const { err, code } = run("demo", "--folder", folder);
  expect(await code).toBe(2);
  expect(err.join("")).toContain("list.csv is not the demo's; name another folder with --folder");
  expect(await readFile(list, "utf8")).toBe("email\nada@example.com\n");
});

test("the demo says why its folder cannot be used", async () => {
  const file = join(folder, "a-file");
  await writeFile(file, "");
  const { err, code } = run("demo", "--folder", file);
  expect(await code).toBe(2);
  expect(err.join("")).toContain("a part of its path is a file, not a folder");
});

test("the demo stops on a signal with the shell's code for it, its reports written", async () => {
  for (const [reason, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    const into = join(folder, reason);
    const demo = run("demo", "--folder", into);
    await expect
      .poll(() => demo.err.join(""), { timeout: 20_000 })
      .toMatch(/To send: 1,201 addresses[^]*Account: 1234567/);
    demo.stop(reason);
    expect(await demo.code).toBe(code);
    await access(join(into, "list.csv.report.csv"));
  }
});

describe("the demo's check against the mock's record", () => {
  const header = "row,address,sent,outcome,reason,time,correlation_id";
  const twice =
    "2,Ada@example.com,ada@example.com,unsubscribed,,,\n3,ada@example.com,,duplicate,row 2,,";
  const unknown = "2,Ada@example.com,ada@example.com,unknown,missing,,";

  test.each<[string, string, readonly string[], boolean]>([
    ["the same people", twice, ["ada@example.com"], true],
    ["nobody", unknown, [], true],
    ["called out, and not", twice, [], false],
    ["out, and not called so", unknown, ["ada@example.com"], false],
    ["a stranger who is out", twice, ["ada@example.com", "bob@example.com"], false],
  ])("%s", async (what, rows, portal, verdict) => {
    const report = join(folder, `${what}.csv`);
    await writeFile(report, `${header}\n${rows}\n`);
    expect(await agrees([report], { out: { portal } })).toBe(verdict);
  });
});
