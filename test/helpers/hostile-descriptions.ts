import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { ROOT } from "./pipeline-io.js";

const folder = await mkdtemp(join(tmpdir(), "hostile-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `npm run review` or `upstream`, without npm, on files that are written beside each other. */
export async function judge(
  files: Readonly<Record<string, string | Uint8Array>>,
  [command, ...args]: readonly [command: "review" | "upstream", ...args: string[]],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const list = "published: { title: T, version: 1.0.0 }\ndeviations: []\n";
  for (const [name, text] of Object.entries({ "list.yaml": list, ...files }))
    await writeFile(join(folder, name), text);
  const deviations = command === "upstream" ? ["--deviations", "list.yaml"] : [];
  const words = [join(ROOT, "scripts/main.mjs"), command, ...args, ...deviations];
  const options = { cwd: folder, env: { ...process.env, npm_lifecycle_event: "", ...env } };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, words, options, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

/** One operation whose body and answer are of a schema. */
export function description(schema: string, more = ""): string {
  const content = `content: { application/json: { schema: ${schema} } }`;
  return `openapi: 3.1.0
info: { title: T, version: 1.0.0 }
paths:
  /a:
    post:
      operationId: a
      requestBody: { ${content} }
      responses: { "200": { description: Ok., ${content} } }
${more}`;
}

export function components(schemas: Readonly<Record<string, string>>): string {
  const lines = Object.entries(schemas).map(([name, schema]) => `    ${name}: ${schema}\n`);
  return `components:\n  schemas:\n${lines.join("")}`;
}
