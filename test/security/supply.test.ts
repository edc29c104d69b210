import { access, readFile } from "node:fs/promises";
import { expect, test } from "vitest";

interface Locked {
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly resolved?: string;
  readonly integrity?: string;
}

const own = JSON.parse(await readFile("package.json", "utf8")) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
};
const { packages } = JSON.parse(await readFile("package-lock.json", "utf8")) as {
  readonly packages: Readonly<Record<string, Locked>>;
};
const installed = Object.entries(packages).filter(([path]) => path !== "");

test("each install script of a dependency is known, and refused to an npm that asks", () => {
  const withScript = installed.filter(([, { hasInstallScript }]) => hasInstallScript === true);
  const names = withScript.map(([path]) => path.replace(/^.*node_modules\//, ""));
  expect([...new Set(names)].sort()).toEqual(Object.keys(own.allowScripts).sort());
  expect(Object.values(own.allowScripts)).not.toContain(true);
});

test("what is installed is what was locked, by its hash, from the registry alone", () => {
  for (const [path, { resolved, integrity }] of installed) {
    expect(resolved, path).toBeUndefined(); // an address of its own
    expect(integrity, path).toMatch(/^sha512-/);
  }
});

test("whoever installs the package gets one dependency, and the one that it has", () => {
  expect(Object.keys(own.dependencies)).toEqual(["openapi-fetch"]);
  const shipped = installed.filter(([, { dev }]) => dev !== true).map(([path]) => path);
  expect(shipped).toEqual([
    "node_modules/openapi-fetch",
    "node_modules/openapi-typescript-helpers",
  ]);
});

test("each test that the threat model names is there", async () => {
  const model = await readFile(".github/SECURITY.md", "utf8");
  const named = [...model.matchAll(/`(test\/[^`]+)`/g)].map(([, path = ""]) => path);
  expect(named.length).toBeGreaterThan(20);
  for (const path of named) await expect(access(path), path).resolves.toBeUndefined();
});
