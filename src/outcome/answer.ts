import type { BatchError, BatchUnsubscribeAllResponse } from "../../generated/schemas.js";
import {
  foreignMember,
  isObject,
  listMember,
  member,
  textMember,
  type JsonObject,
} from "../text/json.js";
import type { Foreign } from "../text/redact.js";

/** What `errors[]` says of one address. */
export interface Rejection {
  readonly category: Foreign | undefined;
  readonly message: Foreign | undefined;
  readonly context: JsonObject;
}

/** What `results[]` says of one address, over all its entries. */
export interface Evidence {
  /** The statuses that can be laid to the address, as they came. */
  readonly statuses: unknown[];
  /** A list of statuses was given, if only an empty one. */
  listed: boolean;
  /** There are statuses that cannot be read, or that name another address than their entry. */
  unreadable: boolean;
}

/** The body of a 2xx, ordered by address. */
export interface Answer {
  /** The envelope does not say that the batch is still to be done, or was not done. */
  readonly finished: boolean;
  /** By the address as it was sent. */
  readonly rejections: ReadonlyMap<string, Rejection>;
  /** There is an error, or a part that cannot be read, that may be about any address. */
  readonly unnamedError: boolean;
  /** By the address as it was sent. */
  readonly evidence: ReadonlyMap<string, Evidence>;
}

type Finder = (text: string) => string | undefined;

/**
 * Reads the envelope of a batch answer as well as it can be read, whether it keeps the contract or
 * not. What cannot be read is taken for bad news.
 *
 * @param list The member of an entry that holds its statuses.
 * @param find Finds whom a text means among the addresses of the call.
 * @param only The address of a call on one: every error is about it, and `results` are its statuses.
 */
export function readAnswer(
  body: JsonObject,
  list: string,
  find: Finder,
  only?: string | undefined,
): Answer {
  const rejections = new Map<string, Rejection>();
  const evidence = new Map<string, Evidence>();
  const named = readErrors(body, find, rejections, only);
  const entries =
    only === undefined
      ? listMember<BatchUnsubscribeAllResponse>(body, "results")
      : [
          {
            subscriberIdString: only,
            [list]: member<BatchUnsubscribeAllResponse>(body, "results"),
          },
        ];
  const attributed = readResults(entries, list, find, evidence) && isListOrAbsent(body, "results");
  return {
    finished: isFinished(member<BatchUnsubscribeAllResponse>(body, "status") ?? undefined),
    rejections,
    unnamedError: !named || !attributed,
    evidence,
  };
}

/** A guide of HubSpot's shows SUCCESS, which its description does not list. */
function isFinished(status: unknown): boolean {
  return status === undefined || status === "COMPLETE" || status === "SUCCESS";
}

/** Collects the errors by address; false where one names nobody. */
function readErrors(
  body: JsonObject,
  find: Finder,
  rejections: Map<string, Rejection>,
  only: string | undefined,
): boolean {
  let allNamed = isListOrAbsent(body, "errors");
  const errors = listMember<BatchUnsubscribeAllResponse>(body, "errors");
  for (const error of errors) {
    let named = readError(error, undefined, find, rejections);
    for (const detail of listMember(error, "errors")) {
      named = readError(detail, error, find, rejections) || named;
    }
    if (!named && only !== undefined) {
      if (!rejections.has(only)) rejections.set(only, rejectionOf(error, undefined));
      named = true;
    }
    allNamed &&= named;
  }
  const count = member<BatchUnsubscribeAllResponse>(body, "numErrors") ?? 0;
  // A deep list would overflow the stack of `Number`.
  return allNamed && typeof count !== "object" && Number(count) <= errors.length;
}

function readError(
  error: unknown,
  parent: unknown,
  find: Finder,
  rejections: Map<string, Rejection>,
): boolean {
  const context = member<BatchError>(error, "context");
  // HubSpot also prints the map as one string. Taking that apart would be guessing who is meant.
  if (!isObject(context)) return false;
  const named = new Set<string>();
  for (const value of Object.values(context)) collectNamed(value, find, named);
  const rejection = rejectionOf(error, parent);
  for (const key of named) if (!rejections.has(key)) rejections.set(key, rejection);
  return named.size > 0;
}

function rejectionOf(error: unknown, parent: unknown): Rejection {
  const context = member<BatchError>(error, "context");
  return {
    category:
      foreignMember<BatchError>(error, "category") ?? foreignMember<BatchError>(parent, "category"),
    message:
      foreignMember<BatchError>(error, "message") ?? foreignMember<BatchError>(parent, "message"),
    context: isObject(context) ? context : {},
  };
}

function collectNamed(value: unknown, find: Finder, named: Set<string>): void {
  for (const text of Array.isArray(value) ? value : [value]) {
    const sent = typeof text === "string" ? find(text) : undefined;
    if (sent !== undefined) named.add(sent);
  }
}

/** Collects the statuses by address; false where some belong to nobody. */
function readResults(
  entries: readonly unknown[],
  list: string,
  find: Finder,
  evidence: Map<string, Evidence>,
): boolean {
  let attributed = true;
  for (const entry of entries) {
    const address = textMember(entry, "subscriberIdString");
    if (address === undefined) {
      // An entry without an address and without statuses says nothing; one with them may be anyone's.
      if (!isObject(entry) || member(entry, list) != null) attributed = false;
      continue;
    }
    const sent = find(address);
    // Somebody who was not in the call.
    if (sent === undefined) continue;
    let found = evidence.get(sent);
    if (found === undefined) {
      found = { statuses: [], listed: false, unreadable: false };
      evidence.set(sent, found);
    }
    if (Array.isArray(member(entry, list))) found.listed = true;
    else if (member(entry, list) != null) found.unreadable = true;
    for (const status of listMember(entry, list)) {
      const owner: string = textMember(status, "subscriberIdString") ?? address;
      const isOwn = owner === address || find(owner) === sent;
      if (textMember(status, "status") !== undefined && isOwn) {
        found.statuses.push(status);
      } else {
        found.unreadable = true;
      }
    }
  }
  return attributed;
}

function isListOrAbsent(value: unknown, name: string): boolean {
  const list = member(value, name) ?? [];
  return Array.isArray(list);
}
