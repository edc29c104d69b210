import type { Fetch } from "../index.js";
import type { RequestInit as UndiciInit } from "undici";
import { UsageError } from "./usage-error.js";

type Env = Readonly<Record<string, string | undefined>>;

// A practice run against the mock must not hand its list to a proxy.
const loopback = ["localhost", "127.0.0.1", "[::1]"];

/**
 * A `fetch` that goes through the proxy which HTTPS_PROXY or HTTP_PROXY names, except to the hosts in
 * NO_PROXY and to this machine; `undefined` where no proxy is named. Lower-case names count as well,
 * and first.
 *
 * @throws {UsageError} that names the variable and not its value, which may hold credentials
 */
export async function proxyFetch(env: Env): Promise<Fetch | undefined> {
  const https = proxyOf(env, "HTTPS_PROXY");
  const http = proxyOf(env, "HTTP_PROXY");
  if (https === undefined && http === undefined) return undefined;
  const given = valueOf(env, "NO_PROXY")?.trim() ?? "";
  if (given === "*") return undefined;
  const noProxy = [given, ...loopback].filter((entry) => entry !== "").join(",");

  // Only here: it is large, and few need it.
  const undici = await import("undici");
  const agent = new undici.EnvHttpProxyAgent({
    // Empty rather than absent, or it would look into the environment itself. The proxy for http:
    // serves https: too, unless that has one of its own.
    httpProxy: http ?? "",
    httpsProxy: https ?? "",
    noProxy,
  });
  return async (url, init) => {
    // The same fetch as Node's, of another copy: the types differ in name only.
    const ownInit = { ...init, dispatcher: agent } as UndiciInit;
    try {
      return (await undici.fetch(url, ownInit)) as unknown as Response;
    } catch (error) {
      throw refusalOf(error) ?? error;
    }
  };
}

/** A tunnel that the proxy refuses looks like a call that was broken off; yet nothing was sent. */
function refusalOf(error: unknown): Error | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const [, status] = /^Proxy response \((\d+)\)/.exec(at.message) ?? [];
    if (status === undefined) continue;
    const cause = new Error(`the proxy refused the connection with ${status}`);
    return new TypeError("fetch failed", { cause: Object.assign(cause, { code: "ECONNREFUSED" }) });
  }
  return undefined;
}

function proxyOf(env: Env, name: string): string | undefined {
  const value = valueOf(env, name)?.trim();
  if (value === undefined || value === "") return undefined;
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
    throw new UsageError(`${name} must be the http: or https: URL of a proxy`);
  }
  return text;
}

function valueOf(env: Env, name: string): string | undefined {
  return env[name.toLowerCase()] ?? env[name];
}
