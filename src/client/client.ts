import type { Client } from "openapi-fetch";
import { batchReadUnsubscribeAll, batchUnsubscribeAll } from "../../generated/client.js";
import { operations } from "../../generated/operations.js";
import type {
  BatchReadUnsubscribeAllResponse,
  BatchUnsubscribeAllResponse,
} from "../../generated/schemas.js";
import type { paths } from "../../generated/types.js";
import * as validators from "../../generated/validators.js";
import { concludeCall } from "./conclude.js";
import { register } from "./internals.js";
import { prepareBatch, type BatchCallOptions } from "./prepare-batch.js";
import {
  createResult,
  type BatchResult,
  type ReadBackResult,
  type ResponseInfo,
} from "./result.js";
import { createTransport } from "./transport.js";
import type { NamesOf } from "./known-names.js";
import { readOptions, type ClientOptions, type Settings } from "./options.js";
import { countOutcomes, decideOutcomes, isSettled } from "../outcome/outcome.js";
import { countReadBacks, decideReadBacks, isConfirmed } from "../outcome/read-back.js";

export interface BatchUnsubscribeAllOptions extends BatchCallOptions {
  /**
   * Ask for the statuses of each address, so that its outcome is proven by them and not only by the
   * absence of an error.
   * @default false
   */
  verbose?: boolean | undefined;
}

export type BatchReadUnsubscribeAllOptions = BatchCallOptions;

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
export const maxAddressesPerCall: number = operations.batchUnsubscribeAll.batch.size;

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
  const transport = createTransport(settings.baseUrl);
  // Async, so that a wrong argument is a rejection like everything else.
  const client: HubSpotClient = {
    batchUnsubscribeAll: async (addresses, callOptions = {}) =>
      unsubscribe(settings, transport, addresses, callOptions),
    batchReadUnsubscribeAll: async (addresses, callOptions = {}) =>
      readBack(settings, transport, addresses, callOptions),
  };
  register(client, { server: settings.baseUrl, hooks: settings });
  return client;
}

async function unsubscribe(
  settings: Settings,
  transport: Client<paths>,
  addresses: readonly string[],
  options: BatchUnsubscribeAllOptions,
): Promise<BatchResult<BatchUnsubscribeAllResponse>> {
  const operation = operations.batchUnsubscribeAll;
  const { batch, plan, query, request } = prepareBatch(
    settings,
    operation,
    addresses,
    options,
    UNSUBSCRIBE_OPTIONS,
  );
  const { verbose = false } = options;
  if (typeof verbose !== "boolean") throw new TypeError("verbose must be a boolean");
  const params = { query: { ...query, ...(verbose ? { verbose } : undefined) } };
  const success = await concludeCall({
    ...plan,
    validators: validators.batchUnsubscribeAll.responses,
    send: (init) => batchUnsubscribeAll(transport, { ...init, ...request, params }),
  });
  const outcomes = decideOutcomes(batch, success.body, verbose, success.appliedBefore);
  // The validators have judged the body by the schema that its type is made from.
  const response = success.response as ResponseInfo<BatchUnsubscribeAllResponse>;
  return createResult(outcomes, isSettled, countOutcomes(outcomes), response);
}

async function readBack(
  settings: Settings,
  transport: Client<paths>,
  addresses: readonly string[],
  options: BatchReadUnsubscribeAllOptions,
): Promise<ReadBackResult<BatchReadUnsubscribeAllResponse>> {
  const operation = operations.batchReadUnsubscribeAll;
  const { batch, plan, query, request } = prepareBatch(
    settings,
    operation,
    addresses,
    options,
    READ_OPTIONS,
  );
  const success = await concludeCall({
    ...plan,
    validators: validators.batchReadUnsubscribeAll.responses,
    send: (init) => batchReadUnsubscribeAll(transport, { ...init, ...request, params: { query } }),
  });
  const outcomes = decideReadBacks(batch, success.body, query.businessUnitId);
  // As above.
  const response = success.response as ResponseInfo<BatchReadUnsubscribeAllResponse>;
  return createResult(outcomes, isConfirmed, countReadBacks(outcomes), response);
}
