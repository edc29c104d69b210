import type { Direction } from "./change.ts";

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/**
 * Which way a place travels: what a server calls itself, a callback or a webhook, goes the other way, and so does
 * what stands behind a `not`.
 */
export function directionOf(path: readonly string[]): Direction {
  let direction: Direction = "neither";
  for (const [index, step] of path.entries()) {
    const holder = path[index - 1] ?? "";
    if (direction === "neither" && !isName(path, index)) {
      if (step === "requestBody" || step === "parameters") direction = "request";
      else if (step === "responses") direction = "response";
    } else if (step === "not" && !["properties", "patternProperties"].includes(holder)) {
      direction = turned(direction);
    }
  }
  const isIncoming = path[0] === "webhooks" || path.includes("callbacks");
  return isIncoming ? turned(direction) : direction;
}

/** Whether a step is a name that the author chose, a path for instance, and no keyword. */
function isName(path: readonly string[], index: number): boolean {
  return index === 1 || (path[index - 1] ?? "") === "callbacks";
}

function turned(direction: Direction): Direction {
  if (direction === "neither") return direction;
  return direction === "request" ? "response" : "request";
}

/** The place in words: the operation, then where in it. A parameter is a step by its name. */
export function placeOf(path: readonly string[]): string {
  if (path[0] !== "paths" && path[0] !== "webhooks") return path.join(" / ");
  const [, route = "", method = "", ...rest] = path;
  if (!methods.includes(method)) return [route, method, ...rest].filter(Boolean).join(", ");
  const words = [`${method.toUpperCase()} ${route}`];
  for (let index = 0; index < rest.length; index += 1) {
    const step = rest[index] ?? "";
    const next = rest[index + 1] ?? "";
    if (step === "requestBody") words.push("request body");
    else if (step === "responses") words.push(next === "" ? "responses" : `response ${next}`);
    else if (step === "headers") words.push(`header ${next}`);
    else if (step === "parameters") words.push(next === "" ? "parameters" : `parameter ${next}`);
    else if (step === "content") words.push(next);
    else {
      const inner = schemaWords(rest.slice(step === "schema" ? index + 1 : index));
      if (inner !== "") words.push(inner);
      break;
    }
    index += ["requestBody"].includes(step) ? 0 : 1;
  }
  return words.filter(Boolean).join(", ");
}

/** A place inside a schema: `results[].name`. */
function schemaWords(steps: readonly string[]): string {
  let words = "";
  for (let index = 0; index < steps.length; index += 1) {
    const step = steps[index] ?? "";
    if (step === "items") words += "[]";
    else if (step === "properties" || step === "patternProperties") {
      index += 1;
      words += `${words === "" ? "" : "."}${steps[index] ?? ""}`;
    } else if (["anyOf", "oneOf", "allOf"].includes(step)) {
      index += 1;
      const branch = steps[index];
      words += branch === undefined ? ` (${step})` : ` (${step} ${Number(branch) + 1})`;
    } else words += ` (${step})`;
  }
  return words.trim();
}
