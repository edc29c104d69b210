import { mkdtemp, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { run } from "./consumer.js";

const GLOBALS = "declare const process: { env: Record<string, string>; exitCode?: number };";

/** The files with errors, from one run of a compiler over a folder of a consumer's. */
export async function filesWithErrors(
  project: string,
  compiler: string,
  resolution: string,
  files: Readonly<Record<string, string>>,
  own: {
    readonly types?: readonly string[];
    readonly lib?: readonly string[];
    readonly skipLibCheck?: boolean;
  } = {},
): Promise<string[]> {
  const folder = await mkdtemp(join(project, "types-"));
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: "es2022",
    lib: ["es2022", "dom", "dom.iterable", "dom.asynciterable"],
    types: [],
    module: resolution === "nodenext" ? "nodenext" : "esnext",
    moduleResolution: resolution,
    exactOptionalPropertyTypes: true,
    ...own,
  };
  const all = {
    "tsconfig.json": JSON.stringify({ compilerOptions, include: ["*.ts"] }),
    "package.json": `{ "type": "module" }`,
    ...(own.types === undefined ? { "globals.d.ts": GLOBALS } : undefined),
    ...files,
  };
  for (const [name, text] of Object.entries(all)) await writeFile(join(folder, name), text);
  const stdout = await run(process.execPath, [compiler, "-p", folder, "--pretty", "false"]).then(
    (result) => result.stdout,
    (error: { stdout: string }) => error.stdout,
  );
  const named = [...stdout.matchAll(/^(.*)\(\d+,\d+\): error/gm)];
  // An error that belongs to no file must not pass for none.
  if (named.length === 0 && stdout.includes("error TS")) throw new Error(stdout);
  return [...new Set(named.map(([, path = ""]) => basename(path)))].sort();
}

/** Calls that no compiler may let pass, each in a file. */
export const wrongCalls: Readonly<Record<string, string>> = {
  "wrong0.ts": `import { createClient } from "hubspot-batch-unsubscribe";
     const result = await createClient({ accessToken: "t" }).batchUnsubscribeAll(["a@example.com"]);
     result.outcomes.map(({ outcome }) => outcome === "done");`,
  "wrong1.ts": `import { createClient } from "hubspot-batch-unsubscribe";
     createClient({ token: "t" });`,
  "wrong2.ts": `import { startMock } from "hubspot-batch-unsubscribe/mock";
     await startMock({ faults: [{ kind: "earthquake" }] });`,
};
