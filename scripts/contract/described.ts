import { isObject, members, type JsonObject } from "../model/json.ts";
import { otherVersions, versionsOf } from "../model/versions.ts";
import { InputProblem } from "../problem.ts";
import { bundleSource, readSource } from "../read/read.ts";

/**
 * The description, whole, its paths in a version of the API; those that do not have it stay as they are.
 *
 * @throws {InputProblem} for a version that `x-versions` does not list
 */
export async function describedIn(version: string | undefined, spec: string): Promise<JsonObject> {
  const { bundle } = await bundleSource(await readSource(spec));
  if (version === undefined) return bundle;
  const versions = versionsOf(bundle);
  const segments = [...new Set(versions.map(({ segment }) => segment))];
  if (!segments.includes(version)) {
    throw new InputProblem(`--api-version must be ${segments.join(" or ")}`);
  }
  const paths = members(bundle["paths"]).map(([path, item]) => {
    const moved = otherVersions(path, versions).find((each) => each.includes(`/${version}/`));
    return [moved ?? path, item] as const;
  });
  return { ...bundle, paths: Object.fromEntries(paths) };
}

/** The path of an operation. */
export function pathOf(description: JsonObject, operationId: string): string {
  for (const [path, item] of members(description["paths"])) {
    for (const [, operation] of members(item)) {
      if (isObject(operation) && operation["operationId"] === operationId) return path;
    }
  }
  throw new Error(`the description has no ${operationId}`);
}
