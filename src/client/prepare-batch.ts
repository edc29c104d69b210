import type { Operation } from "../../generated/operations.js";
import { refuseUnknown, type NamesOf } from "./known-names.js";
import { checkFunction, checkSignal, readCount, type Settings } from "./options.js";
import { readBatch, type Batch } from "../outcome/batch.js";
import type { CallPlan } from "./conclude.js";

/** What every call on a batch of addresses can be told. */
export interface BatchCallOptions {
  /**
   * The brand, 0 for the account's default brand. Left out, so is the parameter: which brands that
   * stands for is not documented, and with the Brands add-on others may still mail.
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

/** A call on a batch whose arguments are in order. */
export interface PreparedBatch {
  readonly batch: Batch;
  readonly plan: Pick<CallPlan, "operation" | "settings" | "signal" | "onBegun" | "addresses">;
  readonly query: { readonly channel: "EMAIL"; readonly businessUnitId?: number };
  /** For the generated function. */
  readonly request: {
    readonly body: { readonly inputs: string[] };
    readonly bodySerializer: () => string;
  };
}

/** An operation whose body is a list of so many addresses. */
type BatchOperation = Operation & { readonly batch: NonNullable<Operation["batch"]> };

/**
 * Checks the arguments of a call on a batch.
 *
 * @param names The options that the call has.
 * @throws {TypeError} that names the argument that is wrong and quotes no address.
 */
export function prepareBatch<Options extends BatchCallOptions>(
  settings: Settings,
  operation: BatchOperation,
  addresses: readonly string[],
  options: Options,
  names: NamesOf<Options>,
): PreparedBatch {
  const batch = readBatch(addresses, operation.batch.size);
  if (typeof options !== "object" || options === null) {
    throw new TypeError("the options of a call must be an object");
  }
  refuseUnknown(operation.operationId, options, names);
  const { businessUnitId, signal, retries, onBegun } = options;
  if (
    businessUnitId !== undefined &&
    !(Number.isSafeInteger(businessUnitId) && businessUnitId >= 0)
  ) {
    throw new TypeError("businessUnitId must be an integer of at least 0");
  }
  checkSignal(signal);
  if (onBegun !== undefined) checkFunction("onBegun", onBegun);
  const inputs = [...batch.inputs];
  const body = JSON.stringify({ inputs });
  return {
    batch,
    plan: {
      operation,
      settings:
        retries === undefined
          ? settings
          : { ...settings, retries: readCount("retries", retries, 0) },
      signal,
      onBegun,
      addresses: inputs,
    },
    // 0 is a brand; what is undefined is left out of the query.
    query: { channel: "EMAIL", ...(businessUnitId === undefined ? undefined : { businessUnitId }) },
    // Made once: each attempt sends the same bytes.
    request: { body: { inputs }, bodySerializer: () => body },
  };
}
