import { isObject, textOf, type Json } from "../model/json.ts";
import type { Change, Direction, Finding, Verdict } from "./change.ts";
import { judgeSchema, type Judgement } from "./judge-schema.ts";
import { directionOf, placeOf } from "./place.ts";

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
];

/** Judges each change for a caller, who sends requests and gets responses. Security is judged apart. */
export function judge(changes: readonly Change[]): Finding[] {
  return changes.map((change) => {
    // A `not` that comes or goes is a demand of what it stands in; only what it holds is turned.
    const isNot = change.property === undefined && change.path.at(-1) === "not";
    const direction = directionOf(isNot ? change.path.slice(0, -1) : change.path);
    const place = placeOf(change.path) || "the description";
    return { direction, place, ...judgeOne(change, direction) };
  });
}

function judgeOne(change: Change, direction: Direction): Judgement {
  const { type, property } = change;
  if (type === "Schema") return judgeSchema(change, direction);
  if (property === undefined) return judgeObject(change);
  if (type === "Info" || texts.includes(property)) return { verdict: "text", what: property };
  if (property.startsWith("x-")) return { verdict: "adds", what: `${property} modified` };
  return judgeMember(change, property, direction);
}

/** An object that came or went. */
function judgeObject({ type, kind, before, after, path }: Change): Judgement {
  const name = path.at(-1) ?? "";
  if (name.startsWith("x-") && type !== "Header")
    return { verdict: "adds", what: `${name} ${kind}` };
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
        ? `${textOf(parameter["in"])} parameter ${textOf(parameter["name"])}`
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
