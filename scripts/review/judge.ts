import { isObject, members, type Json } from "../model/json.ts";
import type { Change, Direction, Finding, Verdict } from "./change.ts";
import { expand } from "./expand.ts";
import { judgeSchema, type Judgement, type Sides } from "./judge-schema.ts";
import { directionOf, placeOf } from "./place.ts";

/** Types whose every change is one of words. */
const wordy = [
  "Tag",
  "TagList",
  "ExternalDocs",
  "Example",
  "ExamplesMap",
  "Info",
  "Contact",
  "License",
  "Link",
  "Logo",
];
/** Members that are words wherever they stand. */
const texts = [
  "description",
  "summary",
  "title",
  "tags",
  "example",
  "examples",
  "externalDocs",
  "deprecated",
  "name",
];
const schemas = ["Schema", "SchemaProperties"];

/** Judges each change for a caller, who sends requests and gets responses. Security is judged apart. */
export function judge(changes: readonly Change[], sides: Sides): Finding[] {
  const names = new Map([...parameterNames(sides.before), ...parameterNames(sides.after)]);
  return withoutShadows(expand(changes))
    .filter(({ type }) => !type.startsWith("SecurityRequirement"))
    .map((change) => {
      // A `not` that comes or goes is a demand of what it stands in; only what it holds is turned.
      const isNot = change.property === undefined && change.path.at(-1) === "not";
      const direction = directionOf(isNot ? change.path.slice(0, -1) : change.path);
      const place = placeOf(change.path, names) || "the description";
      return { direction, place, ...judgeOne(change, direction, sides) };
    });
}

/** A property that becomes `true` or `false` is reported a second time, as one that is gone. */
function withoutShadows(changes: readonly Change[]): Change[] {
  const flags = changes.filter(({ type }) => type === "SchemaProperties");
  const shadowed = new Set(flags.map(({ path, property }) => [...path, property].join("/")));
  return changes.filter(
    ({ type, property, path }) =>
      type !== "Schema" || property !== undefined || !shadowed.has(path.join("/")),
  );
}

function judgeOne(change: Change, direction: Direction, sides: Sides): Judgement {
  const { type, property } = change;
  if (schemas.includes(type)) return judgeSchema(change, direction, sides);
  if (
    wordy.includes(type) ||
    (property !== undefined && texts.includes(property) && type !== "Parameter")
  ) {
    return { verdict: "text", what: property ?? `${type} ${change.kind}` };
  }
  if (type === "SpecExtension" || property?.startsWith("x-") === true) {
    return { verdict: "adds", what: `${property ?? change.path.at(-1) ?? type} ${change.kind}` };
  }
  if (property === undefined) return judgeObject(change);
  return judgeMember(change, property, direction);
}

/** An object that came or went. */
function judgeObject({ type, kind, before, after, path }: Change): Judgement {
  const name = path.at(-1) ?? "";
  const said = (what: string): string => `${what} ${kind}`;
  const usual: Verdict = kind === "added" ? "adds" : "breaks";
  switch (type) {
    case "PathItem":
      return { verdict: usual, what: said(`path ${name}`) };
    case "Operation":
      return { verdict: usual, what: said(`operation ${operationId(before ?? after)}`) };
    case "Parameter": {
      const parameter = before ?? after;
      const label = isObject(parameter)
        ? `${String(parameter["in"])} parameter ${String(parameter["name"])}`
        : "parameter";
      const needed = isRequired(parameter);
      if (kind === "removed") return { verdict: "breaks", what: said(label) };
      return {
        verdict: needed ? "breaks" : "adds",
        what: said(`${needed ? "required" : "optional"} ${label}`),
      };
    }
    case "RequestBody":
      if (kind === "removed") return { verdict: "breaks", what: said("request body") };
      return { verdict: isRequired(after) ? "breaks" : "adds", what: said("request body") };
    case "Response":
      return { verdict: usual, what: said(`status ${name}`) };
    case "MediaType":
      return { verdict: usual, what: said(`media type ${name}`) };
    case "Header":
      return { verdict: usual, what: said(`header ${name}`) };
    case "Server":
      return { verdict: usual, what: said("server") };
    case "SecurityScheme":
      return { verdict: usual, what: said(`security scheme ${name}`) };
    default:
      return { verdict: usual, what: said(type) };
  }
}

function judgeMember(change: Change, property: string, direction: Direction): Judgement {
  const { type, before, after } = change;
  const what = `${property}: ${show(before)} → ${show(after)}`;
  if (property === "key")
    return { verdict: "breaks", what: `renamed ${show(before)} → ${show(after)}` };
  if (property === "operationId")
    return { verdict: "compiles-not", what: `operation renamed ${show(before)} → ${show(after)}` };
  if (property === "required") {
    const more = after === true;
    const verdict =
      (direction === "request") === more ? "breaks" : direction === "request" ? "adds" : "fits";
    return { verdict, what: more ? `${type} required` : `${type} no longer required` };
  }
  if (type === "Parameter" && property === "deprecated") return { verdict: "text", what };
  if (type === "Parameter" && texts.includes(property) && property !== "name")
    return { verdict: "text", what: property };
  // Style, explode, a server's address, the kind of a security scheme: the call looks otherwise.
  return { verdict: "breaks", what };
}

function isRequired(value: Json | undefined): boolean {
  return isObject(value) && value["required"] === true;
}

function operationId(value: Json | undefined): string {
  return isObject(value) && typeof value["operationId"] === "string" ? value["operationId"] : "";
}

function show(value: Json | undefined): string {
  return value === undefined || value === null ? "unset" : JSON.stringify(value);
}

/** The name of each parameter, by its place. */
function parameterNames(root: Json): Map<string, string> {
  const names = new Map<string, string>();
  const paths = isObject(root) ? root["paths"] : undefined;
  for (const [path, item] of members(paths)) {
    for (const [method, operation] of [["", item] as const, ...members(item)]) {
      const list = isObject(operation) ? operation["parameters"] : undefined;
      if (!Array.isArray(list)) continue;
      for (const [index, each] of list.entries()) {
        const steps = [
          "paths",
          path,
          ...(method === "" ? [] : [method]),
          "parameters",
          String(index),
        ];
        if (isObject(each)) names.set(steps.join("/"), String(each["name"]));
      }
    }
  }
  return names;
}
