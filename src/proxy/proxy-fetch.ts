import { markFetch } from "../client/request.js";
import type { ProxyFetch } from "./tunnel-fetch.js";
import { isPastProxy } from "./no-proxy.js";

type ProxyVariable = "HTTP_PROXY" | "HTTPS_PROXY" | "NO_PROXY";

/** The environment variables that are read; any other name is refused, since it would have no effect. */
type Env = { readonly [Name in ProxyVariable | Lowercase<ProxyVariable>]?: string | undefined };

/**
 * A `fetch` that goes through the proxy which HTTPS_PROXY or HTTP_PROXY names, except to the hosts in
 * NO_PROXY and to this machine; `undefined` where no proxy is named. Lower-case names count as well,
 * and first. The proxy for http: serves https: too, unless that has one of its own.
 *
 * The client trusts its errors as it trusts those of the platform's own `fetch`: where it says that it could not connect,
 * nothing was sent.
 *
 * @param env where the variables are; default: those of the process
 * @throws {TypeError} that names the variable and not its value, which may hold credentials
 *
 * @example
 * ```ts
 * const client = createClient({ accessToken, fetch: await proxyFetch() });
 * ```
 */
export async function proxyFetch(env: Env = process.env): Promise<ProxyFetch | undefined> {
  const http = proxyOf(env, "HTTP_PROXY");
  const https = proxyOf(env, "HTTPS_PROXY") ?? http;
  const noProxy = valueOf(env, "NO_PROXY") ?? "";
  if (https === undefined || noProxy.trim() === "*") return undefined;

  // Loaded only if a proxy is named, since most programs have none.
  const { tunnelFetch } = await import("./tunnel-fetch.js");
  const through = {
    "https:": tunnelFetch(https),
    "http:": http === undefined ? fetch : tunnelFetch(http),
  };
  return markFetch<ProxyFetch>((url, init) => {
    const { protocol } = new URL(url);
    const direct = isPastProxy(url, noProxy);
    return direct || (protocol !== "https:" && protocol !== "http:")
      ? fetch(url, init)
      : through[protocol](url, init);
  });
}

function proxyOf(env: Env, name: ProxyVariable): URL | undefined {
  const value = valueOf(env, name)?.trim();
  if (value === undefined || value === "") return undefined;
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
    throw new TypeError(`${name} must be the http: or https: URL of a proxy`);
  }
  return url;
}

function valueOf(env: Env, name: ProxyVariable): string | undefined {
  return env[name.toLowerCase() as Lowercase<ProxyVariable>] ?? env[name];
}
