import type { Redact } from "../text/redact.js";

/** Codes of Node, undici and Bun for a connection that never stood: nothing was sent. */
const NEVER_CONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
  "ConnectionRefused",
  "FailedToOpenSocket",
]);

/** Codes for a certificate or a handshake that was refused: nothing was sent, nor will it be. */
const TLS_REFUSED =
  /^(?:CERT_|ERR_TLS_CERT_|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_UNSUPPORTED_PROTOCOL|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT|HOSTNAME_MISMATCH)/;

/** The words of Deno, which gives no code, for a connection that never stood. */
const NEVER_CONNECTED_TEXT = /\bconnection refused\b|\bdns error\b|\bfailed to lookup address\b/i;

/** A chain of causes is followed so far; it may well be a ring. */
const MAX_DEPTH = 5;

/** The first error code in a chain of causes, such as `ECONNRESET`. */
export function codeOf(error: unknown): string | undefined {
  for (let depth = 0, at = error; depth < MAX_DEPTH; depth += 1, at = property(at, "cause")) {
    const code = property(at, "code") ?? property(firstOf(property(at, "errors")), "code");
    // DOMException has numbers there.
    if (typeof code === "string" && /^\w{1,60}$/.test(code)) return code;
  }
  return undefined;
}

/** The words of the innermost cause that has any: those above may say no more than "fetch failed". */
export function innermostText(error: unknown): string | undefined {
  return textsOf(error).at(-1);
}

/** Whether an error of `fetch` proves that the request never left. */
export function neverSent(error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined
    ? textsOf(error).some((text) => NEVER_CONNECTED_TEXT.test(text))
    : NEVER_CONNECTED.has(code) || TLS_REFUSED.test(code);
}

/** Whether a repeat would fail in the same way. */
export function isPermanent(error: unknown): boolean {
  return TLS_REFUSED.test(codeOf(error) ?? "");
}

/**
 * A copy of an error that is safe to show: its name, its redacted message, its code, and the same
 * of its causes. The original may hold the request with its token and addresses.
 */
export function safeCause(error: unknown, redact: Redact, depth = 0): Error | undefined {
  if (error === undefined || error === null || depth >= MAX_DEPTH) return undefined;
  const message = typeof error === "string" ? error : property(error, "message");
  const cause = safeCause(property(error, "cause"), redact, depth + 1);
  const copy = new Error(
    typeof message === "string" ? redact(message) : "",
    cause === undefined ? undefined : { cause },
  );
  const name = property(error, "name");
  if (typeof name === "string" && /^\w{1,60}$/.test(name)) {
    Object.defineProperty(copy, "name", { value: redact(name), configurable: true });
  }
  // The stack of the copy would point here and tell nothing.
  copy.stack = `${copy.name}: ${copy.message}`;
  const code = property(error, "code");
  if (typeof code === "string") Object.assign(copy, { code: redact(code) });
  return copy;
}

/** The messages in a chain of causes, from the outermost. */
function textsOf(error: unknown): string[] {
  const texts: string[] = [];
  for (let depth = 0, at = error; depth < MAX_DEPTH; depth += 1, at = property(at, "cause")) {
    const message = typeof at === "string" ? at : property(at, "message");
    if (typeof message === "string" && message !== "") texts.push(message);
  }
  return texts;
}

/** A property of whatever was thrown, which may be anything and may throw when it is read. */
function property(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  try {
    return (value as Record<string, unknown>)[name]; // any object may be asked for any name
  } catch {
    return undefined;
  }
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}
