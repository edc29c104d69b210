/** What is wrong with a list as a whole, with its name, the row where one is at fault, and what to do. */
export class ListError extends Error {
  override readonly name = "ListError";

  constructor(list: string, problem: string, options?: ErrorOptions) {
    super(`${list}: ${problem}`, options);
  }
}
