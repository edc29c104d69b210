import type { Client } from "openapi-fetch";
import { batchUnsubscribeAll } from "../generated/client.js";
import { operations } from "../generated/operations.js";
import type { BatchUnsubscribeAllResponse } from "../generated/schemas.js";
import type { paths } from "../generated/types.js";
import { batchUnsubscribeAll as validators } from "../generated/validators.js";
import { readBatch, type Batch } from "./outcome/batch.js";
import { concludeCall, type Success } from "./call/conclude.js";
import { refuseUnknown, type NamesOf } from "./known-names.js";
import { checkSignal, readOptions, type ClientOptions, type Settings } from "./options.js";
import { countOutcomes, decideOutcomes, isSettled } from "./outcome/outcome.js";
import type { BatchResult, ResponseInfo } from "./call/result.js";
import { createTransport } from "./call/transport.js";

export interface BatchUnsubscribeAllOptions {
  /**
   * The brand, 0 for the account's default brand. Left out, so is the parameter: which brands that
   * stands for is not documented, and with the Brands add-on others may still mail.
   */
  businessUnitId?: number | undefined;
  /**
   * Ask for the statuses of each address, so that its outcome is proven by them and not only by the
   * absence of an error.
   * @default false
   */
  verbose?: boolean | undefined;
  /** Aborts this call, which then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

export interface HubSpotClient {
  /**
   * Opts addresses out of all marketing e-mail of the account, or of one brand. There is no way
   * back in bulk.
   *
   * Addresses are matched without regard to the case of ASCII letters and to blanks at their ends;
   * a duplicate is sent once, in its first spelling.
   *
   * @param addresses From 1 up to the cap of the description, 100.
   * @throws {TypeError} for a wrong argument; nothing is sent.
   * @throws {HubSpotError} for a call that failed; `mayHaveBeenApplied` says what that leaves open.
   */
  batchUnsubscribeAll(
    addresses: readonly string[],
    options?: BatchUnsubscribeAllOptions,
  ): Promise<BatchResult<BatchUnsubscribeAllResponse>>;
}

const CALL_OPTIONS: NamesOf<BatchUnsubscribeAllOptions> = {
  businessUnitId: true,
  verbose: true,
  signal: true,
};

/**
 * A client for HubSpot's batch unsubscribe-all.
 *
 * @throws {TypeError} that names the option that is wrong.
 */
export function createClient(options: ClientOptions): HubSpotClient {
  const settings = readOptions(options);
  const transport = createTransport(settings.baseUrl);
  return {
    // Async, so that a wrong argument is a rejection like everything else.
    batchUnsubscribeAll: async (addresses, callOptions = {}) =>
      unsubscribe(settings, transport, addresses, callOptions),
  };
}

async function unsubscribe(
  settings: Settings,
  transport: Client<paths>,
  addresses: readonly string[],
  options: BatchUnsubscribeAllOptions,
): Promise<BatchResult<BatchUnsubscribeAllResponse>> {
  const operation = operations.batchUnsubscribeAll;
  const batch = readBatch(addresses, operation.batch.size);
  if (typeof options !== "object" || options === null) {
    throw new TypeError("the options of a call must be an object");
  }
  refuseUnknown(operation.operationId, options, CALL_OPTIONS);
  const { businessUnitId, verbose = false, signal } = options;
  if (
    businessUnitId !== undefined &&
    !(Number.isSafeInteger(businessUnitId) && businessUnitId >= 0)
  ) {
    throw new TypeError("businessUnitId must be an integer of at least 0");
  }
  if (typeof verbose !== "boolean") throw new TypeError("verbose must be a boolean");
  checkSignal(signal);
  // 0 is a brand; what is undefined is left out of the query.
  const query = {
    channel: "EMAIL" as const,
    ...(businessUnitId === undefined ? undefined : { businessUnitId }),
    ...(verbose ? { verbose } : undefined),
  };
  const body = JSON.stringify({ inputs: batch.inputs });
  const success = await concludeCall({
    operation,
    settings,
    signal,
    addresses: batch.inputs,
    validators: validators.responses,
    send: (init) =>
      batchUnsubscribeAll(transport, {
        ...init,
        params: { query },
        body: { inputs: [...batch.inputs] },
        // Made once: each attempt sends the same bytes.
        bodySerializer: () => body,
      }),
  });
  return createResult(batch, success, verbose);
}

function createResult(
  batch: Batch,
  success: Success,
  verbose: boolean,
): BatchResult<BatchUnsubscribeAllResponse> {
  const outcomes = decideOutcomes(batch, success.body, verbose);
  const counts = countOutcomes(outcomes);
  // The validators have judged the body by the schema that its type is made from.
  const response = success.response as ResponseInfo<BatchUnsubscribeAllResponse>;
  return outcomes.every(isSettled)
    ? { complete: true, outcomes, counts, response }
    : { complete: false, outcomes, counts, response };
}
