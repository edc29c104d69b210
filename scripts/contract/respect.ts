import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../root.ts";
import type { Target } from "./api.ts";

const cli = createRequire(import.meta.url).resolve("@redocly/cli/bin/cli.js");

/**
 * Runs spec/contract.arazzo.yaml with `redocly respect`, which prints each check. Token and address go in by the
 * environment: an argument can be seen by every user of a machine.
 *
 * @returns whether every check passed
 */
export async function runContract(target: Target, address: string): Promise<boolean> {
  // Beside the description that it speaks of, which may be in another version of the API.
  const folder = await mkdtemp(join(tmpdir(), "contract-"));
  try {
    const contract = await readFile(join(ROOT, "spec/contract.arazzo.yaml"), "utf8");
    const file = join(folder, "contract.arazzo.yaml");
    await writeFile(file, contract.replace("url: openapi.yaml", "url: openapi.json"));
    await writeFile(join(folder, "openapi.json"), JSON.stringify(target.description));
    return await respect(file, target, address);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function respect(file: string, target: Target, address: string): Promise<boolean> {
  const child = spawn(process.execPath, [cli, "respect", file], {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      REDOCLY_TELEMETRY: "off",
      REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
      REDOCLY_SUPPRESS_NOTIFICATIONS: "true",
      REDOCLY_CLI_RESPECT_INPUT: JSON.stringify({ token: target.token, address }),
      REDOCLY_CLI_RESPECT_SERVER: `hubspot=${target.server}`,
    },
  });
  const [code] = (await once(child, "close")) as [number | null];
  return code === 0;
}
