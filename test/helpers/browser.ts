import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium, type Browser } from "playwright-core";

/** The browser comes out of a package that holds it for Linux only. */
export const hasBrowser = process.platform === "linux" && process.arch === "x64";

const MODULES = fileURLToPath(new URL("../../node_modules/", import.meta.url));
/** A test may run as root in a container, where the sandbox cannot be had; the pages are our own. */
const FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--headless=shell"];

/** A real Chromium without a window; the caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const folder = await unpack();
  return chromium.launch({
    executablePath: join(folder, "chromium"),
    args: FLAGS,
    // Libraries that a bare machine does not have are in the package too.
    env: { ...process.env, LD_LIBRARY_PATH: join(folder, "al2023", "lib") },
  });
}

/** Unpacks the browser once for all test runs; two at the same time do not see each other's halves. */
async function unpack(): Promise<string> {
  const manifest = await readFile(join(MODULES, "@sparticuz/chromium/package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const cache = join(MODULES, ".cache");
  const folder = join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const scratch = await mkdtemp(`${folder}.`);
  await unpackInto(scratch);
  await rename(scratch, folder).catch(async () => {
    await rm(scratch, { recursive: true });
  });
  return folder;
}

/** The package unpacks into the folder for temporary files, and its libraries only where it thinks it must. */
async function unpackInto(folder: string): Promise<void> {
  const wanted = { TMPDIR: folder, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" };
  const before = { ...process.env };
  Object.assign(process.env, wanted);
  try {
    const { default: bundled } = await import("@sparticuz/chromium");
    await bundled.executablePath();
  } finally {
    for (const name of Object.keys(process.env)) {
      if (before[name] === undefined) delete process.env[name];
    }
    Object.assign(process.env, before);
  }
}
