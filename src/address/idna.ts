/** A host of letters, digits, hyphens and underscores, without an empty label. */
const HOST = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;
/** ASCII characters that no domain contains. In a URL some of them have a meaning: a port, a path, an escape. */
const FOREIGN = /[^A-Za-z0-9._\u0080-\u{10FFFF}-]/u;

/** Keeps the platform from reading `1.2` as a number, and `1.0.0.2` as what was meant. */
const LAST_LABEL = ".invalid";

/**
 * The domain in its IDNA form, by the platform's own tables: `bücher.example` becomes `xn--bcher-kva.example`. The result
 * is stable: converting it again changes nothing. `undefined` if it is not a domain.
 */
export function toAsciiDomain(domain: string): string | undefined {
  if (FOREIGN.test(domain)) return undefined;
  const host = byPlatform(domain);
  // The platform converts a full-width comma into a comma.
  return host !== undefined && HOST.test(host) ? host : undefined;
}

function byPlatform(domain: string): string | undefined {
  try {
    const host = new URL(`http://${domain}${LAST_LABEL}`).hostname;
    return host.endsWith(LAST_LABEL) ? host.slice(0, -LAST_LABEL.length) : undefined;
  } catch {
    return undefined;
  }
}
