/**
 * Checks that a token can stand in a header (RFC 9110 section 5.5, without blanks: the usual fault
 * is a line break from a file).
 *
 * @throws {TypeError} that names `accessToken` and never quotes it.
 */
export function checkToken(token: unknown): string {
  if (typeof token !== "string") throw new TypeError("accessToken must be, or give, a string");
  if (token === "") throw new TypeError("accessToken is empty");
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new TypeError(
      "accessToken holds a blank, a line break or another character that cannot stand in a header",
    );
  }
  return token;
}
