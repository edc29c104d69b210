import type { Operation } from "../../generated/operations.js";
import type { operations as Described } from "../../generated/types.js";
import type { Batch } from "../outcome/batch.js";
import { decideOutcomes, showOutcome, type Outcome } from "../outcome/outcome.js";
import { decideReadBacks, type ReadBack } from "../outcome/read-back.js";
import { makeCall, type CallPlan, type Success } from "./call.js";
import type { ResponseValidators } from "./contract.js";
import type { NamesOf } from "../text/known-names.js";
import type { Settings } from "./options.js";
import { prepareBatch, type BatchCallOptions } from "./prepare-batch.js";
import { createRequest } from "./request.js";
import type { ResponseInfo } from "./result.js";

/** Options of one call of `batchUnsubscribeAll`. */
export interface BatchUnsubscribeAllOptions extends BatchCallOptions {
  /**
   * Ask for the statuses of each address, so that its outcome is proven by them. Without them the
   * absence of an error is all that is known, and the outcome `accepted` says so.
   * @default true
   */
  verbose?: boolean | undefined;
}

/** Options of one call of `batchReadUnsubscribeAll`. */
export type BatchReadUnsubscribeAllOptions = BatchCallOptions;

const READ_OPTIONS: NamesOf<BatchReadUnsubscribeAllOptions> = {
  businessUnitId: true,
  signal: true,
  retries: true,
  onBegun: true,
};
const UNSUBSCRIBE_OPTIONS: NamesOf<BatchUnsubscribeAllOptions> = { ...READ_OPTIONS, verbose: true };

/** An operation on addresses, and how its answers are judged. */
export interface AddressOperation {
  readonly operation: Operation;
  readonly validators: ResponseValidators;
}

/** What a success says of each address of its call. */
interface Answered<Each, Body> {
  readonly outcomes: readonly Each[];
  readonly response: ResponseInfo<Body>;
}

type OptOutQuery = Described[
  "batchUnsubscribeAll" | "unsubscribeAllForContact"]["parameters"]["query"];
type ReadQuery = Described[
  "batchReadUnsubscribeAll" | "readUnsubscribeAllForContact"]["parameters"]["query"];

/** Opts the addresses of a call out. */
export async function optOut<Body>(
  settings: Settings,
  called: AddressOperation,
  batch: Batch,
  given: BatchUnsubscribeAllOptions,
): Promise<Answered<Outcome, Body>> {
  const { options, plan } = prepareBatch(
    settings,
    called.operation,
    batch,
    given,
    UNSUBSCRIBE_OPTIONS,
  );
  const { businessUnitId, verbose = true } = options;
  if (typeof verbose !== "boolean") throw new TypeError("verbose must be a boolean");
  const query: OptOutQuery = { channel: "EMAIL" };
  // 0 is a brand.
  if (businessUnitId !== undefined) query.businessUnitId = businessUnitId;
  if (verbose) query.verbose = true;
  const request = createRequest(settings, called.operation, query, batch);
  const success = await place({ ...plan, request, validators: called.validators });
  const { reply, appliedBefore, redact } = success;
  const decided = decideOutcomes(batch, reply, verbose, businessUnitId, appliedBefore);
  const outcomes = decided.map((outcome) => showOutcome(outcome, redact, reply.text));
  return { outcomes, response: responseOf(success) };
}

/** Reads the addresses of a call back. */
export async function readBack<Body>(
  settings: Settings,
  called: AddressOperation,
  batch: Batch,
  given: BatchReadUnsubscribeAllOptions,
): Promise<Answered<ReadBack, Body>> {
  const { options, plan } = prepareBatch(settings, called.operation, batch, given, READ_OPTIONS);
  const { businessUnitId } = options;
  const query: ReadQuery = { channel: "EMAIL" };
  if (businessUnitId !== undefined) query.businessUnitId = businessUnitId;
  const request = createRequest(settings, called.operation, query, batch);
  const success = await place({ ...plan, request, validators: called.validators });
  const outcomes = decideReadBacks(batch, success.reply, businessUnitId);
  return { outcomes, response: responseOf(success) };
}

function place(plan: CallPlan): Promise<Success> {
  return plan.settings.slot.line?.call(plan, makeCall) ?? makeCall(plan);
}

function responseOf<Body>({ response }: Success): ResponseInfo<Body> {
  // The validators of the operation have judged the body by the schema that its type is made from.
  return response as ResponseInfo<Body>;
}
