import type { Settings } from "./options.js";

/**
 * Why a connection may have failed behind a proxy: Node's `fetch` goes past the proxy that the
 * environment names, unless it is told. Other runtimes heed it by themselves.
 *
 * @returns A sentence, or nothing. Never the value, which may hold credentials.
 */
export function proxyHint({ baseUrl, ownFetch }: Pick<Settings, "baseUrl" | "ownFetch">): string {
  if (ownFetch || !baseUrl.startsWith("https:")) return "";
  // Not there in a browser or on an edge runtime; Bun and Deno have one too.
  const { env, versions } = globalThis.process ?? {};
  if (versions?.node === undefined || "bun" in versions || "deno" in versions) return "";
  const name = ["HTTPS_PROXY", "https_proxy"].find((each) => env?.[each]);
  if (name === undefined || env?.["NODE_USE_ENV_PROXY"] === "1") return "";
  return (
    ` ${name} is set, but Node's fetch goes past it; set NODE_USE_ENV_PROXY=1 too ` +
    "(Node 22.21, 24 or later), or give a fetch that heeds it."
  );
}
