import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readFolder, type Files } from "./files.ts";

/** The inputs and outputs of a finished run, so that the next run can see that nothing changed. */
interface Stamp {
  readonly tools: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Where runs leave their stamp. A lost or broken one costs a full run, nothing more. */
export class StampFile {
  readonly #path: string;
  readonly #root: string;
  #tools: Promise<string> | undefined;

  /** @param key tells runs apart: description, folder, lint level */
  constructor(root: string, key: string) {
    this.#root = root;
    this.#path = join(root, "node_modules", ".cache", "generate", `${digest(key)}.json`);
  }

  /** Whether the tools, each file of the description and each file of the folder are as the last run left them. */
  async isCurrent(folder: string): Promise<boolean> {
    const stamp = await this.#read();
    if (stamp === undefined) return false;
    // Check first what is fastest to read. If the folder cannot be read, the run will report why.
    const { files, others } = await readFolder(folder).catch(() => NOTHING);
    const names = Object.keys(stamp.outputs);
    if (files.size !== names.length || others.length > 0) return false;
    if (names.some((name) => digest(files.get(name) ?? "") !== stamp.outputs[name])) return false;
    for (const [path, expected] of Object.entries(stamp.inputs)) {
      if ((await fileDigest(path)) !== expected) return false;
    }
    return stamp.tools === (await this.tools());
  }

  /** The versions of the tools: read while the pipeline works, so that it costs no extra time. */
  tools(): Promise<string> {
    return (this.#tools ??= toolsDigest(this.#root));
  }

  async write(inputs: Iterable<string>, files: Files): Promise<void> {
    const entries = [...inputs].map(async (path) => [path, await fileDigest(path)] as const);
    const stamp: Stamp = {
      tools: await this.tools(),
      inputs: Object.fromEntries(await Promise.all(entries)),
      outputs: Object.fromEntries([...files].map(([name, text]) => [name, digest(text)])),
    };
    await mkdir(dirname(this.#path), { recursive: true });
    await writeFile(this.#path, JSON.stringify(stamp));
  }

  /** The files that the last run read. */
  async inputs(): Promise<string[]> {
    return Object.keys((await this.#read())?.inputs ?? {});
  }

  async #read(): Promise<Stamp | undefined> {
    try {
      return JSON.parse(await readFile(this.#path, "utf8")) as Stamp;
    } catch {
      return undefined;
    }
  }
}

/** The scripts, the lint rules and the versions of the tools: a change of any can change the output. */
async function toolsDigest(root: string): Promise<string> {
  const scripts = await readdir(join(root, "scripts"), { recursive: true });
  const own = scripts.filter((name) => /\.m?[jt]s$/.test(name)).sort();
  const paths = [...own.map((name) => join("scripts", name)), ...CONFIGURATION];
  const digests = await Promise.all(paths.map((path) => fileDigest(join(root, path))));
  return digest(JSON.stringify([process.version, ...digests]));
}

const NOTHING = { files: new Map<string, string>(), others: [] };

const CONFIGURATION = ["package-lock.json", "redocly.yaml", ".prettierrc.json"];

async function fileDigest(path: string): Promise<string> {
  return digest(await readFile(path).catch(() => "missing"));
}

function digest(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
