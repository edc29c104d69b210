import { isConcrete, type Kind } from "../model/media.ts";
import type { OperationModel } from "../model/operations.ts";
import type { Content, FieldRule, PartHeader } from "../model/content.ts";
import { successes, type Answer } from "../model/wire.ts";
import { isObject, type Json } from "../model/json.ts";
import { literal } from "./layout.ts";
import { bodyType } from "./validators.ts";

/**
 * A function for an operation that needs more than openapi-fetch does by itself. It declares its parameters and its
 * result, once for each content type, so that a call that would lose something does not compile.
 *
 * @param helpers takes the names of what it needs from send.ts
 */
export function emitSpecial(operation: OperationModel, helpers: Set<string>): string {
  const { name, method, path, callableBare } = operation;
  for (const helper of ["send", "type Answer", "type Init", "type ParseAs", "type Result"])
    helpers.add(helper);
  const result = `Promise<$Result<${dataType(operation)}, ${failureType(operation)}, As>>`;
  const base = `$Init<$operations[${literal(name)}]> & { parseAs?: As${needsServer(operation) ? "; baseUrl: string" : ""} }`;
  const forms = bodyForms(operation);
  if (forms.some((form) => form.includes("$HeaderValue"))) helpers.add("type HeaderValue");
  const head = `export function ${name}<As extends $ParseAs | undefined = undefined>`;
  const call = `return $send(client, ${literal(method)}, ${literal(path)}, init, ${emitPlan(operation, helpers)});`;
  const [only] = forms;
  if (only !== undefined && forms.length === 1) {
    const bare = callableBare && !needsServer(operation) ? " = {}" : "";
    return `${head}(client: $Client<$paths>, init: ${base}${only}${bare}): ${result} {
  ${call}
}`;
  }
  const mark = callableBare ? "?" : "";
  const overloads = forms.map(
    (form, index) =>
      `${head}(client: $Client<$paths>, init${index === 0 ? mark : ""}: ${base}${form}): ${result};`,
  );
  return `${overloads.join("\n")}
export function ${name}(client: $Client<$paths>, init: object = {}): Promise<$Result<unknown, unknown>> {
  ${call}
}`;
}

/** What each form of the body adds to the options: one for each media type. */
function bodyForms({ name, wire: { body } }: OperationModel): string[] {
  if (body === undefined) return [""];
  const usual = usualContent(body.contents);
  const optional = body.required ? "" : "?";
  const forms = body.contents.map((content) => {
    const type = bodyType("$operations", name, { of: "request", media: content.media });
    const isUsual = content === usual;
    return ` & { body${isUsual ? optional : ""}: ${type}; contentType${isUsual ? "?" : ""}: ${mediaType(content)}${partHeaders(content)} }`;
  });
  const none =
    body.required || usual !== undefined ? [] : [" & { body?: never; contentType?: never }"];
  return [
    ...none,
    ...forms.sort(
      (a, b) => Number(b.includes("contentType?")) - Number(a.includes("contentType?")),
    ),
  ];
}

/** The option for the headers of parts: for each part an object, or for a list of parts one for each. */
function partHeaders({ encoding }: Content): string {
  const parts = encoding.flatMap(([name, { headers, required }]) => {
    if (headers === undefined) return [];
    const isNeeded = headers.some((header) => header.required);
    const members = headers.map(
      (header) => `${memberName(header.name)}${header.required ? "" : "?"}: ${headerType(header)}`,
    );
    const object = `{ ${members.join("; ")} }`;
    const isMust = isNeeded && required === true;
    return [
      { isMust, text: `${memberName(name)}${isMust ? "" : "?"}: ${object} | readonly ${object}[]` },
    ];
  });
  if (parts.length === 0) return "";
  const mark = parts.some(({ isMust }) => isMust) ? "" : "?";
  return `; partHeaders${mark}: { ${parts.map(({ text }) => text).join("; ")} }`;
}

function memberName(name: string): string {
  return literal(name);
}

/** What a header can hold, narrower where its schema is a plain one. */
function headerType({ schema, rule }: PartHeader): string {
  if (rule.json === true) return "unknown";
  const { type, enum: values } = isObject(schema) ? schema : {};
  if (Array.isArray(values) && values.length > 0 && values.every(isScalar))
    return values.map((value) => literal(value)).join(" | ");
  const name = type === "integer" ? "number" : type;
  return name === "string" || name === "number" || name === "boolean" ? name : "$HeaderValue";
}

function isScalar(value: Json): boolean {
  return typeof value !== "object" || value === null;
}

/** The one that is meant where a caller names none: the only one, or JSON. */
function usualContent(contents: readonly Content[]): Content | undefined {
  return contents.length === 1 ? contents[0] : contents.find(({ kind }) => kind === "json");
}

function mediaType({ media, kind }: Content): string {
  if (kind === "any") return `"application/json"`;
  if (isConcrete(media)) return literal(media);
  // Only the star is code: a backtick in the text would end the template, and let the rest of it run.
  const parts = media.split("*").map((part) => literal(part).slice(1, -1).replace(/[`$]/g, "\\$&"));
  return `\`${parts.join("${string}")}\``;
}

function dataType(operation: OperationModel): string {
  return answer(operation, successes(operation.wire.answers), "undefined");
}

function failureType(operation: OperationModel): string {
  const { answers } = operation.wire;
  return answer(
    operation,
    answers.filter(({ status }) => !status.startsWith("2")),
    "unknown",
  );
}

function answer({ name }: OperationModel, answers: readonly Answer[], none: string): string {
  // A status is a number among the keys of the types, a range is a text.
  const keys = answers.map(({ status }) => (/^[1-9]\d*$/.test(status) ? status : literal(status)));
  return keys.length === 0 ? none : `$Answer<$operations[${literal(name)}], ${keys.join(" | ")}>`;
}

function emitPlan({ wire }: OperationModel, helpers: Set<string>): string {
  const { rules, body, answers, servers } = wire;
  const fields = Object.entries(rules)
    .filter(([, own]) => Object.keys(own).length > 0)
    .map(([place, own]) => `${place}: ${literal(own)}`);
  if (body !== undefined) {
    const usual = usualContent(body.contents);
    const ordered = [...body.contents].sort((a, b) => Number(b === usual) - Number(a === usual));
    const entries = ordered.map((content) => {
      const media = content.kind === "any" ? "application/json" : content.media;
      return `${literal(media)}: ${serialiser(content, helpers)}`;
    });
    fields.push(`body: { ${entries.join(", ")} }`);
  }
  const kinds = new Set(successes(answers).flatMap(({ contents }) => contents.map(readAs)));
  const [kind] = kinds;
  if (kinds.size > 1 || kind === "any") {
    helpers.add("byType");
    fields.push("read: $byType");
  } else if (kind === "text" || kind === "binary") {
    fields.push(`parseAs: "${kind === "text" ? "text" : "blob"}"`);
  }
  const [server] = servers;
  if (server !== undefined && isAbsolute(server.url)) {
    helpers.add("serverUrl");
    const { url, variables } = server;
    fields.push(`baseUrl: $serverUrl(${literal({ url, variables })})`);
  }
  return `{ ${fields.join(", ")} }`;
}

/** A server that is only a path stands below wherever the description was found, which nobody knows here. */
function needsServer({ wire: { servers } }: OperationModel): boolean {
  const [server] = servers;
  return server !== undefined && !isAbsolute(server.url);
}

function isAbsolute(url: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|\{)/i.test(url);
}

function readAs({ kind }: Content): Kind {
  if (kind === "form") return "text";
  return kind === "multipart" ? "binary" : kind;
}

function serialiser({ kind, encoding }: Content, helpers: Set<string>): string {
  const helper = kind === "any" ? "json" : kind;
  helpers.add(helper);
  if (kind === "form") return `$form(${record(encoding)})`;
  if (kind === "multipart") {
    return `$multipart(${record(encoding.map(([name, { required: _, ...rule }]) => [name, partPlan(rule)]))})`;
  }
  return `$${helper}`;
}

/** A type alone, or all that there is to say of a part. */
function partPlan({ contentType, headers, ...style }: FieldRule): unknown {
  if (headers === undefined && style.style === undefined) return contentType;
  const odd = (headers ?? []).filter(({ rule }) => Object.keys(rule).length > 0);
  return {
    ...style,
    ...(contentType === undefined ? {} : { type: contentType }),
    ...(odd.length === 0
      ? {}
      : { headers: Object.fromEntries(odd.map(({ name, rule }) => [name, rule])) }),
  };
}

function record(entries: readonly (readonly [string, unknown])[]): string {
  // By a computed key `__proto__` is a key like others.
  return entries.length === 0
    ? ""
    : `{ ${entries.map(([name, value]) => `${name === "__proto__" ? `["${name}"]` : literal(name)}: ${literal(value)}`).join(", ")} }`;
}
