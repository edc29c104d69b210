import {
  $batchReadUnsubscribeAll,
  $batchUnsubscribeAll,
  $readUnsubscribeAllForContact,
  $unsubscribeAllForContact,
} from "../../generated/operations.js";
import type {
  BatchReadUnsubscribeAllResponse,
  BatchUnsubscribeAllResponse,
  ReadUnsubscribeAllForContactResponse,
  UnsubscribeAllForContactResponse,
} from "../../generated/schemas.js";
import {
  $batchReadUnsubscribeAllResponses,
  $batchUnsubscribeAllResponses,
  $readUnsubscribeAllForContactResponses,
  $unsubscribeAllForContactResponses,
} from "../../generated/validators.js";
import { readBatch, readSingle } from "../outcome/batch.js";
import { countOutcomes, isOptedOut } from "../outcome/outcome.js";
import { countReadBacks, isConfirmed } from "../outcome/read-back.js";
import { createAccountReader, type AccountReader } from "./account.js";
import {
  optOut,
  readBack,
  type BatchReadUnsubscribeAllOptions,
  type BatchUnsubscribeAllOptions,
} from "./address-calls.js";
import { register } from "./internals.js";
import { readOptions, type ClientOptions, type Settings } from "./options.js";
import {
  createResult,
  createSingleResult,
  type BatchResult,
  type ReadBackResult,
  type SingleReadBack,
  type SingleResult,
} from "./result.js";

/** Options of one call of `unsubscribeAllForContact`. */
export type UnsubscribeAllForContactOptions = BatchUnsubscribeAllOptions;
/** Options of one call of `readUnsubscribeAllForContact`. */
export type ReadUnsubscribeAllForContactOptions = BatchReadUnsubscribeAllOptions;

/** What `createClient` returns: one method for each operation. */
export interface HubSpotClient {
  /**
   * Opts addresses out of all marketing e-mail of the account, or of one brand. No single call
   * undoes it.
   *
   * Addresses are matched without regard to the case of ASCII letters and to blanks at their ends;
   * a duplicate is sent once, in its first spelling.
   *
   * @param addresses From 1 up to `maxAddressesPerCall`.
   * @throws {TypeError} for a wrong argument; nothing is sent.
   * @throws {HubSpotError} for a call that failed; `mayHaveBeenApplied` says what that leaves open.
   * @throws the reason of a signal that was aborted.
   *
   * @example
   * ```ts
   * const result = await client.batchUnsubscribeAll(["ana@example.com", "ben@example.org"]);
   * for (const { address, outcome } of result.outcomes) console.log(outcome, address);
   * ```
   * @see {@link https://developers.hubspot.com/docs/api-reference/latest/communication-preferences/status/batch/unsubscribe-contacts-batch}
   */
  batchUnsubscribeAll(
    addresses: readonly string[],
    options?: BatchUnsubscribeAllOptions,
  ): Promise<BatchResult<BatchUnsubscribeAllResponse>>;

  /**
   * Reads back which addresses HubSpot records as opted out of the whole account, or of the named brand. Without a brand,
   * only an opt-out of the whole account counts as confirmed. How soon a read shows what `batchUnsubscribeAll` has done is
   * not documented. The token needs the batch read scope.
   *
   * @param addresses From 1 up to `maxAddressesPerCall`; matched as by `batchUnsubscribeAll`.
   * @throws {TypeError} for a wrong argument; nothing is sent.
   * @throws {HubSpotError} for a call that failed.
   *
   * @example
   * ```ts
   * const { outcomes } = await client.batchReadUnsubscribeAll(["ana@example.com"]);
   * const isOut = outcomes[0]?.outcome === "confirmed";
   * ```
   */
  batchReadUnsubscribeAll(
    addresses: readonly string[],
    options?: BatchReadUnsubscribeAllOptions,
  ): Promise<ReadBackResult<BatchReadUnsubscribeAllResponse>>;

  /**
   * Opts one address out, for an account without Marketing Hub Enterprise; otherwise as `batchUnsubscribeAll` does. The
   * address is part of the URL, percent-encoded, and so appears in the logs of HubSpot and of every proxy on the way; hooks
   * and errors of this client show the path without it.
   *
   * @throws {TypeError} for a wrong argument; nothing is sent.
   * @throws {HubSpotError} for a call that failed; `mayHaveBeenApplied` says what that leaves open.
   *
   * @example
   * ```ts
   * const { complete, outcome } = await client.unsubscribeAllForContact("ana@example.com");
   * if (!complete) console.error(outcome.reason);
   * ```
   */
  unsubscribeAllForContact(
    address: string,
    options?: UnsubscribeAllForContactOptions,
  ): Promise<SingleResult<UnsubscribeAllForContactResponse>>;

  /**
   * Reads one address back, as `batchReadUnsubscribeAll` does for many; an empty answer means that it
   * is not out. The address stands in the URL, as with `unsubscribeAllForContact`.
   *
   * @throws {TypeError} for a wrong argument; nothing is sent.
   * @throws {HubSpotError} for a call that failed.
   *
   * @example
   * ```ts
   * const { outcome } = await client.readUnsubscribeAllForContact("ana@example.com");
   * if (outcome.outcome === "not-confirmed") console.log("not out");
   * ```
   */
  readUnsubscribeAllForContact(
    address: string,
    options?: ReadUnsubscribeAllForContactOptions,
  ): Promise<SingleReadBack<ReadUnsubscribeAllForContactResponse>>;
}

const { size } = $batchUnsubscribeAll.batch;

/**
 * The most addresses in one call. HubSpot documents no limit: this is the default of the description, and HubSpot may
 * refuse fewer.
 */
export const maxAddressesPerCall: number = size;

/**
 * A client for HubSpot's unsubscribe-all, of many addresses or of one, and for reading back what it has done. Create one
 * per account and share it, since its calls, jobs and queues share one pace.
 *
 * @throws {TypeError} that names the option that is wrong.
 *
 * @example
 * ```ts
 * const client = createClient({ accessToken: process.env.HUBSPOT_ACCESS_TOKEN ?? "" });
 * ```
 */
export function createClient(options: ClientOptions): HubSpotClient {
  const settings = readOptions(options);
  return makeClient(settings, createAccountReader(settings), settings.account);
}

function makeClient(
  unguarded: Settings,
  accounts: AccountReader,
  account: number | undefined,
): HubSpotClient {
  // Lets a call pass with a token of this account alone.
  const guard =
    account === undefined ? undefined : (token: string) => accounts.check(token, account);
  const settings = { ...unguarded, guard };
  // Async, so that a wrong argument is a rejection like everything else.
  const client: HubSpotClient = {
    batchUnsubscribeAll: async (addresses, given = {}) => {
      const called = { operation: $batchUnsubscribeAll, validators: $batchUnsubscribeAllResponses };
      const { outcomes, response } = await optOut<BatchUnsubscribeAllResponse>(
        settings,
        called,
        readBatch(addresses, size),
        given,
      );
      return createResult(outcomes, isOptedOut, countOutcomes(outcomes), response);
    },
    batchReadUnsubscribeAll: async (addresses, given = {}) => {
      const called = {
        operation: $batchReadUnsubscribeAll,
        validators: $batchReadUnsubscribeAllResponses,
      };
      const { outcomes, response } = await readBack<BatchReadUnsubscribeAllResponse>(
        settings,
        called,
        readBatch(addresses, size),
        given,
      );
      return createResult(outcomes, isConfirmed, countReadBacks(outcomes), response);
    },
    unsubscribeAllForContact: async (address, given = {}) => {
      const called = {
        operation: $unsubscribeAllForContact,
        validators: $unsubscribeAllForContactResponses,
      };
      const { outcomes, response } = await optOut<UnsubscribeAllForContactResponse>(
        settings,
        called,
        readSingle(address),
        given,
      );
      return createSingleResult(outcomes, isOptedOut, response);
    },
    readUnsubscribeAllForContact: async (address, given = {}) => {
      const called = {
        operation: $readUnsubscribeAllForContact,
        validators: $readUnsubscribeAllForContactResponses,
      };
      const { outcomes, response } = await readBack<ReadUnsubscribeAllForContactResponse>(
        settings,
        called,
        readSingle(address),
        given,
      );
      return createSingleResult(outcomes, isConfirmed, response);
    },
  };
  const { baseUrl: server, apiVersion, signal, slot } = settings;
  const boundTo = (to: number): HubSpotClient => makeClient(settings, accounts, to);
  register(client, { server, apiVersion, accounts, boundTo, signal, slot, hooks: settings });
  return client;
}
