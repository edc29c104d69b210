/** The part of a path that names the version of an API. */
const version = /\/(?:v\d+|\d{4}-\d{2}(?:-beta)?)(?=\/)/;

/** Finds a path in another description. */
export interface Paths {
  has(path: string): boolean;
  /** To the letter, or but for the names of its parameters, or else but for the version of the API. */
  same(path: string): string | undefined;
}

export function indexPaths(paths: readonly string[]): Paths {
  const unnamed = (path: string): string => path.replaceAll(/\{[^{}]*\}/g, "{}");
  const unversioned = (path: string): string => unnamed(path).replace(version, "/*");
  const all = new Set(paths);
  const [byName, byVersion] = [unnamed, unversioned].map((key) => {
    // Where several match, the first one counts.
    return new Map(paths.toReversed().map((path) => [key(path), path]));
  });
  return {
    has: (path) => all.has(path),
    same: (path) =>
      all.has(path) ? path : (byName?.get(unnamed(path)) ?? byVersion?.get(unversioned(path))),
  };
}
