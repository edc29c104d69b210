import {
  $batchReadUnsubscribeAll as readOperation,
  $batchUnsubscribeAll as unsubscribeOperation,
} from "../../generated/operations.js";
import type {
  BatchReadUnsubscribeAllResponse,
  BatchUnsubscribeAllResponse,
} from "../../generated/schemas.js";
import type { operations as Described } from "../../generated/types.js";
import {
  $batchReadUnsubscribeAllResponses as readValidators,
  $batchUnsubscribeAllResponses as unsubscribeValidators,
} from "../../generated/validators.js";
import { countOutcomes, decideOutcomes, isOptedOut, showOutcome } from "../outcome/outcome.js";
import { countReadBacks, decideReadBacks, isConfirmed } from "../outcome/read-back.js";
import { makeCall } from "./call.js";
import { register } from "./internals.js";
import type { NamesOf } from "./known-names.js";
import { readOptions, type ClientOptions, type Settings } from "./options.js";
import { prepareBatch, type BatchCallOptions } from "./prepare-batch.js";
import { createRequest } from "./request.js";
import {
  createResult,
  type BatchResult,
  type ReadBackResult,
  type ResponseInfo,
} from "./result.js";

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

/** What `createClient` returns: one method for each operation. */
export interface HubSpotClient {
  /**
   * Opts addresses out of all marketing e-mail of the account, or of one brand. There is no way
   * back in bulk.
   *
   * Addresses are matched without regard to the case of ASCII letters and to blanks at their ends;
   * a duplicate is sent once, in its first spelling.
   *
   * @param addresses From 1 up to `maxAddressesPerCall`.
   * @throws {TypeError} for a wrong argument; nothing is sent.
   * @throws {HubSpotError} for a call that failed; `mayHaveBeenApplied` says what that leaves open.
   */
  batchUnsubscribeAll(
    addresses: readonly string[],
    options?: BatchUnsubscribeAllOptions,
  ): Promise<BatchResult<BatchUnsubscribeAllResponse>>;

  /**
   * Reads back which addresses HubSpot has down as out of the whole account, or of the brand that is
   * named. Without a brand, only an opt-out of the whole account confirms. How soon a read shows what
   * `batchUnsubscribeAll` has done is not documented. The token needs the batch read scope.
   *
   * @param addresses From 1 up to `maxAddressesPerCall`; matched as by `batchUnsubscribeAll`.
   * @throws {TypeError} for a wrong argument; nothing is sent.
   * @throws {HubSpotError} for a call that failed.
   */
  batchReadUnsubscribeAll(
    addresses: readonly string[],
    options?: BatchReadUnsubscribeAllOptions,
  ): Promise<ReadBackResult<BatchReadUnsubscribeAllResponse>>;
}

/**
 * The most addresses that one call takes. HubSpot documents no cap: it is the default of the
 * description, and an account may be refused fewer.
 */
export const maxAddressesPerCall: number = unsubscribeOperation.batch.size;

const READ_OPTIONS: NamesOf<BatchReadUnsubscribeAllOptions> = {
  businessUnitId: true,
  signal: true,
  retries: true,
  onBegun: true,
};
const UNSUBSCRIBE_OPTIONS: NamesOf<BatchUnsubscribeAllOptions> = { ...READ_OPTIONS, verbose: true };

/**
 * A client for HubSpot's batch unsubscribe-all, and for reading back what it has done.
 *
 * @throws {TypeError} that names the option that is wrong.
 */
export function createClient(options: ClientOptions): HubSpotClient {
  const settings = readOptions(options);
  // Async, so that a wrong argument is a rejection like everything else.
  const client: HubSpotClient = {
    batchUnsubscribeAll: async (addresses, callOptions = {}) =>
      unsubscribe(settings, addresses, callOptions),
    batchReadUnsubscribeAll: async (addresses, callOptions = {}) =>
      readBack(settings, addresses, callOptions),
  };
  register(client, { server: settings.baseUrl, signal: settings.signal, hooks: settings });
  return client;
}

type UnsubscribeAll = Described["batchUnsubscribeAll"];
type ReadUnsubscribeAll = Described["batchReadUnsubscribeAll"];

async function unsubscribe(
  settings: Settings,
  addresses: readonly string[],
  given: BatchUnsubscribeAllOptions,
): Promise<BatchResult<BatchUnsubscribeAllResponse>> {
  const operation = unsubscribeOperation;
  const names = UNSUBSCRIBE_OPTIONS;
  const { batch, options, plan } = prepareBatch(settings, operation, addresses, given, names);
  const { businessUnitId, verbose = true } = options;
  if (typeof verbose !== "boolean") throw new TypeError("verbose must be a boolean");
  const query: UnsubscribeAll["parameters"]["query"] = { channel: "EMAIL" };
  // 0 is a brand.
  if (businessUnitId !== undefined) query.businessUnitId = businessUnitId;
  if (verbose) query.verbose = true;
  type Body = UnsubscribeAll["requestBody"]["content"]["application/json"];
  const body: Body = { inputs: [...batch.inputs] };
  const request = createRequest(settings.baseUrl, operation, query, body);
  const success = await makeCall({ ...plan, request, validators: unsubscribeValidators });
  const { redact, text } = success;
  const decided = decideOutcomes(batch, success.body, verbose, success.appliedBefore);
  const outcomes = decided.map((outcome) => showOutcome(outcome, redact, text));
  // The validators have judged the body by the schema that its type is made from.
  const response = success.response as ResponseInfo<BatchUnsubscribeAllResponse>;
  return createResult(outcomes, isOptedOut, countOutcomes(outcomes), response);
}

async function readBack(
  settings: Settings,
  addresses: readonly string[],
  given: BatchReadUnsubscribeAllOptions,
): Promise<ReadBackResult<BatchReadUnsubscribeAllResponse>> {
  const operation = readOperation;
  const { batch, options, plan } = prepareBatch(
    settings,
    operation,
    addresses,
    given,
    READ_OPTIONS,
  );
  const { businessUnitId } = options;
  const query: ReadUnsubscribeAll["parameters"]["query"] = { channel: "EMAIL" };
  if (businessUnitId !== undefined) query.businessUnitId = businessUnitId;
  type Body = ReadUnsubscribeAll["requestBody"]["content"]["application/json"];
  const body: Body = { inputs: [...batch.inputs] };
  const request = createRequest(settings.baseUrl, operation, query, body);
  const success = await makeCall({ ...plan, request, validators: readValidators });
  const outcomes = decideReadBacks(batch, success.body, businessUnitId);
  // As above.
  const response = success.response as ResponseInfo<BatchReadUnsubscribeAllResponse>;
  return createResult(outcomes, isConfirmed, countReadBacks(outcomes), response);
}
