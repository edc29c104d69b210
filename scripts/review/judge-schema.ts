import { isObject, strings, type Json } from "../model/json.ts";
import { itemsOf } from "../model/node.ts";
import type { Change, Direction, Verdict } from "./change.ts";
import { difference, shiftOf, takesAnyString, type Shift } from "./schema-shape.ts";

export interface Judgement {
  readonly verdict: Verdict;
  readonly what: string;
}

const texts = ["description", "title", "example", "examples", "deprecated", "externalDocs", "xml"];
/** Keywords that no value is taken or refused for. */
const hints = ["format", "discriminator", "contentSchema"];

/** A caller may send less and get more than before, or the other way round. */
function verdictOf(shift: Shift, direction: Direction): Verdict {
  if (shift === "same") return "fits";
  if (shift === "other" || direction === "neither") return "breaks";
  if (direction === "request") return shift === "wider" ? "adds" : "breaks";
  return shift === "wider" ? "breaks" : "fits";
}

/** Judges a schema that came, went or changed a keyword. */
export function judgeSchema(change: Change, direction: Direction): Judgement {
  return change.property === undefined
    ? judgeWhole(change, direction)
    : judgeKeyword(change, change.property, direction);
}

/** A schema that came or went: a property, an alternative, a part. */
function judgeWhole(change: Change, direction: Direction): Judgement {
  const { path, kind, around } = change;
  const holder = path.at(-2) ?? "";
  const name = path.at(-1) ?? "";
  if (holder === "properties") return judgeProperty(name, change, direction);
  const gone = kind === "removed";
  if (["anyOf", "oneOf"].includes(holder)) {
    const listed = Array.isArray(around?.[gone ? "after" : "before"].value);
    // The first alternatives narrow what was free before; a further one widens.
    const shift: Shift = listed === gone ? "narrower" : "wider";
    const what = `alternative ${gone ? "removed" : "added"}`;
    const own = gone ? change.before : change.after;
    if (isText(own) && isOpen(change)) return { verdict: "fits", what: `${what} beside any text` };
    return typed(verdictOf(shift, direction), direction, shift, what);
  }
  const shift: Shift = gone ? "wider" : "narrower";
  const what = `${holder === "allOf" ? "part of allOf" : name} ${gone ? "removed" : "added"}`;
  return { verdict: verdictOf(shift, direction), what };
}

function judgeProperty(name: string, { kind, around }: Change, direction: Direction): Judgement {
  if (kind === "added") return { verdict: "adds", what: `property ${name} added` };
  const parent = around?.before.value;
  const required = isObject(parent) && strings(parent["required"]).includes(name);
  const closed = isObject(parent) && parent["additionalProperties"] === false;
  const breaks = direction === "response" ? required : direction === "request" ? closed : true;
  const what = `${required ? "required" : "optional"} property ${name} removed`;
  return { verdict: breaks ? "breaks" : "compiles-not", what };
}

function judgeKeyword(change: Change, keyword: string, direction: Direction): Judgement {
  const { before, after } = change;
  if (texts.includes(keyword) || keyword.startsWith("x-"))
    return { verdict: "text", what: keyword };
  if (hints.includes(keyword))
    return { verdict: "fits", what: `${keyword} ${fromTo(before, after)}` };
  if (keyword === "required") return judgeRequired(before, after, direction);
  if (keyword === "default") return judgeDefault(before, after, direction);
  if (keyword === "readOnly" || keyword === "writeOnly") {
    const hides = direction === (keyword === "readOnly" ? "request" : "response");
    const what = `${keyword} ${after === true ? "set" : "unset"}`;
    return { verdict: !hides ? "fits" : after === true ? "breaks" : "adds", what };
  }
  const shift = shiftOf(keyword, before, after);
  if (shift === undefined) {
    return { verdict: "breaks", what: `${keyword} changed, which is not rated: see for yourself` };
  }
  if (keyword === "enum") return judgeValues(before, after, direction, isOpen(change));
  return { verdict: verdictOf(shift, direction), what: `${keyword} ${fromTo(before, after)}` };
}

function judgeValues(
  before: Json | undefined,
  after: Json | undefined,
  direction: Direction,
  open: boolean,
): Judgement {
  const list = (value: Json | undefined): Json[] =>
    Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  const come = difference(list(after), list(before)).map((value) => `+${JSON.stringify(value)}`);
  const gone = difference(list(before), list(after)).map((value) => `-${JSON.stringify(value)}`);
  const kind = open ? "open " : "";
  const what = `${kind}enum: ${[...come, ...gone].join(" ") || "in another order"}`;
  if (open) return { verdict: come.length > 0 ? "adds" : "fits", what };
  const shift = shiftOf("enum", before, after) ?? "other";
  return typed(verdictOf(shift, direction), direction, shift, what);
}

/** A value that an answer no longer holds is no failure, but the code that asks for it does not compile. */
function typed(verdict: Verdict, direction: Direction, shift: Shift, what: string): Judgement {
  const lost = verdict === "fits" && direction === "response" && shift === "narrower";
  return { verdict: lost ? "compiles-not" : verdict, what };
}

function judgeRequired(
  before: Json | undefined,
  after: Json | undefined,
  direction: Direction,
): Judgement {
  const come = difference(strings(after), strings(before));
  const gone = difference(strings(before), strings(after));
  const what = `required: ${[...come.map((name) => `+${String(name)}`), ...gone.map((name) => `-${String(name)}`)].join(" ")}`;
  if (come.length + gone.length === 0)
    return { verdict: "text", what: "required in another order" };
  const harmful =
    direction === "request" ? come : direction === "response" ? gone : [...come, ...gone];
  if (harmful.length > 0) return { verdict: "breaks", what };
  return { verdict: direction === "request" ? "adds" : "fits", what };
}

/** A caller that leaves the field out gets the server's default for it. */
function judgeDefault(before: Json | undefined, after: Json | undefined, direction: Direction) {
  const what = `default ${fromTo(before, after)}`;
  if (direction === "response") return { verdict: "fits", what } as const;
  const told = before === undefined || before === null;
  return { verdict: told ? "adds" : "breaks", what } as const;
}

/** Whether an alternative beside the place takes any text, so that its values are only those known by now. */
function isOpen({ path, around }: Change): boolean {
  if (path.at(-2) !== "anyOf" || around === undefined) return false;
  const known = open.get(around);
  if (known !== undefined) return known;
  const isIt = [around.before, around.after].every((node) =>
    itemsOf(node).some(({ value }) => takesAnyString(value)),
  );
  open.set(around, isIt);
  return isIt;
}

/** Looked through once for all the alternatives that came or went in a list: there may be tens of thousands. */
const open = new WeakMap<object, boolean>();

function isText(schema: Json | undefined): boolean {
  if (!isObject(schema)) return false;
  const { type, enum: values, const: value } = schema;
  if (type === "string" || typeof value === "string") return true;
  return Array.isArray(values) && values.every((each) => typeof each === "string");
}

function fromTo(before: Json | undefined, after: Json | undefined): string {
  const show = (value: Json | undefined): string =>
    value === undefined || value === null ? "unset" : JSON.stringify(value);
  return `${show(before)} → ${show(after)}`;
}
