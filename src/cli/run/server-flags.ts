import { apiVersions, type ApiVersion, type Route } from "../../index.js";
import { DEFAULT_BASE_URL, readBaseUrl } from "../../node.js";
import type { AnyFlagValues } from "../flag-values.js";
import { readNumber, readWhole } from "../read-number.js";
import { UsageError } from "../usage-error.js";

/** What was said about the server and how to treat it. */
export interface ServerFlags {
  /** The brand; 0 is one. */
  readonly businessUnitId: number | undefined;
  /** As it is called and compared; `undefined` where it is left to the default or to a journal. */
  readonly baseUrl: string | undefined;
  readonly tokenFile: string | undefined;
  /** The number of the account that is meant. */
  readonly account: number | undefined;
  readonly apiVersion: ApiVersion | undefined;
  /** Milliseconds; `undefined` for the job's own default. */
  readonly maxWait: number | undefined;
  /** A share from 0 to 1; `undefined` for the job's own default. */
  readonly dailyReserve: number | undefined;
  /** How the addresses are sent: as it was named, else as the last run of the journal sent them, else by batch. */
  readonly route: Route;
  readonly routeIsNamed: boolean;
}

/** The server where none is named. */
export const defaultServer = DEFAULT_BASE_URL;

/** @throws {UsageError} that names the flag that is not right */
export function readServerFlags(values: AnyFlagValues): ServerFlags {
  const seconds = readNumber("--max-wait", values["max-wait"], 0, 2_000_000);
  const percent = readNumber("--daily-reserve", values["daily-reserve"], 0, 100);
  return {
    businessUnitId: readWhole("--business-unit", values["business-unit"], 0),
    baseUrl: readServer(values["base-url"]),
    tokenFile: values["token-file"],
    account: readWhole("--account", values.account, 1),
    apiVersion: readVersion(values["api-version"]),
    maxWait: seconds === undefined ? undefined : seconds * 1000,
    dailyReserve: percent === undefined ? undefined : percent / 100,
    route: readRoute(values.route),
    routeIsNamed: values.route !== undefined,
  };
}

function readRoute(text = "batch"): Route {
  if (text === "batch" || text === "single") return text;
  throw new UsageError("--route must be batch or single");
}

function readVersion(text: string | undefined): ApiVersion | undefined {
  if (text === undefined) return undefined;
  const found = apiVersions.find((each) => each === text);
  if (found === undefined) throw new UsageError(`--api-version is ${apiVersions.join(" or ")}`);
  return found;
}

function readServer(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return readBaseUrl(text);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(error.message.replace("baseUrl", "--base-url"), { cause: error });
  }
}
