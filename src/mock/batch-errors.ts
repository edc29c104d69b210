import type { BatchError } from "../../generated/schemas.js";
import type { BadAddressFault } from "./faults.js";
import { foldCase } from "./fold-case.js";
import type { JudgedCall } from "./handler.js";
import { badAddress, wordsOf } from "./problems.js";
import type { Reply } from "./reply.js";
import { samples } from "./samples.js";

/** The batch of a call, with what is wrong with it. */
export interface SortedBatch {
  /** The answer to the whole batch, where a bad address sinks it. */
  readonly sunk: Reply | undefined;
  /** The other addresses, each once, their case folded. */
  readonly good: readonly string[];
  /** A 207 where a bad address asks for it. */
  readonly status: 200 | 207;
  /** The members of the envelope that tell of bad addresses; none where all are good. */
  readonly errors: { readonly numErrors?: number; readonly errors?: BatchError[] };
}

const [errorTemplate] = samples.partialFailure.errors;

export function sortBatch({ correlationId, inputs, badAddresses }: JudgedCall): SortedBatch {
  const refused = new Map(badAddresses.map((fault) => [foldCase(fault.address), fault]));
  const addresses = [...new Set(inputs.map((address) => foldCase(address)))];
  const bad = addresses.flatMap((address) => refused.get(address) ?? []);
  const asks = (answer: BadAddressFault["answer"]): boolean =>
    bad.some((fault) => fault.answer === answer);
  return {
    sunk: asks("400") ? badAddress(correlationId, bad) : undefined,
    good: addresses.filter((address) => !refused.has(address)),
    status: asks("207") ? 207 : 200,
    errors: bad.length === 0 ? {} : { numErrors: bad.length, errors: errorsOf(bad) },
  };
}

function errorsOf(bad: readonly BadAddressFault[]): BatchError[] {
  return bad
    .filter((fault) => fault.named ?? true)
    .map((fault) => ({
      ...errorTemplate,
      ...wordsOf(fault),
      context: { subscriberIdString: [fault.address] },
    }));
}
