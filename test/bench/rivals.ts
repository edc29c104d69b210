import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { installTools } from "../helpers/install-tools.js";
import { beside } from "./measure.js";

const own = JSON.parse(await readFile("package.json", "utf8")) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

function ours(...names: readonly string[]): Record<string, string> {
  const all = { ...own.dependencies, ...own.devDependencies };
  return Object.fromEntries(names.map((name) => [name, all[name] ?? "missing"]));
}

/** The rivals, at the versions that run on Node 20; the tools that we use too, at the version that we use. */
export const versions: Readonly<Record<string, string>> = {
  ...ours("@redocly/cli", "openapi-typescript", "openapi-fetch", "prettier", "typescript"),
  "@hey-api/openapi-ts": "0.95.0",
  orval: "7.13.2",
  "@kubb/cli": "4.39.3",
  "@kubb/core": "4.39.3",
  "@kubb/plugin-client": "4.39.3",
  "@kubb/plugin-oas": "4.39.3",
  "@kubb/plugin-ts": "4.39.3",
  "@kubb/plugin-zod": "4.39.3",
  "@hubspot/api-client": "14.0.1",
  "@octokit/openapi": "23.0.2", // no rival: GitHub's description, 13 MB
  zod: "4.6.7",
};

// What a project would have in its package.json. IN is a description, OUT a folder, both as absolute paths.
export const scripts = {
  chain: [
    'redocly lint "$IN" --config "$REDOCLY"',
    'redocly bundle "$IN" -o "$OUT/openapi.json"',
    'openapi-typescript "$OUT/openapi.json" -o "$OUT/types.ts"',
    'prettier --write "$OUT"',
    'tsc --noEmit --strict --skipLibCheck "$OUT/types.ts"',
  ].join(" && "),
  "hey-api": "openapi-ts -f hey-api.config.mjs",
  orval: "orval --config ./orval.config.cjs",
  kubb: "kubb generate --config kubb.config.mjs",
  "types-alone": 'openapi-typescript "$IN" -o "$OUT/types.ts"',
};

const companions = ["client-loop.mjs", "hey-api.config.mjs", "orval.config.cjs", "kubb.config.mjs"];

/** A folder with all of them installed from npm. */
export async function installRivals(): Promise<string> {
  const folder = await installTools("rivals", { versions });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, scripts }));
  for (const file of companions) await copyFile(beside(`rivals/${file}`), join(folder, file));
  return folder;
}
