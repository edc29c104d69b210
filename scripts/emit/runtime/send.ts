import type { FetchOptions } from "openapi-fetch";
import { cookies, headers, path, query, type Rule, type Rules } from "./serialise.js";

/** What an operation takes beside its body: openapi-fetch's own options, apart from those that are decided here. */
export type Init<Operation> = Omit<FetchOptions<Operation>, "body" | Decided>;
type Decided = "parseAs" | "querySerializer" | "bodySerializer" | "pathSerializer";

/** What is sent as it is. */
export type Binary = Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer> | ReadableStream<Uint8Array>;

/** Another reading of a successful answer than the one that its media type asks for. */
export interface Readings {
  readonly json: unknown;
  readonly text: string;
  readonly blob: Blob;
  readonly arrayBuffer: ArrayBuffer;
  readonly stream: ReadableStream<Uint8Array> | null;
}
export type ParseAs = keyof Readings;

/** What an operation answers under these statuses, in all its media types; undefined where there is no body. */
export type Answer<
  Operation extends { responses: object },
  Status,
> = Status extends keyof Operation["responses"]
  ? Operation["responses"][Status] extends { content: infer Content }
    ? Content[keyof Content]
    : undefined
  : never;

/** The answer, as openapi-fetch gives it: `data` if the status is a success, else `error`. */
export type Result<Data, Failure, As = undefined> =
  | { data: As extends ParseAs ? Readings[As] : Data; error?: never; response: Response }
  | { data?: never; error: Failure; response: Response };

/** A body ready to be sent, and its `Content-Type`. */
type Written = readonly [body: unknown, type: string];
export type Serialise = (body: unknown, type: string, partHeaders?: PartHeaders) => Written;

type Scalar = string | number | boolean | null;
/** What a header can hold. */
export type HeaderValue = Scalar | readonly Scalar[] | Readonly<Record<string, Scalar>>;
/** The headers of each part of a multipart body; for a list of parts one for all, or one for each. */
type PartHeaders = Readonly<Record<string, object | readonly object[] | undefined>>;

/** How an operation's parts travel; what is left out has its default. */
export interface Plan {
  readonly path?: Rules;
  readonly query?: Rules;
  readonly header?: Rules;
  readonly cookie?: Rules;
  /** By media type; the first is the default. */
  readonly body?: Readonly<Record<string, Serialise>>;
  readonly parseAs?: ParseAs;
  /** Reads the answer instead, by its `Content-Type`. */
  readonly read?: (response: Response, body: unknown) => Promise<unknown>;
  /** The server of this operation, where that is not the description's. */
  readonly baseUrl?: string;
}

interface AnyInit {
  readonly params?: Readonly<Record<"path" | "query" | "header" | "cookie", object | undefined>>;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly partHeaders?: PartHeaders;
  readonly parseAs?: ParseAs;
}

interface AnyClient {
  request(
    method: string,
    path: string,
    init: object,
  ): Promise<{ data?: unknown; response: Response }>;
}

/** Sends a request as its description says, by the hooks of openapi-fetch. */
export async function send<Sent>(
  client: object,
  method: string,
  template: string,
  init: object,
  plan: Plan,
): Promise<Sent> {
  const { params, body, contentType, partHeaders, parseAs, ...rest }: AnyInit = init;
  const [payload, type] = body === undefined ? [] : serialise(body, contentType, plan, partHeaders);
  const cookie = cookies(params?.cookie, plan.cookie);
  // The cast: the client's own methods ask for the types of one path; what is passed here was checked before.
  const answer = await (client as AnyClient).request(method, template, {
    ...(plan.baseUrl === undefined ? {} : { baseUrl: plan.baseUrl }),
    ...(payload instanceof ReadableStream ? { duplex: "half" } : {}),
    ...rest,
    params: {
      path: params?.path ?? {},
      query: params?.query,
      header: {
        ...headers(params?.header, plan.header),
        ...(cookie === "" ? {} : { Cookie: cookie }),
        ...(type === undefined ? {} : { "Content-Type": type }),
      },
    },
    pathSerializer: path(plan.path),
    querySerializer: query(plan.query),
    body: payload,
    bodySerializer: (ready: unknown) => ready,
    parseAs: parseAs ?? (plan.read ? "stream" : (plan.parseAs ?? "json")),
  });
  const read = parseAs === undefined && "data" in answer ? plan.read : undefined;
  // The cast: the generated function declares what its operation answers.
  return (read ? { ...answer, data: await read(answer.response, answer.data) } : answer) as Sent;
}

function serialise(
  body: unknown,
  contentType: string | undefined,
  plan: Plan,
  partHeaders: PartHeaders | undefined,
): Written {
  const found = Object.entries(plan.body ?? {}).find(
    ([media]) => contentType === undefined || covers(media, contentType),
  );
  if (found === undefined) {
    throw new TypeError(`the operation takes no body of the type ${contentType ?? "any"}`);
  }
  return found[1](body, contentType ?? found[0], partHeaders);
}

/** Whether a media type is the same as another, or a range that holds it. */
function covers(media: string, type: string): boolean {
  const [start = "", end] = media.split("*");
  return end === undefined ? media === type : type.startsWith(start);
}

export const json: Serialise = (body, type) => [JSON.stringify(body), type];
export const text: Serialise = (body, type) => [String(body), type];
/** A range is no type: then the file itself says which one it is. */
export const binary: Serialise = (body, type) => {
  if (!type.includes("*")) return [body, type];
  return [body, (body instanceof Blob && body.type) || "application/octet-stream"];
};

/** A form as of a page: lists repeat their name, objects are JSON, unless a rule says otherwise. */
export function form(rules: Rules = {}, otherwise: Rule = {}): Serialise {
  return (body, type) => {
    const fields = Object.entries(Object(body) as object).filter(
      ([, value]) => value !== undefined,
    );
    const texts = fields.flatMap(([name, value]: [string, unknown]) => {
      const rule = rules[name] ?? otherwise;
      if (rule.style !== undefined) return query({ [name]: rule })({ [name]: value });
      const items = rule.json !== true && Array.isArray(value) ? value : [value];
      return items.map((item: unknown) =>
        new URLSearchParams([
          [name, rule.json === true ? JSON.stringify(item) : worded(item)],
        ]).toString(),
      );
    });
    return [texts.filter((field) => field !== "").join("&"), type];
  };
}

/** A value as text; null is none. */
export function worded(value: unknown): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A server of a description, whose URL may have variables in braces. */
interface Server {
  readonly url: string;
  readonly variables?: Readonly<
    Record<string, { readonly default: string; readonly enum?: readonly string[] }>
  >;
}

/**
 * The URL of a server, with its variables filled in; those that are not given have their default. Throws a TypeError for
 * a value that the description does not list.
 */
export function serverUrl(
  { url, variables = {} }: Server,
  values: Readonly<Record<string, string>> = {},
): string {
  return url.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    // A name may be that of something which every object inherits.
    const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
    const given = Object.hasOwn(values, name) ? values[name] : undefined;
    const value = given ?? variable?.default ?? whole;
    if (variable?.enum !== undefined && !variable.enum.includes(value)) {
      throw new TypeError(`${name} must be one of ${variable.enum.join(", ")}`);
    }
    return value;
  });
}

/** Reads an answer by its `Content-Type`: JSON, text, or a Blob; an empty one is undefined. */
export async function byType(response: Response, body: unknown): Promise<unknown> {
  const type = response.headers.get("Content-Type") ?? "";
  // The cast: openapi-fetch hands over the body of the response as it is.
  const answer = new Response((body ?? null) as BodyInit | null, {
    headers: { "Content-Type": type },
  });
  if (/^[^;]*[/+]json\s*(;|$)/i.test(type)) {
    const written = await answer.text();
    return written === "" ? undefined : (JSON.parse(written) as unknown);
  }
  if (type === "" || TEXT.test(type)) return (await answer.text()) || undefined;
  const blob = await answer.blob();
  return blob.size === 0 ? undefined : blob;
}

const TEXT =
  /^(?:text\/|[^;]*[/+](?:xml|ya?ml|x-yaml|x-ndjson|jsonl|json-seq|javascript|graphql)\s*(?:;|$))/i;
