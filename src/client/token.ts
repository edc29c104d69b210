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

/**
 * Gives the token of each attempt. Calls that need one at the same moment share one question, and a
 * token that was refused is asked about once, however many calls it was refused to.
 */
export class TokenSource {
  readonly #given: AccessToken;
  #asking: Promise<string> | undefined;
  /** For each token that was refused, what the function gave in its place. */
  readonly #successors = new Map<string, Promise<string>>();
  /** Refused tokens that the function gave once more. */
  readonly #kept = new Set<string>();

  constructor(given: AccessToken) {
    this.#given = given;
  }

  /** Another token may be had where one is refused. */
  get renewable(): boolean {
    return typeof this.#given === "function";
  }

  /** @throws what the function throws, and a TypeError for what cannot stand in a header */
  async get(): Promise<string> {
    if (typeof this.#given === "string") return this.#given;
    this.#asking ??= this.#ask({}).finally(() => (this.#asking = undefined));
    let token = await this.#asking;
    // A function that does not remember may give a token that was replaced; so may its successor.
    for (let left = this.#successors.size; left > 0; left -= 1) {
      token = (await this.#successors.get(token)) ?? token;
    }
    return token;
  }

  /** The token in place of a refused one; the same where the function has no other. */
  renew(refusedToken: string): Promise<string> {
    let successor = this.#successors.get(refusedToken);
    if (successor === undefined) {
      successor = this.#ask({ refusedToken });
      this.#successors.set(refusedToken, successor);
      successor.then(
        (token) => token === refusedToken && this.#kept.add(refusedToken),
        () => this.#successors.delete(refusedToken),
      );
    }
    return successor;
  }

  /** A token that was refused and kept, and works again, is asked about when it is next refused. */
  worked(token: string): void {
    if (this.#kept.delete(token)) this.#successors.delete(token);
  }

  async #ask(context: TokenContext): Promise<string> {
    const given = this.#given;
    return checkToken(typeof given === "string" ? given : await given(context));
  }
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
