/** HubSpot's public API, the server that the description names. */
export const DEFAULT_BASE_URL = "https://api.hubapi.com";

/**
 * Checks a base URL and brings it to the form to which a path can be appended.
 *
 * @throws {TypeError} that names `baseUrl` and never quotes it: it may hold credentials.
 */
export function readBaseUrl(value: string | URL): string {
  const text = String(value);
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new TypeError("baseUrl is not an absolute URL");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new TypeError("baseUrl must be an https: URL");
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw new TypeError("baseUrl must be an https: URL; http: is for loopback only");
  }
  if (url.username !== "" || url.password !== "") {
    throw new TypeError("baseUrl must hold no credentials");
  }
  // In the text, because a URL does not tell an empty query or fragment from none.
  if (/[?#]/.test(text)) throw new TypeError("baseUrl must hold no query and no fragment");
  let end = url.pathname.length;
  while (end > 0 && url.pathname[end - 1] === "/") end -= 1;
  return url.origin + url.pathname.slice(0, end);
}

/** A URL spells each IPv4 address in its four-part form, so 127.1 and 0x7f.1 are found too. */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d+){3}$/.test(hostname);
}
