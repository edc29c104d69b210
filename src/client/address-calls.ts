import type { Operation } from "../../generated/operations.js";
import type { operations as Described } from "../../generated/types.js";
import type { Batch } from "../outcome/batch.js";
import { decideOutcomes, showOutcome, type Outcome } from "../outcome/outcome.js";
import { decideReadBacks, type ReadBack } from "../outcome/read-back.js";
import { readMembers, type NamesOf } from "../text/known-names.js";
import { makeCall, type Success } from "./call.js";
import type { ResponseValidators } from "./contract.js";
import {
  checkBusinessUnit,
  checkFunction,
  checkSignal,
  readCount,
  type Settings,
} from "./options.js";
import { createRequest, type Query } from "./request.js";
import type { ResponseInfo } from "./result.js";

/** What every call on addresses can be told. */
export interface BatchCallOptions {
  /**
   * The number of the brand; 0 is the account's default brand. HubSpot does not document which brands a call without one
   * applies to: with the Brands add-on, the other brands may still send mail.
   * @default no brand is named
   */
  businessUnitId?: number | undefined;
  /** Aborts this call, which then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Repeats after the first attempt, 0 for one attempt only. @default the client's */
  retries?: number | undefined;
  /**
   * Called before each attempt, right before `fetch` is: until then nothing was sent, from then on
   * the request may be carried out, whatever the call rejects with. What it throws is ignored.
   */
  onBegun?: (() => unknown) | undefined;
}

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

/** The members that a query of an operation may have. */
type QueryOf<Name extends keyof Described> = Described[Name]["parameters"] extends {
  query?: infer Members extends object;
}
  ? { readonly [Each in keyof Members]: Members[Each] | undefined }
  : never;

/** Opts the addresses of a call out. */
export async function optOut<Body>(
  settings: Settings,
  called: AddressOperation,
  batch: Batch,
  given: BatchUnsubscribeAllOptions,
): Promise<Answered<Outcome, Body>> {
  const options = readMembers(called.operation.operationId, given, UNSUBSCRIBE_OPTIONS);
  const { businessUnitId, verbose = true } = options;
  if (typeof verbose !== "boolean") throw new TypeError("verbose must be a boolean");
  const query: QueryOf<"batchUnsubscribeAll" | "unsubscribeAllForContact"> = {
    channel: "EMAIL",
    businessUnitId,
    verbose: verbose || undefined,
  };
  const success = await callOn(settings, called, batch, options, query);
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
  const options = readMembers(called.operation.operationId, given, READ_OPTIONS);
  const { businessUnitId } = options;
  const query: QueryOf<"batchReadUnsubscribeAll" | "readUnsubscribeAllForContact"> = {
    channel: "EMAIL",
    businessUnitId,
  };
  const success = await callOn(settings, called, batch, options, query);
  const outcomes = decideReadBacks(batch, success.reply, businessUnitId);
  return { outcomes, response: responseOf(success) };
}

/** @throws {TypeError} that names the option that is wrong */
async function callOn(
  settings: Settings,
  { operation, validators }: AddressOperation,
  batch: Batch,
  { businessUnitId, signal, retries = settings.retries, onBegun }: BatchCallOptions,
  query: Query,
): Promise<Success> {
  checkBusinessUnit(businessUnitId);
  checkSignal(signal);
  checkFunction("onBegun", onBegun);
  const plan = {
    ...{ operation, validators, signal, onBegun, addresses: batch.inputs },
    settings: { ...settings, retries: readCount("retries", retries, 0) },
    request: createRequest(settings, operation, query, batch),
  };
  return settings.slot.line?.call(plan, makeCall) ?? makeCall(plan);
}

function responseOf<Body>({ response }: Success): ResponseInfo<Body> {
  // The validators of the operation have judged the body by the schema that its type is made from.
  return response as ResponseInfo<Body>;
}
