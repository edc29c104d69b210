/** The part of a path that names the version of an API. */
const version = /\/(?:v\d+|\d{4}-\d{2}(?:-beta)?)(?=\/)/;

/**
 * The path of another description that is the same: to the letter, or but for the names of its parameters, or else but
 * for the version of the API.
 */
export function samePath(path: string, others: readonly string[]): string | undefined {
  if (others.includes(path)) return path;
  const unnamed = (each: string): string => each.replaceAll(/\{[^{}]*\}/g, "{}");
  const unversioned = (each: string): string => unnamed(each).replace(version, "/*");
  return (
    others.find((other) => unnamed(other) === unnamed(path)) ??
    others.find((other) => unversioned(other) === unversioned(path))
  );
}
