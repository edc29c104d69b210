/** From the registry that all realms share, so that it is the same in every copy of the package. */
const BRAND = Symbol.for("hubspot-batch-unsubscribe.ListError");

/**
 * Whether a caught value is a `ListError`, of which `ListQuestion` is one: also of another copy of the package, or of another realm,
 * as under Jest.
 *
 * @example
 * ```ts
 * try {
 *   for await (const entries of readList({ path: "list.csv" })) console.log(entries.length);
 * } catch (error) {
 *   if (!isListError(error)) throw error;
 *   console.error(error.message); // names the list, and says what to do
 * }
 * ```
 */
export function isListError(error: unknown): error is ListError {
  return typeof error === "object" && error !== null && Reflect.get(error, BRAND) === true;
}

/** A problem with a list as a whole. The message has its name, the row if one is at fault, and what to do. */
export class ListError extends Error {
  override readonly name: "ListError" | "ListQuestion" = "ListError";

  static {
    Object.defineProperty(this.prototype, BRAND, { value: true });
  }

  constructor(list: string, problem: string, options?: ErrorOptions) {
    super(`${list}: ${problem}`, options);
  }
}

/** One way to go on with a list. */
export interface ListChoice {
  /** What is chosen, in words: `12 rows where "status" is "unsubscribed"`. */
  readonly what: string;
  /** The flags that choose it, each with its value: `["--where", "status=unsubscribed"]`. */
  readonly flags: readonly string[];
}

/**
 * A list can be read in several ways and a person has to choose, since a wrong guess would opt out somebody who never
 * asked. No choice is recommended.
 */
export class ListQuestion extends ListError {
  override readonly name = "ListQuestion";
  /** What may be meant. */
  readonly choices: readonly ListChoice[];

  constructor(list: string, problem: string, choices: readonly ListChoice[]) {
    super(list, problem);
    this.choices = choices;
  }
}
