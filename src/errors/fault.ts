import type { Redact } from "../text/redact.js";

/** Codes of Node, undici and Bun for a connection that was never established: nothing was sent. */
const NEVER_CONNECTED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EAI_FAIL|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket)$/;
/** System calls that must succeed before anything can be sent. */
const BEFORE_SENDING = /^(?:connect|getaddrinfo)$/;

/** Codes for a certificate that was refused: OpenSSL's as Node gives them, and Node's own. */
const CERTIFICATE =
  /^(?:CERT_|CRL_|ERR_TLS_CERT_|ERROR_IN_C|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_(?:CA|PURPOSE)|PATH_LENGTH_)/;
/** Words and codes of OpenSSL for two sides that do not speak the same TLS, or one that speaks none. */
const TLS_VERSION = /WRONG.VERSION.NUMBER|UNSUPPORTED.PROTOCOL|PROTOCOL.VERSION/i;
/** And for a handshake that failed for another reason: nothing was sent either, but the next may succeed. */
const TLS_HANDSHAKE =
  /HANDSHAKE.FAILURE|NO.SHARED.CIPHER|UNRECOGNIZED.NAME|before secure TLS connection was established/i;

/** Deno gives no code, but these words and names; `bad port` is the standard's for a blocked one. */
const NEVER_CONNECTED_TEXT = /\bconnection refused\b|\bdns error\b|\bfailed to lookup address\b/i;
const BLOCKED_PORT = /^bad port$/i;
const NOT_ALLOWED = /^(?:NotCapable|PermissionDenied)$/;

/** How far a chain of causes is followed, since it may be circular. */
const MAX_DEPTH = 5;

/** What an error of the platform's `fetch` proves. */
export interface ConnectionFault {
  /** The request never left. */
  readonly neverSent: boolean;
  /** Why a repeat would fail in the same way, and what to do, in a sentence; else `""`. */
  readonly cure: string;
}

/** Whether it is an error. Not by `instanceof`: under Jest the errors of Node itself are of another realm. */
export function isError(thrown: unknown): thrown is Error {
  return typeof (thrown as Partial<Error> | null | undefined)?.message === "string";
}

/** The first error code in a chain of causes, such as `ECONNRESET`. */
export function codeOf(error: unknown): string | undefined {
  for (const at of causesOf(error)) {
    const code = ownCode(at) ?? ownCode(listOf(at)[0]);
    if (code !== undefined) return code;
  }
  return undefined;
}

/** The words of the innermost cause that has any: those above may say no more than "fetch failed". */
export function innermostText(error: unknown): string | undefined {
  return causesOf(error)
    .map(textOf)
    .findLast((text) => text !== "");
}

/** Judges what the platform's own `fetch` has thrown; of any other nothing is known. */
export function judgeConnection(error: unknown): ConnectionFault {
  const cure = cureOf(error);
  return { neverSent: cure !== "" || neverSent(error), cure };
}

function neverSent(error: unknown): boolean {
  const causes = causesOf(error);
  const decisive = causes.find((at) => listOf(at).length > 0 || ownCode(at) !== undefined);
  if (decisive === undefined) return causes.some((at) => NEVER_CONNECTED_TEXT.test(textOf(at)));
  const attempts = listOf(decisive);
  // Several addresses of the server were tried one after the other.
  if (attempts.length > 0) return attempts.every((at) => listOf(at).length === 0 && neverSent(at));
  const code = ownCode(decisive) ?? "";
  return (
    NEVER_CONNECTED.test(code) ||
    BEFORE_SENDING.test(String(property(decisive, "syscall"))) ||
    TLS_HANDSHAKE.test(`${code} ${textOf(decisive)}`)
  );
}

function cureOf(error: unknown): string {
  const code = codeOf(error) ?? "";
  const causes = causesOf(error);
  if (CERTIFICATE.test(code)) {
    return (
      "The server's certificate was refused: where a company or a proxy signs it, set " +
      "NODE_EXTRA_CA_CERTS to the file of that authority; else look at this machine's clock."
    );
  }
  if (
    TLS_VERSION.test(/^(?:EPROTO|ERR_SSL_)/.test(code) ? `${code} ${innermostText(error)}` : "")
  ) {
    return "The server does not speak TLS as it has to; check baseUrl and any proxy on the way.";
  }
  if (causes.some((at) => BLOCKED_PORT.test(textOf(at)))) {
    return "fetch never connects to this port; choose another one for baseUrl.";
  }
  return causes.some((at) => NOT_ALLOWED.test(String(property(at, "name"))))
    ? "This program is not allowed to use the network."
    : "";
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
  // The stack of the copy would point here, which is of no use.
  copy.stack = `${copy.name}: ${copy.message}`;
  const code = property(error, "code");
  if (typeof code === "string") Object.assign(copy, { code: redact(code) });
  return copy;
}

/** An error and its causes, from the outermost. */
function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  for (let at = error; at != null && causes.length < MAX_DEPTH; at = property(at, "cause")) {
    causes.push(at);
  }
  return causes;
}

/** The errors that one stands for, as where several addresses of a server were tried. */
function listOf(error: unknown): readonly unknown[] {
  const errors = property(error, "errors");
  return Array.isArray(errors) ? errors : [];
}

function ownCode(error: unknown): string | undefined {
  const code = property(error, "code");
  // DOMException has numbers there.
  return typeof code === "string" && /^\w{1,60}$/.test(code) ? code : undefined;
}

function textOf(error: unknown): string {
  const message = typeof error === "string" ? error : property(error, "message");
  return typeof message === "string" ? message : "";
}

/**
 * A property of whatever was thrown, which may be anything and may throw when it is read. Some are
 * inherited, as those of a DOMException; what all objects inherit is left out.
 */
function property(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  try {
    const found = (value as Record<string, unknown>)[name]; // any object may be asked for any name
    return name in Object.prototype && !Object.hasOwn(value, name) ? undefined : found;
  } catch {
    return undefined;
  }
}
