/** The review cannot be made: never to be taken for "nothing breaks". */
export class ReviewProblem extends Error {
  override readonly name = "ReviewProblem";
}
