import { RefusedError } from "../usage-error.js";

/** What is wrong with a list as a whole, with its name, the row where one is at fault, and what to do. */
export class ListError extends RefusedError {
  constructor(list: string, problem: string, options?: ErrorOptions) {
    super(`${list}: ${problem}`, options);
  }
}
