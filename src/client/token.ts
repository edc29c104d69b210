/** What the function that gives the access token is told. */
export interface TokenContext {
  /**
   * The token that HubSpot has refused with a 401 just now. A function that keeps a token until it
   * expires gets another one then. Absent when nothing was refused.
   */
  readonly refusedToken?: string | undefined;
}

/** The Bearer token, or a function that gives it. */
export type AccessToken = string | ((context: TokenContext) => string | Promise<string>);

/** Gives the token of each attempt. */
export interface TokenSource {
  /** Another token may be had where one is refused. */
  readonly renewable: boolean;
  /** @throws what the function throws, and a TypeError for what cannot stand in a header */
  get(): Promise<string>;
  /** The token in place of a refused one; the same where the function has no other. */
  renew(refusedToken: string): Promise<string>;
  /** A token that was refused and kept, and works again, is asked about when it is next refused. */
  worked(token: string): void;
}

/**
 * Calls that need a token at the same moment share one question, and a token that was refused is asked about once, however
 * many calls it was refused to.
 */
export function createTokenSource(given: AccessToken): TokenSource {
  let asking: Promise<string> | undefined;
  /** For each token that was refused, what the function gave in its place. */
  const successors = new Map<string, Promise<string>>();
  /** Refused tokens that the function gave once more. */
  const kept = new Set<string>();
  const ask = async (context: TokenContext): Promise<string> =>
    checkToken(typeof given === "string" ? given : await given(context));
  return {
    renewable: typeof given === "function",
    async get() {
      if (typeof given === "string") return given;
      asking ??= ask({}).finally(() => (asking = undefined));
      let token = await asking;
      // A function that does not remember may give a token that was replaced; so may its successor.
      for (let left = successors.size; left > 0; left -= 1) {
        token = (await successors.get(token)) ?? token;
      }
      return token;
    },
    renew(refusedToken) {
      let successor = successors.get(refusedToken);
      if (successor === undefined) {
        successor = ask({ refusedToken });
        successors.set(refusedToken, successor);
        successor.then(
          (token) => token === refusedToken && kept.add(refusedToken),
          () => successors.delete(refusedToken),
        );
      }
      return successor;
    },
    worked(token) {
      if (kept.delete(token)) successors.delete(token);
    },
  };
}

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
