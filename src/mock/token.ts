/** The token of a mock that was given none. */
export const defaultToken = "mock-token";

/**
 * The mock is for made-up tokens only: a real one does not belong on a command line or in a test.
 *
 * @throws {TypeError} for a token that cannot stand in a header, or one that looks real; it does
 * not repeat the token
 */
export function checkToken(token: unknown): string {
  // The characters of a bearer token: RFC 6750 section 2.1.
  if (typeof token !== "string" || !/^[\w.~+/-]+=*$/.test(token)) {
    throw new TypeError("token must be a text of letters, digits and - . _ ~ + / only");
  }
  if (looksReal(token)) {
    throw new TypeError(
      `token looks like a real one; the mock takes made-up tokens only, such as ${defaultToken}`,
    );
  }
  return token;
}

function looksReal(token: string): boolean {
  return (
    token.length > 40 || // OAuth access tokens are long and opaque
    /^pat-/i.test(token) || // private apps
    /^eyJ/.test(token) || // a JWT: base64url of {"
    /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.test(token) || // API keys were UUIDs
    (/^[A-Za-z0-9_]{24,}$/.test(token) && /\d/.test(token)) // opaque, without words or breaks
  );
}
