import { versions, type Operation } from "../../generated/operations.js";

const PREFIX = "/communication-preferences/";

/** A version of HubSpot's API for subscriptions, which one segment of the path tells. */
export type ApiVersion = (typeof versions)[typeof PREFIX][number];

/** Every version that the client knows; the first is the default. */
export const apiVersions = versions[PREFIX] satisfies readonly ApiVersion[];

/** @throws {TypeError} that names `apiVersion` */
export function readApiVersion(given: string = apiVersions[0]): ApiVersion {
  const found = apiVersions.find((each) => each === given);
  if (found === undefined) throw new TypeError(`apiVersion must be ${apiVersions.join(" or ")}`);
  return found;
}

/** The path of an operation in a version. Only the calls about subscriptions have several. */
export function pathIn(version: ApiVersion, { path }: Operation): string {
  return path.replace(PREFIX + apiVersions[0], PREFIX + version);
}
