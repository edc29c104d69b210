import { isObject, isString, type JsonObject } from "./json.ts";

/** A version of the API, as `x-versions` of a description lists it. */
export interface ApiVersion {
  /** How the paths begin that have it. */
  readonly prefix: string;
  /** The segment of the path that tells it. */
  readonly segment: string;
  /** The last month in which it is supported, such as `2027-09`, where that is known. */
  readonly until: string | undefined;
  /** Where its description is published, if that is known. */
  readonly published: string | undefined;
}

/** The versions that a description lists, in its order; none if its `x-versions` has another form. */
export function versionsOf(document: JsonObject): ApiVersion[] {
  const list = document["x-versions"];
  return (Array.isArray(list) ? list : []).flatMap((entry): ApiVersion[] => {
    if (!isObject(entry)) return [];
    const { prefix, segment, until, published } = entry;
    if (!isString(prefix) || !isString(segment)) return [];
    const text = (value: unknown): string | undefined => (isString(value) ? value : undefined);
    return [{ prefix, segment, until: text(until), published: text(published) }];
  });
}

/** The same path in the other versions that a description lists for it. */
export function otherVersions(path: string, versions: readonly ApiVersion[]): string[] {
  const own = versions.find(({ prefix, segment }) => path.startsWith(`${prefix}${segment}/`));
  if (own === undefined) return [];
  return versions
    .filter(({ prefix, segment }) => prefix === own.prefix && segment !== own.segment)
    .map(({ segment }) => path.replace(own.prefix + own.segment, own.prefix + segment));
}
