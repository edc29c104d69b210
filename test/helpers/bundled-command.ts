import { build } from "esbuild";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * The command as one file that needs nothing beside it, so that it runs with any folder as its own and
 * as any user.
 */
export async function bundleCommand(): Promise<{
  readonly path: string;
  readonly remove: () => Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), "command-"));
  const path = join(folder, "command.mjs");
  await build({
    entryPoints: ["src/cli/bin.ts"],
    outfile: path,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    mainFields: ["module", "main"],
    // What it bundles may be written for `require`, which a module does not have.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  await chmod(folder, 0o755);
  await chmod(path, 0o644);
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}
