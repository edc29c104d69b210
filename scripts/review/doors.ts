import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isObject, members, type Json } from "../model/json.ts";
import { ReviewProblem } from "./problem.ts";

/** The module behind each door of a package, by what is written after `from`. */
export type Doors = ReadonlyMap<string, string>;

/**
 * The doors that package.json opens (`exports`) and that have types, each with the source that its declarations are
 * made from: `./dist/NAME.d.ts` comes from `src/NAME.ts`, `src/NAME/index.ts`, `NAME.ts` or `NAME/index.ts`.
 *
 * @throws {ReviewProblem} if a door has no source there
 */
export async function doorsOf(root: string): Promise<Doors> {
  const text = await readFile(join(root, "package.json"), "utf8").catch(() => "{}");
  const manifest: unknown = JSON.parse(text);
  const { name, exports } = isObject(manifest) ? manifest : {};
  const doors = new Map<string, string>();
  for (const [subpath, target] of members(exports)) {
    const types = typesOf(target);
    if (types === undefined) continue;
    const stem = types.replace(/^\.\/dist\//, "").replace(/\.d\.ts$/, "");
    const candidates = [
      ...["src", "."].flatMap((folder) => [`${folder}/${stem}.ts`, `${folder}/${stem}/index.ts`]),
    ];
    const source = await firstThere(candidates.map((candidate) => join(root, candidate)));
    if (source === undefined) {
      throw new ReviewProblem(
        `package.json exports ${subpath} with the types ${types}, and none of its sources is there: ${candidates.join(", ")}`,
      );
    }
    doors.set(`${String(name)}${subpath.slice(1)}`, source);
  }
  return doors;
}

/** The files of a folder of generated code, as doors. */
export async function generatedDoors(folder: string): Promise<Doors> {
  const names = ["client", "operations", "schemas", "types", "validators"];
  const doors = new Map<string, string>();
  for (const name of names) {
    const source = await firstThere([join(folder, `${name}.ts`)]);
    if (source !== undefined) doors.set(`generated/${name}.ts`, source);
  }
  return doors;
}

/** The `types` of a door, under whichever condition they stand. */
function typesOf(target: Json): string | undefined {
  if (!isObject(target)) return undefined;
  const { types } = target;
  if (typeof types === "string") return types;
  return Object.values(target)
    .map(typesOf)
    .find((found) => found !== undefined);
}

async function firstThere(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}
