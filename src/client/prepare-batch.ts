import type { Operation } from "../../generated/operations.js";
import type { Batch } from "../outcome/batch.js";
import type { CallPlan } from "./call.js";
import { readMembers, type NamesOf } from "../text/known-names.js";
import { checkFunction, checkSignal, readCount, type Settings } from "./options.js";

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

/** A call on addresses whose arguments are in order. */
export interface PreparedBatch<Options> {
  readonly options: Options;
  readonly plan: Pick<CallPlan, "operation" | "settings" | "signal" | "onBegun" | "addresses">;
}

/**
 * Checks the options of a call on addresses.
 *
 * @param names The options that the call has.
 * @throws {TypeError} that names the option that is wrong.
 */
export function prepareBatch<Options extends BatchCallOptions>(
  settings: Settings,
  operation: Operation,
  batch: Batch,
  given: Options,
  names: NamesOf<Options>,
): PreparedBatch<Options> {
  const options = readMembers(operation.operationId, given, names);
  const { businessUnitId, signal, retries, onBegun } = options;
  if (businessUnitId !== undefined) readCount("businessUnitId", businessUnitId, 0);
  checkSignal(signal);
  if (onBegun !== undefined) checkFunction("onBegun", onBegun);
  return {
    options,
    plan: {
      operation,
      settings:
        retries === undefined
          ? settings
          : { ...settings, retries: readCount("retries", retries, 0) },
      signal,
      onBegun,
      addresses: batch.inputs,
    },
  };
}
