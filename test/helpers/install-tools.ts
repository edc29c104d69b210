import { createHash } from "node:crypto";
import { access, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { npm, quiet } from "../package/consumer.js";

/** Exact versions by name, and flags for npm. */
export interface Tools {
  readonly versions: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
}

/**
 * A folder with tools that the project itself does without, installed from npm; the next call with the same versions
 * finds them again, until `npm ci`.
 */
export async function installTools(name: string, { versions, flags = [] }: Tools): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(versions)).digest("hex").slice(0, 16);
  const folder = join(process.cwd(), "node_modules", ".cache", `${name}-${hash}`);
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  if (isThere) return folder;
  process.stderr.write(`Installing ${Object.keys(versions).join(", ")} …\n`);
  const stage = `${folder}.stage`;
  await rm(stage, { recursive: true, force: true });
  await mkdir(stage, { recursive: true });
  const manifest = JSON.stringify({ private: true, dependencies: versions });
  await writeFile(join(stage, "package.json"), manifest);
  await npm(["install", ...quiet, "--prefer-offline", ...flags], stage);
  await rename(stage, folder);
  return folder;
}
