/** What is wrong with a list as a whole, with its name, the row where one is at fault, and what to do. */
export class ListError extends Error {
  override readonly name: string = "ListError";

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
 * A list that can be read in several ways, of which a person has to choose one: to guess wrong would opt out somebody who
 * never asked. None of the choices is recommended.
 */
export class ListQuestion extends ListError {
  override readonly name = "ListQuestion";
  readonly choices: readonly ListChoice[];

  constructor(list: string, problem: string, choices: readonly ListChoice[]) {
    super(list, problem);
    this.choices = choices;
  }
}
